"""Layouts of other people's templates: read as meant and reported, or one fault whose fix gives the intended case."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from planner.case.records import Case
from planner.workbook.marking.mark import mark
from planner.workbook.reader import Reading, read_workbook
from planner.workbook.text.numerals import number_in
from tests.workbook.books import QUARTERS, Sheets, save, sound
from tests.workbook.test_kinds import Plant, add, both, insert, put

Shape = Callable[[Workbook], None]


def read(folder: Path, plant: Plant, shape: Shape | None = None) -> Reading:
    sheets = sound()
    plant(sheets)
    return read_workbook(save(folder / "layout.xlsx", sheets, shape))


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.code, fault.cell) for fault in reading.faults]


@pytest.fixture(scope="module")
def intended(tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = read_workbook(save(tmp_path_factory.mktemp("sound") / "sound.xlsx", sound())).case
    assert case is not None
    return case


def relabelled(sheet: str, labels: list[Any]) -> Plant:
    """Replace the period columns of a sheet by others, with 1 in each."""

    def plant(sheets: Sheets) -> None:
        for row in sheets[sheet]:
            row[-4:] = labels if row is sheets[sheet][0] else [1] * len(labels)

    return plant


def across(sheets: Sheets) -> None:
    sheets["settings"] = [list(cells) for cells in zip(*sheets["settings"][1:], strict=True)]


def stacked(years: list[Any], parts: list[str]) -> Plant:
    """Put years above quarters on demand, with its titles beside the years."""
    return both(insert("demand", 2, [None, None, *parts]), lambda s: s["demand"][0].__setitem__(slice(2, 6), years))


def beside(sheet: str, rows: list[list[Any]], gap: int) -> Plant:
    """Put rows to the right of a sheet's table."""

    def plant(sheets: Sheets) -> None:
        width = max(map(len, sheets[sheet]))
        for row, more in zip(sheets[sheet], rows, strict=True):
            row += [None] * (width + gap - len(row)) + more

    return plant


def extra(sheet: str, title: str, value: Any) -> Plant:
    """Add a column with a value in the first row below the header."""

    def plant(sheets: Sheets) -> None:
        sheets[sheet][0].append(title)
        sheets[sheet][1] += [None] * (len(sheets[sheet][0]) - 1 - len(sheets[sheet][1])) + [value]

    return plant


