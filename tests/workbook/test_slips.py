"""Slips in cells and titles: a moved point, the unit or calendar of another country, a letter that looks alike."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from planner.case.checks.sense.units.spikes import spike
from planner.workbook.read.title_units import other_unit
from planner.workbook.reader import read_workbook
from planner.workbook.text.periods import period_hint
from tests.workbook.books import Sheets, save
from tests.workbook.test_files import rewritten
from tests.workbook.test_odd_books import Found, assert_told, cell, label, labels
from tests.workbook.test_reach import Seed, column, starter, tools
from tests.workbook.test_title_units import COLUMNS

CYRILLIC = "K\u0430ohsiung"


def shrunk(sheet: str, factor: float) -> Seed:
    """Multiply every figure of a sheet of figures by period."""

    def seed(sheets: Sheets) -> None:
        for row in sheets[sheet][1:]:
            row[1:] = [value * factor if isinstance(value, int | float) else value for value in row[1:]]

    return seed


def figures(sheet: str, row: int, usual: float, others: dict[int, float]) -> Seed:
    """Write one figure in every period of a row, and others in some columns."""

    def seed(sheets: Sheets) -> None:
        cells = sheets[sheet][row - 1]
        cells[:] = [usual if isinstance(value, int | float) else value for value in cells]
        for at, value in others.items():
            cells[at - 1] = value

    return seed


BOOKS: dict[str, tuple[Seed, list[Found]]] = {
    "one figure ten times too large": (
        cell("demand", 3, 8, 2500), [("W718", "demand!H3", "write 250 if the point has slipped")]),
    "one figure a thousand times too small": (
        cell("capacity", 2, 6, 0.01), [("W718", "capacity!F2", "write 10 if the point has slipped")]),
    "one round figure ten times too large": (
        figures("demand", 3, 1000, {8: 10_000}), [("W718", "demand!H3", "write 1000 if the point has slipped")]),
    "a figure that no slip of the point explains": (
        figures("demand", 3, 8, {8: 99}), [("W718", "demand!H3", "correct it if the point has slipped")]),
    "all machines at the start": (tools(310, *[1] * 11), []),
    "all money at the start": (figures("budget", 2, 0.25, {2: 100}), []),
    "one figure in USD million": (
        cell("budget", 2, 5, 1200), [("W718", "budget!E2", "write 1.2 if the point has slipped")]),
    "a large instalment": (cell("budget", 2, 5, 100), []),
    "capacity in millions of wafers": (
        shrunk("capacity", 0.001), [("W732", "capacity!C2", "the capacity of N3 is 0.001 phases")]),
    "another unit in a column for units": (
        column("budget", "Unit", "USD m"),
        [("W521", "budget!O2", "convert the figures of this row to USD bn if they are in USD m"),
         ("W303", "budget!O1", "")]),
    "the unit of the sheet in a column for units": (
        column("budget", "Unit", "USD bn"), [("W303", "budget!O1", "")]),
    "years of Thailand": (
        labels(lambda period, quarter: f"{int(period) + 543}Q{quarter}"),
        [("E308", "demand!A1", "write years of the Common Era: 2027Q1 for 2570Q1, and so on"),
         ("W309", "demand!C1", "")]),
    "a year of Taiwan": (label("116Q1"), [("E307", "demand!C1", "write 2027Q1")]),
    "a quarter behind a point": (label(2027.1), [("E307", "demand!C1", "write 2027Q1")]),
    "good units of a thousand wafers": (
        column("materials", "good units", 600_000, 3, 5), [("W718", "materials!E5", "divide every value by 1000")]),
    "titles that are numbered and marked": (
        lambda sheets: sheets["nodes"].__setitem__(
            0, [f"{at}. {str(title).replace(' [', chr(10) + '[')} *" for at, title in enumerate(sheets["nodes"][0])]),
        []),
    "periods that are numbered and marked": (
        lambda sheets: sheets["demand"].__setitem__(
            0, [*sheets["demand"][0][:2], *(f"{at}. '{one}' *" if at % 2 else f'"{one}"'
                                            for at, one in enumerate(sheets["demand"][0][2:]))]),
        []),
    "a marked header again": (
        lambda sheets: sheets["demand"].insert(2, [f"{title} *" for title in sheets["demand"][0]]),
        [("E506", "demand!A3", "")]),
    "a sheet of another name with marked titles": (
        lambda sheets: sheets.update(books=[[f"{title} *" for title in sheets["sites"][0]], *sheets.pop("sites")[1:]]),
        [("E202", "books!A1", "rename the sheet to sites")]),
    "settings below a marked header": (
        lambda sheets: sheets["settings"].__setitem__(0, ["Key *", "Value *"]), []),
    "titles in quotes": (
        lambda sheets: sheets["sites"].__setitem__(0, [f'"{title}"' for title in sheets["sites"][0]]), []),
    "rows of quoted text between commas": (
        lambda sheets: sheets.update(nodes=[[",".join(f'"{one}"' for one in row)] for row in sheets["nodes"]]),
        [("E311", "nodes!A1", "split the first column into columns at every comma")]),
    "a title without its long unit": (
        cell("nodes", 1, 8, "Fixed cost"),
        [("W303", "nodes!H1", "write 'Fixed cost [USD bn per phase and year]' if that is meant")]),
    "ditto marks": (
        cell("demand", 3, 1, "dito"), [("E601", "demand!A3", "write the name of the row above")]),
    "a pivot table": (
        lambda sheets: sheets["demand"].__setitem__(0, ["Row Labels", *sheets["demand"][0][1:]]),
        [("E301", "demand!A1", "show the pivot table in tabular form"), ("W303", "demand!A1", "")]),
    "a title in Chinese": (
        cell("sites", 1, 1, "厂址"),
        [("E301", "sites!A1", "add a column 'Site', or give this title to the column that holds it: 厂址"),
         ("W303", "sites!A1", "")]),
    "a listed name with a letter of another alphabet": (
        cell("sites", 2, 1, CYRILLIC),
        [("E601", f"{sheet}!A{row}", f"or better type {CYRILLIC!r} again where it is listed: '\u0430' is of another")
         for sheet in ("site_nodes", "capacity") for row in (2, 3)]),
    "a formula as text behind an apostrophe": (
        cell("demand", 2, 3, "'=B2*1.1"), [("E401", "demand!C2", "enter the formula again")]),
    "power that nothing draws": (
        lambda sheets: sheets["settings"].append(["deployment_overhead_pct", 30]),
        [("W741", "settings!B11", "clear it, or give the power of a market on the deployment sheet")]),
    "a tail without a weight": (
        lambda sheets: sheets["settings"].append(["cvar_tail_pct", 5]),
        [("W741", "settings!B11", "clear it, or give the worst futures a weight")]),
    "a length of time in words": (
        cell("site_nodes", 2, 3, "15 months"), [("E401", "site_nodes!C2", "write 5, as many periods as 15 months")]),
    "quarters in short": (cell("site_nodes", 2, 3, "5 qtrs"), [("E401", "site_nodes!C2", "write 5, as many periods")]),
    "months that are no whole quarters": (
        cell("site_nodes", 2, 3, "16 months"), [("E401", "site_nodes!C2", "write the number alone, in periods")]),
    "a fiscal year of Japan": (
        label("2027年度 第1四半期"),
        [("E307", "demand!C1", "write 2027Q2 if the year begins in April, 2027Q1 if it is the calendar year")]),
    "an era of Japan": (label("令和9年Q1"), [("E307", "demand!C1", "write 2027Q1")]),
    "a title of another language over names": (
        cell("sites", 1, 1, "Standort"),
        [("E301", "sites!A1", "add a column 'Site', or give this title to the column that holds it: Standort"),
         ("W303", "sites!A1", "")]),
    "figures for a year by the text above": (
        lambda sheets: sheets["demand"].insert(0, ["Demand, annualised"]),
        [("W305", "demand!A2", ""),
         ("W521", "demand!A1", "divide the figures below by 4 if they are for a year, then delete this row")]),
    "wafers of a year by the text above": (
        lambda sheets: sheets["capacity"].insert(0, ["k wafer starts p.a."]),
        [("W305", "capacity!A2", ""),
         ("W521", "capacity!A1", "divide the figures below by 12 if they are for a year, then delete this row")]),
    "rates of a year by a note": (
        column("demand", "Note", "annualised run rate"),
        [("W521", "demand!P2", "divide the figures of this row by 4 if they are rates of a year, otherwise ignore "
          "this; 3 more rows alike")]),
    "a heading among the rows": (
        lambda sheets: sheets["demand"].insert(1, ["TRAINING"]), [("E505", "demand!A2", "")]),
}  # fmt: skip


@pytest.mark.parametrize(("seed", "expected"), BOOKS.values(), ids=BOOKS)
def test_a_slip_is_named_at_its_cell(tmp_path: Path, seed: Seed, expected: list[Found]) -> None:
    sheets = deepcopy(starter())
    seed(sheets)
    assert_told(read_workbook(save(tmp_path / "case.xlsx", sheets)), expected)


def test_a_very_long_name_is_cut_in_a_fix(tmp_path: Path) -> None:
    sheets = deepcopy(starter())
    cell("sites", 2, 1, "K" * 5000)(sheets)
    fixes = [fault.fix for fault in read_workbook(save(tmp_path / "case.xlsx", sheets)).faults]
    assert any("KKK..." in fix for fix in fixes)
    assert max(map(len, fixes)) < 400


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Phase size [k wafers per week]", "convert its values to kwspm"),
        ("Assembly yield [0-1]", "multiply its values by 100"),
        ("Utilisation (0..1)", "multiply its values by 100"),
    ],
)
def test_a_title_in_another_unit_is_not_only_renamed(text: str, change: str) -> None:
    other = other_unit(text, COLUMNS)
    assert other is not None
    assert other[1].startswith(change)


@pytest.mark.parametrize(
    ("text", "months", "fix"),
    [
        ("2027", 3, "write 2027Q1 if its start is meant, 2027Q4 if its end is"),
        ("H2 2027", 3, "write 2027Q3 if its start is meant, 2027Q4 if its end is"),
        ("1H27", 1, "write 2027M01 if its start is meant, 2027M06 if its end is"),
        ("TBD", 3, "write a label such as 2026Q4"),
        ("2027年7月", 3, "write 2027Q3"),
        ("令和9年7月", 1, "write 2027M07"),
        ("2027년 11월", 3, "write 2027Q4"),
        ("CW14/2027", 3, "write 2027Q2"),
        ("2027-W40", 3, "write 2027Q4"),
        ("CW53 2026", 3, "write 2026Q4"),
        ("CW53 2027", 3, "write a label such as 2026Q4"),
        ("民國116年第1季", 3, "write 2027Q1"),
        ("116年12月", 1, "write 2027M12"),
        ("116", 12, "write 2027"),
        ("110 kV", 12, "write a label such as 2026"),
        ("Fab 120 Q3", 3, "write a label such as 2026Q4"),
        ("KW 99 2027", 3, "write a label such as 2026Q4"),
        ("2027/28", 3, "write a label such as 2026Q4"),
    ],
)
def test_what_is_no_label_names_the_labels_that_are_meant(text: str, months: int, fix: str) -> None:
    assert period_hint(text, months) == fix


@pytest.mark.parametrize(
    ("values", "is_lumpy", "at"),
    [
        ([1, 2, 4, 8, 16, 32], False, None),
        ([10, 10, 100, 10, 10, 10], False, 2),
        ([10, 10, 60, 10, 10, 10], False, None),
        ([10, 10, 100, 0, 10, 10, 10], False, None),
        ([900, 10, 10, 10, 10, 10], False, 0),
        ([1, 5, 10, 20, 40, 40], False, None),
        ([40, 40, 1, 40, 40, 40], False, 2),
        ([10, 10, 100, 10, 10, 10], True, None),
        ([10, 10, 9999, 10, 10, 10], True, None),
        ([10, 10, 9000, 10, 10, 10], True, 2),
        ([1000, 1000, 1000, 10_000, 1000, 1000], False, 3),
        ([1000, 1000, 1000, 100_000, 1000, 1000], False, 3),
        ([8, 8, 99, 8, 8, 8], False, 2),
        ([1, 1, 1, 9, 1, 1], False, 3),
        ([310, 1, 1, 1, 1, 1], True, None),
        ([100, 0.25, 0.25, 0.25, 0.25, 0.25], True, None),
        ([310, 1, 1, 1, 400, 1], True, None),
        ([4, 1, 1, 1, 1, 1000], True, None),
        ([3, 1, 1, 1, 1, 2000], True, 5),
        ([10, 500, 10], False, None),
    ],
)
def test_a_figure_stands_out_of_its_row(values: list[float], is_lumpy: bool, at: int | None) -> None:
    assert spike(values, is_lumpy) == at


def test_sheets_of_excel_4_macros_are_macros(tmp_path: Path) -> None:
    source = save(tmp_path / "case.xlsx", deepcopy(starter()))
    more: dict[str, Any] = {"xl/macrosheets/sheet1.xml": b"<x/>"}
    reading = read_workbook(rewritten(source, tmp_path / "macros.xlsx", lambda name, data: data, **more))
    assert [fault.code for fault in reading.faults] == ["W107"]


def test_of_many_names_a_sentence_holds_the_first(tmp_path: Path) -> None:
    sheets = deepcopy(starter())
    sheets["incentives"] += [[f"credit {number}", "USA", 2, "all", "2027Q4"] for number in range(60)]
    (fault,) = read_workbook(save(tmp_path / "case.xlsx", sheets)).faults
    assert fault.code == "W768"
    assert "US tax credit, credit 0, credit 1, credit 2, credit 3 and 56 more pay" in fault.expected
    assert len(str(fault)) < 400
