"""Workbooks as offices make them: pasted, filtered, hidden, merged, stray, and with texts that mean harm."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from openpyxl import Workbook, load_workbook

from planner.case.checks.every import check
from planner.case.records import Lane
from planner.workbook.marking.mark import mark
from planner.workbook.reader import read_workbook
from tests.cases import tiny
from tests.workbook.books import QUARTERS, Sheets, save, sound

Shape = Callable[[Workbook], None]


def told(tmp_path: Path, sheets: Sheets, shape: Shape | None = None) -> list[tuple[str, str]]:
    """Return the faults, and hold that a marked copy of the workbook has the same ones."""
    path = save(tmp_path / "case.xlsx", sheets, shape)
    faults = read_workbook(path).faults
    mark(path, tmp_path / "marked.xlsx", faults)
    assert read_workbook(tmp_path / "marked.xlsx").faults == faults
    return [(fault.code, fault.cell) for fault in faults]


def test_a_paste_of_10_000_rows_is_read(tmp_path: Path) -> None:
    sheets = sound()
    products, markets = [f"chip {n}" for n in range(100)], [f"market {n}" for n in range(100)]
    sheets["products"] = [["product", "shortage_penalty_usd"], *([product, 1e6] for product in products)]
    sheets["materials"][1:] = [[product, "die", "N3", 1, 1] for product in products]
    sheets["markets"] = [["market"], *([market] for market in markets)]
    sheets["demand"][1:] = [[product, market, 1, 2, 3, 4] for product in products for market in markets]
    reading = read_workbook(save(tmp_path / "paste.xlsx", sheets))
    assert reading.faults == ()
    assert reading.case is not None
    assert len(reading.case.products) == 100


def test_10_000_rows_of_lanes_are_compared_with_each_other_in_seconds() -> None:
    """Each row but the last is replaced by the next; pair by pair it would take minutes."""
    row = Lane(from_region="here", to_market="world", product="chip")
    case = tiny(lanes=tuple(replace(row, cost_usd_per_unit=1.0 + number % 50) for number in range(10_000)))
    begun = time.process_time()
    problems = check(case)
    assert time.process_time() - begun < 30
    assert Counter(problem.code for problem in problems) == {"W741": 9999}


def test_a_paste_of_10_000_rows_at_fault_is_reported_and_marked_in_seconds(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"][1:] = [[f"chop {n}", "world", "1 200", "few", -1, 3] for n in range(10_000)]
    begun = time.process_time()
    found = told(tmp_path, sheets)
    assert time.process_time() - begun < 30
    counts = Counter(code for code, _ in found)
    assert counts == {"E601": 1000, "E402": 1000, "E401": 1000, "E404": 1000, "I426": 4}
    assert ("E404", "demand!E2") in found


def test_blank_rows_styled_to_the_bottom_of_a_sheet_take_no_time(tmp_path: Path) -> None:
    def shape(book: Workbook) -> None:
        for row in range(3, 20_000):
            book["demand"].row_dimensions[row].height = 15
            book["demand"].cell(row, 1).number_format = "0.0"

    assert told(tmp_path, sound(), shape) == []


def test_a_stray_cell_at_the_far_corner_does_not_blow_the_copy_up(tmp_path: Path) -> None:
    def shape(book: Workbook) -> None:
        book["demand"]["XFD1048576"] = "x"
        book["sites"]["XFD1048576"] = " "

    assert told(tmp_path, sound(), shape) == [("I504", "demand!XFD1048576")]
    assert (tmp_path / "marked.xlsx").stat().st_size < 40_000


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_stays_hidden(tmp_path: Path, state: Literal["hidden", "veryHidden"]) -> None:
    sheets = sound()
    sheets["sites"][1][1] = "there"

    def shape(book: Workbook) -> None:
        book["sites"].sheet_state = state

    assert told(tmp_path, sheets, shape) == [("I204", "sites!A1"), ("E601", "sites!B2")]
    assert load_workbook(tmp_path / "marked.xlsx")["sites"].sheet_state == state


def test_rows_that_a_filter_hides_are_read_and_reported(tmp_path: Path) -> None:
    sheets = sound()
    sheets["sites"] += [["B", "here", 1, 5], ["C", "here", 1, 5]]

    def shape(book: Workbook) -> None:
        book["sites"].auto_filter.ref = "A1:D4"
        book["sites"].row_dimensions[3].hidden = True
        book["sites"].row_dimensions[4].hidden = True

    assert told(tmp_path, sheets, shape) == [("I507", "sites!A3"), ("I774", "sites!A3"), ("I774", "sites!A4")]


def test_a_hidden_column_is_read_and_reported(tmp_path: Path) -> None:
    def shape(book: Workbook) -> None:
        book["nodes"].column_dimensions["D"].hidden = True

    assert told(tmp_path, sound(), shape) == [("I507", "nodes!D1")]


def test_names_merged_over_rows_are_one_fault_and_none_once_unmerged(tmp_path: Path) -> None:
    sheets = sound()
    sheets["markets"].append(["moon"])
    sheets["demand"].append([None, "moon", 1, 1, 1, 1])

    def shape(book: Workbook) -> None:
        book["demand"].merge_cells("A2:A3")

    path = save(tmp_path / "merged.xlsx", sheets, shape)
    (fault,) = read_workbook(path).faults
    assert (fault.code, fault.cell, fault.fix) == ("E410", "demand!A2", "unmerge them and write chip into each")
    sheets["demand"][2][0] = "chip"
    assert told(tmp_path, sheets) == []


@pytest.mark.parametrize("cells", ["A4:F6", "B9:C9", "H1:H4"])
def test_merged_cells_that_hide_no_fact_are_accepted(tmp_path: Path, cells: str) -> None:
    assert told(tmp_path, sound(), lambda book: book["demand"].merge_cells(cells)) == []


def test_a_title_broken_over_two_lines_is_the_title(tmp_path: Path) -> None:
    sheets = sound()
    sheets["nodes"][0][2] = "Phase size\n[kwspm]"
    assert told(tmp_path, sheets) == []


def test_two_tables_beside_each_other(tmp_path: Path) -> None:
    sheets = sound()
    sheets["markets"][0] += [None, "our own", "list"]
    sheets["markets"][1] += [None, 1, 2]
    assert told(tmp_path, sheets) == [("W303", "markets!C1")]


def test_period_labels_that_are_dates_by_their_format(tmp_path: Path) -> None:
    sheets = sound()

    def shape(book: Workbook) -> None:
        for column, month in zip("CDEF", (1, 4, 7, 10), strict=True):
            book["demand"][f"{column}1"] = datetime(2027, month, 1)
            book["demand"][f"{column}1"].number_format = "mmm yy"

    assert told(tmp_path, sheets, shape) == [("E310", f"demand!{column}1") for column in "CDEF"]


def test_a_table_with_a_totals_row_of_formulas(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"].append(["Total", None, *(f"==SUM({column}2:{column}2)" for column in "CDEF")])
    assert told(tmp_path, sheets) == [("E503", "demand!A3")]


HARMFUL = ["=1+1", "+1+1", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0", "[red]x[/red]", "_x001B_[31mred", "a\u202eb", "{0}"]


@pytest.mark.parametrize("text", HARMFUL)
def test_a_harmful_text_as_a_name_stays_that_text(tmp_path: Path, text: str) -> None:
    def shape(book: Workbook) -> None:
        for sheet, cell in (("sites", "A2"), ("site_nodes", "A2")):
            book[sheet][cell].value, book[sheet][cell].data_type = text, "s"

    reading = read_workbook(save(tmp_path / "case.xlsx", sound(), shape))
    assert reading.case is not None
    (site,) = reading.case.sites
    assert site.isprintable()
    if text.isprintable() and "_x" not in text:
        assert (site, reading.faults) == (text, ())
    else:
        assert {fault.code for fault in reading.faults} == {"W415"}


@pytest.mark.parametrize(
    "name", ["=1+1", "it's", "a&b <c>", "\u00fcmlaut \u6771\u4eac", "'quoted", "x" * 31, "A1", "R1C1", "TRUE"]
)
def test_a_fault_is_found_and_linked_in_a_sheet_of_any_name(tmp_path: Path, name: str) -> None:
    path = save(tmp_path / "case.xlsx", sound() | {"other": [["a"], ["b"]]}, lambda book: _rename(book, name))
    (fault,) = read_workbook(path).faults
    assert (fault.code, fault.sheet) == ("W203", name)
    mark(path, tmp_path / "marked.xlsx", (fault,))
    book = load_workbook(tmp_path / "marked.xlsx")
    link = book["faults"]["A2"].hyperlink
    assert link is not None
    quoted = name.replace("'", "''")
    assert (link.target, link.location) == (None, f"'{quoted}'!A1")
    assert book[name]["A1"].comment is not None


def _rename(book: Workbook, name: str) -> None:
    book["other"].title = name


def test_labels_of_quarters_may_stand_in_any_order_beside_remarks(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"] = [
        ["note", *QUARTERS[::-1], "market", "source", "product"],
        ["ours", 4, 3, 2, 1, "world", "a guess", "chip"],
    ]
    assert told(tmp_path, sheets) == []
