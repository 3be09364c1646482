"""Number formats that show another number than the cell stores, and codes with leading zeros."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from planner.pipeline import solve
from planner.report.readback.plan_workbook import read_plan
from planner.solver.options import SolveOptions
from planner.workbook.file.number_formats import number_format
from planner.workbook.reader import Reading, read_workbook
from planner.workbook.text.values import Displayed, ZeroPadded
from tests.cases import tiny
from tests.workbook.books import Sheets, save, sound

Shape = Callable[[Workbook], None]

DISPLAYED = [
    ("#,##0,", 1_200_000, "1,200", 1200),
    ("0.0,", 1_250, "1.2", 1.25),
    ("0,.0", 1_250, "1.2", 1.25),
    ("#,##0.00,,", -7_500_000, "-7.50", -7.5),
    ('0.0,"K"', 2_500, "2.5K", 2.5),
    ('[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 3_400_000, "3.4M", 3.4),
    ('[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 3_400, "3.4K", 3.4),
    ("#,##0,;[Red](#,##0,);-", -4_000, "(4)", -4),
    ("[$€-407] #,##0,", 9_000, "€ 9", 9),
    ("_(* #,##0,_);_(* (#,##0,);_(* -_);_(@_)", 5_000, "5", 5),
    (";;;", 12, "", 0),
    ('"TBD"', 12, "TBD", 0),
    ("0%", 2, "200%", 200),
]
PLAIN = [
    *("General", "0", "0.00", "#,##0", "#,##0.0", '#,##0" k"', '0.0" m"', "0.00E+00", "##0.0E+0", "# ?/?", "@"),
    *("#,##0_);(#,##0)", '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', '#,##0;-#,##0;"-"', "0;-0;;@"),
    *(
        "[$€-407]#,##0.00",
        "[Red]General",
        'General "kunits"',
        "0.0\\,",
        '0"%"',
        "0\\%",
        '#,##0","',
        "yyyy-mm-dd",
        "[h]:mm",
        "",
    ),
]


@pytest.mark.parametrize(("form", "stored", "text", "displayed"), DISPLAYED)
def test_a_format_that_scales_shows_another_number(form: str, stored: int, text: str, displayed: float) -> None:
    known = number_format(form)
    assert known is not None
    read = known.read(stored)
    assert isinstance(read, Displayed)
    assert (float(read), read.text) == (stored, text)
    assert read.displayed == pytest.approx(displayed)


@pytest.mark.parametrize("form", PLAIN)
def test_a_format_that_does_not_scale_is_passed_over(form: str) -> None:
    assert number_format(form) is None


@pytest.mark.parametrize(
    ("form", "stored", "code"),
    [("000", 7, "007"), ("0000", 101, "0101"), ('"F"00', 7, "F07"), ("00", 123, "123"), ("000;-000", 7, "007")],
)
def test_a_format_with_leading_zeros_shows_a_code(form: str, stored: int, code: str) -> None:
    known = number_format(form)
    assert known is not None
    read = known.read(stored)
    assert isinstance(read, ZeroPadded)
    assert (int(read), read.code) == (stored, code)


def formatted(cells: dict[str, str]) -> Shape:
    """Give cells, as sheet!A1, their number formats."""

    def shape(book: Workbook) -> None:
        for cell, form in cells.items():
            sheet, place = cell.split("!")
            book[sheet][place].number_format = form

    return shape


def read(folder: Path, sheets: Sheets, cells: dict[str, str]) -> Reading:
    return read_workbook(save(folder / "case.xlsx", sheets, formatted(cells)))


def said(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [(fault.code, fault.cell, fault.found, fault.fix) for fault in reading.faults]


def test_demand_shown_in_thousands_is_one_warning_that_names_what_was_read(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"][1][2:] = [3000, 0, 2500, 4]
    scaled = {f"demand!{column}2": "#,##0.0," for column in "CDE"}
    reading = read(tmp_path, sheets, scaled)
    fix = "write 3 if that is meant, and format the cell as a plain number; 1 more cell of this sheet alike"
    assert [one for one in said(reading) if one[0] == "W434"] == [("W434", "demand!C2", "3000, shown as 3.0", fix)]
    assert reading.case is not None
    assert [values[:3] for values in reading.case.scenarios[0].demand_kunits.values()] == [(3000.0, 0.0, 2500.0)]


@pytest.mark.parametrize(
    ("cell", "form", "value", "found", "fix"),
    [
        ("nodes!D2", "0.0,,", 4_000_000, "4000000, shown as 4.0", "write 4 if that is meant, and "),
        ("site_nodes!C2", "0%", 1, "100%", "write 100 if that is meant, and "),
        ("settings!B4", "0%", 4, "400%", "write 400 if that is meant, and "),
        ("site_nodes!F2", ";;;", 5, "5, shown as nothing", ""),
    ],
)
def test_every_number_that_is_shown_otherwise_is_named(
    tmp_path: Path, cell: str, form: str, value: Any, found: str, fix: str
) -> None:
    sheets = sound()
    sheet, place = cell.split("!")
    sheets[sheet][int(place[1:]) - 1][ord(place[0]) - ord("A")] = value
    faults = [one for one in said(read(tmp_path, sheets, {cell: form})) if one[0] == "W434"]
    assert faults == [("W434", cell, found, f"{fix}format the cell as a plain number")]


def test_formats_that_do_not_scale_and_zeros_are_no_fault(tmp_path: Path) -> None:
    cells = {"demand!C2": '#,##0" k"', "budget!B2": "#,##0", "budget!C2": "#,##0,", "site_nodes!C2": "000"}
    assert said(read(tmp_path, sound(), cells)) == []


def coded(site: Any, elsewhere: Any) -> Sheets:
    """The sound workbook with a site named by a number, and how the other sheet writes it."""
    sheets = sound()
    sheets["sites"][1][0], sheets["site_nodes"][1][0] = site, elsewhere
    return sheets


@pytest.mark.parametrize(
    ("site", "elsewhere", "cells", "name", "remarks"),
    [
        (101, "0101", {"sites!A2": "0000"}, "0101", []),
        (101, 101, {"sites!A2": "0000", "site_nodes!A2": "0000"}, "0101", []),
        (101, 101, {"sites!A2": "0000"}, "0101", [("I424", "site_nodes!A2", "101", "write 0101")]),
        ("007", 7, {}, "007", [("I424", "site_nodes!A2", "7", "write 007")]),
        (7, "007", {}, "7", [("I424", "site_nodes!A2", "007", "write 7")]),
        (7, 7, {"sites!A2": '"Fab "000', "site_nodes!A2": '"Fab "000'}, "Fab 007", []),
    ],
)
def test_a_code_is_read_as_it_is_shown(
    tmp_path: Path, site: Any, elsewhere: Any, cells: dict[str, str], name: str, remarks: list[Any]
) -> None:
    reading = read(tmp_path, coded(site, elsewhere), cells)
    assert said(reading) == remarks
    assert reading.case is not None
    assert list(reading.case.sites) == [name]
    assert list(reading.case.pairs) == [(name, "N3")]


def test_codes_that_are_both_listed_stay_two_names(tmp_path: Path) -> None:
    sheets = coded("007", "007")
    sheets["sites"].append([7, "here", 24.8, 10])
    sheets["site_nodes"].append([7, "N3", 1, "flat", "once", 5])
    reading = read(tmp_path, sheets, {})
    assert said(reading) == []
    assert reading.case is not None
    assert list(reading.case.pairs) == [("007", "N3"), ("7", "N3")]


def test_one_code_in_two_rows_is_one_key(tmp_path: Path) -> None:
    sheets = coded("007", "007")
    sheets["site_nodes"].append([7, "N3", 1, "flat", "once", 5])
    assert [code for code, *_ in said(read(tmp_path, sheets, {}))] == ["E502"]


def test_years_with_four_digits_are_periods(tmp_path: Path) -> None:
    sheets = sound()
    sheets["settings"][2:] = [["first_period", 2027], ["periods", 4], ["period_months", 12]]
    for sheet in ("demand", "budget"):
        sheets[sheet][0][-4:] = [2027, 2028, 2029, 2030]
    cells = {f"demand!{column}1": "0000" for column in "CDEF"} | {"settings!B3": "0000"}
    reading = read(tmp_path, sheets, cells)
    assert reading.case is not None
    assert [fault.code for fault in reading.faults] == [fault.code for fault in read(tmp_path, sheets, {}).faults]


def test_a_plan_workbook_is_read_as_it_is_stored_whatever_its_cells_show(tmp_path: Path) -> None:
    path = solve(tiny(), SolveOptions(threads=1)).write(tmp_path / "plan.xlsx")
    before = read_plan(path, tiny())
    book = load_workbook(path)
    for sheet, form in (("draws", "0.0,"), ("starts", "000"), ("summary", "0.0,,")):
        for row in book[sheet].iter_rows(min_row=2):
            for cell in row:
                cell.number_format = form
    book.save(path)
    assert read_plan(path, tiny()) == before