AS_INTENDED: list[tuple[str, Plant, list[tuple[str, str]]]] = [
    ("units below nodes", insert("nodes", 2, ["-", "-", "kwspm", "USD bn", "%"]), [("I520", "nodes!C2")]),
    ("units below demand", insert("demand", 2, [None, None, *["kunits"] * 4]), [("I520", "demand!C2")]),
    ("units in brackets", insert("budget", 2, ["Einheit:", *["[Mrd. USD]"] * 4]), [("I520", "budget!B2")]),
    ("units of time", insert("site_nodes", 2, ["-", "-", "quarters", "-", "-", "phases"]), [("I520", "site_nodes!C2")]),
    (
        "types and units",
        both(insert("ramps", 2, ["text", "quarters", "%"]), insert("ramps", 3, ["required", "whole number", "number"])),
        [("I520", "ramps!B2"), ("I520", "ramps!B3")],
    ),
    ("comments", both(add("sites", ["# B", "here", 1, 2]), add("demand", ["// chip", "world", 1, 1, 1, 1])),
     [("I522", "sites!A3"), ("I522", "demand!A3")]),
    ("a setting as a comment", add("settings", ["# discount_rate_pct", 8]), [("I522", "settings!A5")]),
    ("settings across", across, [("I322", "settings!A1")]),
    ("settings across below a banner", both(across, insert("settings", 1, ["Ours"])), [("I322", "settings!A2")]),
    ("settings without a header", lambda s: s["settings"].pop(0), [("I322", "settings!A1")]),
    ("years above quarters", stacked([2027], ["Q1", "Q2", "Q3", "Q4"]), [("I321", "demand!C2")]),
    ("marked years above marked quarters", stacked(["2027 *"] * 4, ["1. Q1", "Q2 *", '"Q3"', "Q4:"]),
     [("I321", "demand!C2")]),
    ("years in words", stacked(["FY27"] * 4, ["1. Quartal", "2. Quartal", "3. Quartal", "4. Quartal"]),
     [("I321", "demand!C2")]),
    ("any region", put("funds", 2, 2, "all"), [("I430", "funds!B2")]),
    ("a star", extra("demand", "scenario", "*"), [("I430", "demand!G2")]),
    ("any kind", extra("funds", "kinds", "alle"), [("I430", "funds!D2")]),
    ("always", extra("sites", "available_from", "always"), [("I430", "sites!E2")]),
    ("a dash for no limit", extra("sites", "power_limit_mw", "–"), [("I430", "sites!E2")]),
    ("unlimited", extra("sites", "power_limit_mw", "unlimited"), [("I430", "sites!E2")]),
    ("a setting unlimited", add("settings", ["max_changes", "no limit"]), [("I430", "settings!B5")]),
    ("rounding of a count", put("site_nodes", 2, 6, 5.000000000000001), []),
    ("rounding of a setting", put("settings", 4, 2, 3.9999999999999996), []),
    ("rounding of a figure", put("sites", 2, 4, 9.999999999999998), []),
    ("less than zero by rounding", put("budget", 2, 3, -1e-16), []),
    ("more than zero by rounding", put("budget", 2, 5, 5.5e-17), []),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "plant", "faults"), AS_INTENDED, ids=[layout for layout, _, _ in AS_INTENDED])
def test_a_layout_is_read_as_intended(
    tmp_path: Path, intended: Case, layout: str, plant: Plant, faults: list[tuple[str, str]]
) -> None:
    reading = read(tmp_path, plant)
    assert told(reading) == faults, layout
    assert reading.case == intended


@pytest.mark.parametrize("merges", [["C1:F1"], ["C1:F1", "A1:A2", "B1:B2"]])
def test_years_merged_over_quarters_are_read(tmp_path: Path, intended: Case, merges: list[str]) -> None:
    def merge(book: Workbook) -> None:
        for cells in merges:
            book["demand"].merge_cells(cells)

    reading = read(tmp_path, stacked([2027, None, None, None], ["Q1", "Q2", "Q3", "Q4"]), merge)
    assert told(reading) == [("I321", "demand!C2")]
    assert reading.case == intended


