"""Workbooks as planners in fabs, ministries and banks write them: what is odd is named at its cell, with what to do."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from planner.workbook.reader import Reading, read_workbook
from tests.workbook.books import Sheets, save, sound
from tests.workbook.test_reach import PERIODS, Seed, all_of, column, starter, table

Shape = Callable[[Workbook], None]
Found = tuple[str, str, str]
"""The code of a fault, its cell and a part of its fix."""

MARKETS = ("America", "Asia and Europe")


def cell(sheet: str, row: int, at: int, value: Any) -> Seed:
    """Write a value into row and column, counted from 1."""

    def seed(sheets: Sheets) -> None:
        cells = sheets[sheet][row - 1]
        cells.extend([None] * (at - len(cells)))
        cells[at - 1] = value

    return seed


def above(sheet: str, *cells: Any) -> Seed:
    """Put a row above a sheet."""
    return lambda sheets: sheets[sheet].insert(0, list(cells))


def below(sheet: str, *cells: Any) -> Seed:
    """Put a row below a sheet."""
    return lambda sheets: sheets[sheet].append(list(cells))


def label(text: Any) -> Seed:
    """Write the label of the first quarter of demand in another way."""
    return cell("demand", 1, 3, text)


def labels(write: Callable[[str, int], Any]) -> Seed:
    """Write every label of demand in another way, from its year and quarter."""

    def seed(sheets: Sheets) -> None:
        sheets["demand"][0][2:14] = [write(period[:4], int(period[5])) for period in PERIODS]

    return seed


def renamed(sheet: str, name: str) -> Seed:
    """Rename a sheet."""
    return lambda sheets: sheets.update({name: sheets.pop(sheet)})


def scenario(**values: Any) -> Seed:
    """Write a single scenario."""
    return table("scenarios", ["scenario", "probability_pct", *values], ["base", 100, *values.values()])


def limits(measure: str, bound: str, *rows: tuple[str, str, float]) -> Seed:
    """Write limits on regions and nodes."""
    listed = ([f"limit {number}", measure, *row] for number, row in enumerate(rows))
    return table("limits", ["limit", "measure", "region", "node", bound], *listed)


def long_table(sheets: Sheets) -> None:
    """Write demand with a row for each figure."""
    rows = [
        [int(p[:4]), int(p[5]), *row[:2], row[2 + t]] for row in sheets["demand"][1:] for t, p in enumerate(PERIODS)
    ]
    sheets["demand"] = [["Year", "Quarter", "Product", "Market", "kunits"], *rows]


def with_units(sheets: Sheets) -> None:
    """Write settings with a column of units and another title for the keys."""
    rows = [[key, "-" if number > 1 else None, value] for number, (key, value, *_) in enumerate(sheets["settings"][1:])]
    sheets["settings"] = [["Parameter", "Unit", "Value"], *rows]


BOOKS: dict[str, tuple[Seed, list[Found]]] = {
    # Values that a program never calculated, and errors pasted as text.
    "an error of Google": (cell("site_nodes", 2, 1, "#ERROR!"), [("E407", "site_nodes!A2", "fix the formula")]),
    "errors of a German Excel": (
        all_of(cell("capacity", 2, 1, "#BEZUG!"), cell("nodes", 2, 4, "#NV")),
        [("E407", "nodes!D2", "write the value"), ("E407", "capacity!A2", "write the value")]),
    "an error of LibreOffice": (cell("nodes", 2, 3, "Err:502"), [("E407", "nodes!C2", "fix the formula")]),
    "a value that is still loading": (cell("demand", 2, 3, "Loading..."), [("E401", "demand!C2", "write a number")]),
    # Per cent, fractions and factors.
    "a factor in per cent as text": (
        column("site_nodes", "Capex factor", "110%", 2), [("E402", "site_nodes!H2", "write 1.1 as a number")]),
    "a share of money": (cell("nodes", 2, 4, "10 %"), [("E401", "nodes!D2", "write the number alone, in USD bn")]),
    "a factor of demand as a fraction": (
        scenario(demand_factor_pct=1.1), [("W403", "scenarios!C2", "write 110 if 110 % is meant")]),
    "a trend that falls as a fraction": (
        column("nodes", "Capex trend [% a year]", -0.03, 2), [("W403", "nodes!N2", "write -3 if -3 % is meant")]),
    "all of it as 1": (
        limits("capex_share", "max", ("Taiwan", "", 1)), [("W403", "limits!E2", "write 100 if 100 % is meant")]),
    # Numbers and words.
    "thin spaces, an apostrophe": (
        all_of(cell("demand", 2, 3, "1\u2009280"), cell("demand", 2, 4, "'360")),
        [("E402", "demand!C2", "write 1280"), ("E402", "demand!D2", "write 360")]),
    "a letter for a zero": (column("funds", "Carry over", "O"), [("E412", "funds!C2", "write yes or no")]),
    "yes in Spanish": (column("funds", "Carry over", "VERDADERO"), [("I422", "funds!C2", "write yes")]),
    "a list in Chinese": (
        column("funds", "Regions", "USA；Taiwan、Singapore"), [("E602", "funds!C2", "write USA; Taiwan; Singapore")]),
    # Labels of quarters.
    "Roman quarters": (
        labels(lambda year, q: f"{('I', 'II', 'III', 'IV')[q - 1]}/{year}"),
        [("E307", f"demand!{at}1", f"write {period}") for at, period in zip("CDEFGHIJKLMN", PERIODS, strict=True)]),
    "a quarter in words": (label("First quarter 2027"), [("E307", "demand!C1", "write 2027Q1")]),
    "a quarter in Chinese": (label("2027年第1季度"), [("E307", "demand!C1", "write 2027Q1")]),
    "months of a quarter": (label("Jan-Mar 2027"), [("E307", "demand!C1", "write 2027Q1")]),
    "an estimate": (label("1Q27E"), [("E307", "demand!C1", "write 2027Q1")]),
    "a fiscal year over two": (label("FY27/28 Q1"), [("E307", "demand!C1", "write the label of its period")]),
    "a window in one cell": (
        table("locks", ["site", "node", "from_period", "max_phases"], ["Kaohsiung", "N3", "2027Q1 - Q4 2028", 0]),
        [("E418", "locks!C2", "write one period, 2027Q1 or 2028Q4")]),
    "the number of a day": (cell("settings", 3, 2, 46388), [("E418", "settings!B3", "write 2027Q1 as text")]),
    # Layouts.
    "a unit above a budget": (
        above("budget", "All figures in EUR bn"),
        [("W305", "budget!A2", ""), ("W521", "budget!A1", "convert the figures below to USD bn if they are in EUR")]),
    "its own unit above": (above("budget", "Amounts (USD bn)"), [("W305", "budget!A2", "")]),
    "thousands above": (above("demand", None, None, "'000 units"), [("W305", "demand!A2", "")]),
    "no unit above": (above("demand", "Demand in the USA and in Asia"), [("W305", "demand!A2", "")]),
    "totals of a German pivot table": (
        all_of(below("budget", "Gesamtergebnis", *[1] * 12), below("markets", "Total general")),
        [("E503", "markets!A4", "delete the row"), ("E503", "budget!A3", "delete the row")]),
    "a compact pivot table": (
        lambda s: s.update(demand=[["Row Labels", *PERIODS], ["Trainer", *[1] * 12]]),
        [("E311", "demand!A1", "in tabular form and repeat all item labels")]),
    "a row for each figure": (long_table, [("E313", "demand!A1", "give each period a column")]),
    "footnotes": (
        all_of(below("regions", "Note: an index"), below("markets", "Source: own"), below("demand", "Stand 2026")),
        [("E505", f"{sheet}!A{row}", "note column") for sheet, row in (("regions", 5), ("markets", 4), ("demand", 6))]),
    "a name like a footnote": (below("markets", "Source Photonics"), [("I715", "markets!A4", "add its demand")]),
    "settings with units": (with_units, [("I322", "settings!A2", "nothing to do")]),
    "thirty rows of notes": (
        lambda s: s.update(demand=[*([f"Note {n}: see memo"] for n in range(30)), *s["demand"]]),
        [("W305", "demand!A31", "delete the rows above it")]),
    # Names of sheets and columns.
    "a sheet with a Cyrillic letter": (
        renamed("demand", "d\u0435mand"),
        [("E202", "d\u0435mand!A1", "rename the sheet to demand: '\u0435' has letters of")]),
    "a title with a Cyrillic letter": (
        cell("site_nodes", 1, 3, "Lead t\u0456me [periods]"), [("E302", "site_nodes!C1", "has letters of another")]),
    "a sheet with its unit": (renamed("demand", "Demand (kunits)"), [("E202", "'Demand (kunits)'!A1", "to demand")]),
    "a numbered version": (renamed("demand", "07_demand_v2"),
        [("E202", "07_demand_v2!A1", "rename the sheet to demand")]),
    "a copy of Google": (
        renamed("incentives", "Copy of incentives"),
        [("W203", "'Copy of incentives'!A1", "rename the sheet to incentives")]),
    "a sheet in German": (renamed("demand", "Nachfrage"), [("E202", "Nachfrage!A1", "rename the sheet to demand")]),
    "titles that say more": (
        all_of(cell("sites", 1, 1, "Site name"), cell("funds", 1, 1, "Fund ID")),
        [("E302", "sites!A1", "write 'Site'"), ("E302", "funds!A1", "write 'Fund'")]),
    # Units of columns.
    "defects per mm2": (
        all_of(column("nodes", "Defects at start", 0.002, 2), column("nodes", "Defects mature", 0.0007, 2)),
        [("W718", f"nodes!{at}2", "multiply every value by 100 if the column is in per mm2") for at in "KL"]),
    "power for accelerators in GW": (
        all_of(column("products", "Power [kW]", 1.2),
               table("deployment", ["market", *PERIODS], *([m, *[1] * 12] for m in MARKETS))),
        [("W732", "deployment!B2", "multiply the column by 1000 if it is in GW")]),
    "power of packages in W": (
        all_of(column("products", "Power [kW]", 1200),
               table("deployment", ["market", *PERIODS], *([m, *[900] * 12] for m in MARKETS))),
        [("W718", "products!G3", "divide every value by 1000 if the column is in W")]),
    "freight of a lot": (
        table("lanes", ["to_market", "cost_usd_per_unit"], ["America", 60000]),
        [("W776", "lanes!B2", "check its unit")]),
    "a tariff without its point": (
        table("lanes", ["to_market", "tariff_pct"], ["America", 2500]), [("W776", "lanes!B2", "check its unit")]),
    "a cap in USD m": (
        column("incentives", "Cap [USD bn]", 500),
        [("W732", "incentives!G2", "divide the column by 1000 if it is in USD m")]),
    "lanes in millions": (
        table("lanes", ["to_market", "max_kunits"], ["America", 0.3]),
        [("W732", "lanes!B2", "multiply the column by 1000 if it is in millions")]),
    "class units of a millionth": (
        all_of(lambda s: [row.__setitem__(0, "AI") for row in s["demand"][1:3]],
               lambda s: s["demand"].__delitem__(slice(3, 5)),
               table("classes", ["class", "product", "units_per_package"],
                     ["AI", "Trainer", 1e-6], ["AI", "Server", 1e-6])),
        [("W732", "demand!N2", "demand for AI is")]),
    "a life in months": (column("settings", "Value", 60, 10), [("W718", "settings!B10", "write 5 if 60 is in months")]),
}  # fmt: skip


def told(reading: Reading) -> list[Found]:
    return [(fault.code, fault.cell, fault.fix) for fault in reading.faults]


def assert_told(reading: Reading, expected: list[Found]) -> None:
    found = told(reading)
    assert [one[:2] for one in found] == [one[:2] for one in expected], found
    assert all(part in fix for (*_, fix), (*_, part) in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(("seed", "expected"), BOOKS.values(), ids=BOOKS)
def test_what_is_odd_is_named_at_its_cell(tmp_path: Path, seed: Seed, expected: list[Found]) -> None:
    sheets = deepcopy(starter())
    seed(sheets)
    assert_told(read_workbook(save(tmp_path / "case.xlsx", sheets)), expected)


def formats(**forms: str) -> Shape:
    """Give cells, as sheet__A1, their number formats."""

    def shape(book: Workbook) -> None:
        for name, form in forms.items():
            sheet, _, place = name.rpartition("__")
            book[sheet][place].number_format = form

    return shape


def as_text(book: Workbook) -> None:
    """Write a formula into a cell that is formatted as text."""
    book["demand"]["C2"].value, book["demand"]["C2"].data_type = "=3*1", "s"


def crossed_out(book: Workbook) -> None:
    for one in book["site_nodes"][2]:
        one.font = Font(strike=True)


SHAPES: dict[str, tuple[Shape, list[Found]]] = {
    "zeros that the format adds": (
        formats(nodes__D2='0",000"'), [("W434", "nodes!D2", "write 1000 if that is meant")]),
    "euros": (formats(nodes__D2="[$€-407]#,##0.0"), [("W521", "nodes!D2", "convert it to USD bn if it is in €")]),
    "millions beside the figures": (
        formats(budget__B2='#,##0" USD m"'), [("W521", "budget!B2", "convert it to USD bn if it is in USD m")]),
    "months": (formats(site_nodes__C2='0" months"'), [("W521", "site_nodes!C2", "convert it to periods")]),
    "units of their own column": (
        formats(nodes__C2='#,##0" kwspm"', nodes__D2="$#,##0", site_nodes__C2='0" quarters"', demand__C2='0" k"'), []),
    "a formula as text": (as_text, [("E401", "demand!C2", "enter the formula again")]),
    "a row that is crossed out": (crossed_out, [("W508", "site_nodes!A2", "delete the rows that should not count")]),
}  # fmt: skip


@pytest.mark.parametrize(("shape", "expected"), SHAPES.values(), ids=SHAPES)
def test_how_a_cell_looks_is_named_where_it_says_something_else(
    tmp_path: Path, shape: Shape, expected: list[Found]
) -> None:
    assert_told(read_workbook(save(tmp_path / "case.xlsx", sound(), shape)), expected)


def test_a_factor_typed_into_a_cell_of_per_cent_is_named(tmp_path: Path) -> None:
    sheets = deepcopy(starter())
    scenario(demand_factor_pct=110)(sheets)
    reading = read_workbook(save(tmp_path / "case.xlsx", sheets, formats(scenarios__C2="0%")))
    assert_told(reading, [("I425", "scenarios!C2", ""), ("W718", "scenarios!C2", "write 110 if 110 % is meant")])