SECOND: list[list[Any]] = [["product", "market", *QUARTERS], ["chip", "world", 9, 9, 9, 9]]
MOVE = "move it to a sheet of its own, or delete it"
LENGTH = "replace each column by 4, 2027Q1 to 2027Q4 in all, with a fourth of its figure in each"
MONTHS = "replace every 3 columns by one, 2027Q1 to 2027Q4 in all, with the sum of their figures"
TOTAL = "delete the row: every row is read as one fact"
ONE_FAULT: list[tuple[str, Plant, tuple[str, str, str]]] = [
    ("a year for its quarters", relabelled("budget", [2027]), ("E320", "budget!B1", LENGTH)),
    ("a fiscal year", relabelled("demand", ["FY27"]), ("E320", "demand!C1", LENGTH)),
    ("months", relabelled("demand", [f"2027M{m:02d}" for m in range(1, 13)]), ("E320", "demand!C1", MONTHS)),
    ("dates of months", relabelled("demand", [date(2027, m, 1) for m in range(1, 13)]), ("E320", "demand!C1", MONTHS)),
    ("half-years", relabelled("demand", ["H1 2027", "H2 2027"]),
     ("E320", "demand!C1", "replace each column by 2, 2027Q1 to 2027Q4 in all, with half of its figure in each")),
    ("a level by year", lambda s: s.update(capacity=[["site", "node", 2027], ["A", "N3", 5]]),
     ("E320", "capacity!C1", "replace each column by 4, 2027Q1 to 2027Q4 in all, with its figure in each")),
    ("another unit below", insert("nodes", 2, ["-", "-", "kwspm", "USD m", "%"]),
     ("W521", "nodes!D2", "convert the figures below it to USD bn, then write USD bn here")),
    ("months below periods", insert("site_nodes", 2, ["-", "-", "months", "-", "-", "phases"]),
     ("W521", "site_nodes!C2", "convert the figures below it to periods, then write periods here")),
    ("single wafers below thousands", insert("nodes", 2, ["-", "-", "wspm", "USD bn", "%"]),
     ("W521", "nodes!C2", "convert the figures below it to kwspm, then write kwspm here")),
    ("explanations below", insert("nodes", 2, ["name", "what it makes", "size of one phase", "cost of a phase", None]),
     ("E505", "nodes!C2", "move it to the note column or another sheet")),
    ("a subtotal of a group", add("budget", ["purse Total", 1, 1, 1, 1]), ("E503", "budget!A3", TOTAL)),
    ("a total with its unit", add("budget", ["TOTAL USD bn", 1, 1, 1, 1]), ("E503", "budget!A3", TOTAL)),
    ("the sum of all", add("budget", ["Summe Fonds", 1, 1, 1, 1]), ("E503", "budget!A3", TOTAL)),
    ("a check", add("budget", ["check", 1, 1, 1, 1]), ("E503", "budget!A3", TOTAL)),
    ("a subtotal of a market", add("demand", ["chip", "Total Asia", 1, 1, 1, 1]), ("E503", "demand!B3", TOTAL)),
    ("totals of sites", add("sites", ["Zwischensumme here", None, None, 10]), ("E503", "sites!A3", TOTAL)),
    ("the same table beside", beside("demand", SECOND, 2),
     ("E323", "demand!I1", MOVE)),
    ("without a gap", beside("demand", SECOND, 0), ("E323", "demand!G1", MOVE)),
    ("more periods beside", beside("budget", [QUARTERS, [1, 1, 1, 1]], 1),
     ("E323", "budget!G1", MOVE)),
    ("another sheet's table beside", beside("regions", [["market", "bloc"], ["moon", "x"]], 1),
     ("E323", "regions!D1", "move the table to the sheet markets")),
    ("another sheet's marked table beside", beside("regions", [["1. Market *", "2. Bloc *"], ["moon", "x"]], 1),
     ("E323", "regions!D1", "move the table to the sheet markets")),
    ("two rows of settings", both(across, add("settings", ["other", "2028Q1", 3])),
     ("E501", "settings!A3", "leave one row of values below the keys, and delete the others")),
    ("none, which may be zero", extra("sites", "power_limit_mw", "none"),
     ("E401", "sites!E2", "clear the cell if there is no limit, write 0 if nothing is allowed")),
    ("any where one is needed", put("site_nodes", 2, 1, "*"),
     ("E601", "site_nodes!A2", "give each name of the sites sheet a row of its own")),
    ("lakhs", put("demand", 2, 3, "1,20,000"), ("E402", "demand!C2", "write 120000 as a number")),
    ("SAP", put("sites", 2, 3, "4,50-"), ("E402", "sites!C2", "write -4.5 as a number")),
    ("an exponent with a comma", put("demand", 2, 3, "2,8E+02"), ("E402", "demand!C2", "write 280 as a number")),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "plant", "fault"), ONE_FAULT, ids=[layout for layout, _, _ in ONE_FAULT])
def test_a_layout_with_two_readings_is_one_fault(
    tmp_path: Path, layout: str, plant: Plant, fault: tuple[str, str, str]
) -> None:
    faults = read(tmp_path, plant).faults
    assert [(f.code, f.cell, f.fix) for f in faults if f.severity != "info"] == [fault], layout
    mark(tmp_path / "layout.xlsx", tmp_path / "marked.xlsx", faults)
    assert [f.fix for f in read_workbook(tmp_path / "marked.xlsx").faults if f.severity != "info"] == [fault[2]]


def more_regions(*names: str, listed: str) -> Plant:
    """Add regions, each with a site, and list some of them for the fund."""

    def plant(sheets: Sheets) -> None:
        for number, name in enumerate(names):
            sheets["regions"].append([name, "west"])
            sheets["sites"].append([f"S{number}", name, 1, 5])
            sheets["site_nodes"].append([f"S{number}", "N3", 1, "flat", "once", 5])
        sheets["funds"][1][1] = listed

    return plant


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Korea, Republic of", "here; Korea, Republic of"),
        ("Taiwan; Penghu", "here; Taiwan; Penghu"),
        ("Taiwan; Penghu", "Taiwan;Penghu;here"),
    ],
)
def test_a_name_may_hold_a_separator(tmp_path: Path, name: str, listed: str) -> None:
    reading = read(tmp_path, more_regions(name, listed=listed))
    assert told(reading) == []
    assert reading.case is not None
    assert reading.case.funds["purse"].regions == {"here", name}


@pytest.mark.parametrize(
    ("names", "listed", "fix"),
    [
        (("Japan", "Korea, Republic of"), "Japan, Korea, Republic of", "write Japan; Korea, Republic of"),
        (("Japan", "Oz"), "Japan, Oz; here", "write Japan; Oz; here"),
        (("Japan",), "Japan und here", "write Japan; here"),
    ],
)
def test_another_separator_is_one_fault_that_writes_the_list(
    tmp_path: Path, names: tuple[str, ...], listed: str, fix: str
) -> None:
    (fault,) = (f for f in read(tmp_path, more_regions(*names, listed=listed)).faults)
    assert (fault.code, fault.cell, fault.fix) == ("E602", "funds!B2", fix)
    assert told(read(tmp_path, more_regions(*names, listed=fix.removeprefix("write ")))) in (
        [],
        [("W712", "site_nodes!A2")],
    )


SOUND: list[tuple[str, Plant]] = [
    (
        "a site called Total Energies",
        both(put("sites", 2, 1, "Total Energies"), put("site_nodes", 2, 1, "Total Energies")),
    ),
    ("a fund called Sum", both(put("funds", 2, 1, "Sum"), put("budget", 2, 1, "Sum"))),
    ("a site with a number sign", both(put("sites", 2, 1, "#1"), put("site_nodes", 2, 1, "#1"))),
    ("a region called all", both(put("regions", 2, 1, "all"), put("sites", 2, 2, "all"), put("funds", 2, 2, "all"))),
    ("a node called m", both(put("nodes", 2, 1, "m"), put("site_nodes", 2, 2, "m"), put("materials", 2, 3, "m"))),
    ("a blank column inside", lambda s: s.update(nodes=[[*row[:2], None, *row[2:]] for row in s["nodes"]])),
]


@pytest.mark.parametrize(("name", "plant"), SOUND, ids=[name for name, _ in SOUND])
def test_sound_workbooks_stay_without_a_fault(tmp_path: Path, name: str, plant: Plant) -> None:
    reading = read(tmp_path, plant)
    assert told(reading) == [], name
    assert reading.case is not None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,50,000.5", 1_250_000.5),
        ("1,00,00,000", 10_000_000),
        ("1.234,50-", -1234.5),
        ("120-", -120),
        ("1 234,5", 1234.5),
        ("12'345", 12_345),
        ("٢٨٠٫٥", 280.5),
        ("1,20,00", None),
        ("1-2", None),
        ("-", None),
    ],
)
def test_numbers_as_other_programs_write_them(text: str, number: float | None) -> None:
    assert number_in(text) == number
