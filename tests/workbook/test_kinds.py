"""Each kind of fault, planted alone in the sound workbook, is found once, at its cell, and nothing else is."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from planner.workbook.reader import Reading, read_workbook
from tests.workbook.books import QUARTERS, Sheets, save, sound

Plant = Callable[[Sheets], object]
Told = set[tuple[str, str]]


def put(sheet: str, row: int, column: int, value: Any) -> Plant:
    """Write a value into row and column, counted from 1."""

    def plant(sheets: Sheets) -> None:
        rows = sheets[sheet]
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = value

    return plant


def add(sheet: str, *rows: list[Any]) -> Plant:
    """Add rows to a sheet, which is made where it is absent."""
    return lambda sheets: sheets.setdefault(sheet, []).extend([list(row) for row in rows])


def both(*plants: Plant) -> Plant:
    """Plant several things."""

    def plant(sheets: Sheets) -> None:
        for one in plants:
            one(sheets)

    return plant


def rename(sheet: str, name: str) -> Plant:
    """Rename a sheet."""
    return lambda sheets: sheets.update({name: sheets.pop(sheet)})


def drop_column(sheet: str, column: int) -> Plant:
    """Delete a column, counted from 1."""
    return lambda sheets: [row.pop(column - 1) for row in sheets[sheet] if len(row) >= column]


def insert(sheet: str, row: int, cells: list[Any]) -> Plant:
    """Insert a row before a row counted from 1."""
    return lambda sheets: sheets[sheet].insert(row - 1, cells)


SHEETS: list[tuple[str, Plant, Told]] = [
    ("11 a required sheet is missing", lambda s: s.pop("demand"), {("E201", "demand!A1")}),
    ("11 the settings are missing", lambda s: s.pop("settings"), {("E201", "settings!A1")}),
    ("11 the sites are missing", lambda s: s.pop("sites"), {("E201", "sites!A1")}),
    ("12 nearly the name of a required sheet", rename("demand", "Demands"), {("E202", "Demands!A1")}),
    (
        "12 nearly the name of an optional sheet",
        add("capcity", ["site", "node", *QUARTERS], ["A", "N3", 1, 1, 1, 1]),
        {("W203", "capcity!A1")},
    ),
    ("12 capitals and spaces do not matter", rename("demand", " Demand "), set()),
    ("13 an unknown sheet", add("weather", ["rain"], [1]), {("W203", "weather!A1")}),
    ("15 two sheets differ by spaces", add("demand ", ["product"], ["chip"]), {("E205", "'demand '!A1")}),
    ("16 no rows below the header", lambda s: s["demand"].pop(), {("E206", "demand!A1")}),
    ("16 no ramps below the header", lambda s: s["ramps"].pop(), {("E206", "ramps!A1")}),
    ("16 an empty sheet", lambda s: s["markets"].clear(), {("E207", "markets!A1")}),
    ("16 no pairs can still be planned", lambda s: s["site_nodes"].pop(), {("W208", "site_nodes!A1")}),
    ("16 no budget can still be planned", lambda s: s["budget"].pop(), {("W208", "budget!A1")}),
]

HEADERS: list[tuple[str, Plant, Told]] = [
    ("17 a required column is missing", drop_column("nodes", 3), {("E301", "nodes!A1")}),
    ("17 a key column is missing", drop_column("ramps", 1), {("E301", "ramps!A1")}),
    ("18 nearly a title", put("nodes", 1, 3, "phase_kwpsm"), {("E302", "nodes!C1")}),
    ("18 a title without its unit", put("nodes", 1, 3, "Phase size"), {("E302", "nodes!C1")}),
    ("18 the title itself", put("nodes", 1, 3, " phase size [KWSPM]"), set()),
    ("19 an unknown column", both(put("nodes", 1, 6, "colour"), put("nodes", 2, 6, "red")), {("W303", "nodes!F1")}),
    ("19 nearly an optional title", put("nodes", 1, 5, "shell_share"), {("W303", "nodes!E1")}),
    ("20 the same column twice", both(put("nodes", 1, 6, "Kind"), put("nodes", 2, 6, "logic")), {("E304", "nodes!F1")}),
    ("20 the same period twice", both(put("demand", 1, 7, "2027 Q1"), put("demand", 2, 7, 3)), {("E304", "demand!G1")}),
    ("21 blank rows above", both(insert("demand", 1, []), insert("demand", 1, [])), {("W305", "demand!A3")}),
    ("21 a banner above", insert("demand", 1, ["Our demand"]), {("W305", "demand!A2")}),
    ("21 no header at all", lambda s: s["markets"].pop(0), {("E311", "markets!A1")}),
    ("23 an unreadable period", put("demand", 1, 3, "Q1 27"), {("E307", "demand!C1")}),
    ("23 an impossible period", put("demand", 1, 3, "2027Q5"), {("E307", "demand!C1")}),
    ("23 a year where quarters are planned", put("demand", 1, 3, 2027), {("E307", "demand!C1")}),
    (
        "23 a year's total beside the quarters",
        both(put("demand", 1, 7, "Total 2027"), put("demand", 2, 7, 12)),
        {("W303", "demand!G1")},
    ),
    ("20 two columns of notes", both(put("sites", 1, 5, "note"), put("sites", 1, 6, "Note")), {("W303", "sites!F1")}),
    ("24 a period is missing", drop_column("demand", 5), {("E308", "demand!A1")}),
    ("24 no period at all", lambda s: s.update(budget=[["fund"], ["purse"]]), {("E308", "budget!A1")}),
    (
        "25 periods beyond the horizon",
        both(put("demand", 1, 7, "2028Q1"), put("demand", 2, 7, 3)),
        {("W309", "demand!G1")},
    ),
    ("26 periods out of order", lambda s: s["demand"][0].__setitem__(slice(2, 6), QUARTERS[::-1]), set()),
    ("26 other readable labels", put("demand", 1, 3, "2027-q1"), set()),
    ("27 a date as a period", put("demand", 1, 3, datetime(2027, 2, 1)), {("E310", "demand!C1")}),
    (
        "27 only dates as periods",
        lambda s: s["demand"][0].__setitem__(slice(2, 6), [date(2027, month, 1) for month in (1, 4, 7, 10)]),
        {("E310", f"demand!{column}1") for column in "CDEF"},
    ),
]

CELLS: list[tuple[str, Plant, Told]] = [
    ("28 text in a number", put("nodes", 2, 3, "large"), {("E401", "nodes!C2")}),
    ("28 text in a period column", put("demand", 2, 4, "n/a"), {("E401", "demand!D2")}),
    ("29 a number as text", put("budget", 2, 2, "1 200"), {("E402", "budget!B2")}),
    ("29 a decimal comma", put("nodes", 2, 4, "12,5"), {("E402", "nodes!D2")}),
    ("30 a fraction for per cent", put("nodes", 2, 5, 0.35), {("W403", "nodes!E2")}),
    (
        "30 all of it typed as 1",
        both(put("nodes", 1, 6, "utilisation_pct"), put("nodes", 2, 6, 1)),
        {("W403", "nodes!F2")},
    ),
    ("30 a spend in fractions", put("spends", 2, 3, 1), {("E701", "spends!C2")}),
    ("31 negative", put("nodes", 2, 4, -1), {("E404", "nodes!D2")}),
    ("31 zero where more is needed", put("nodes", 2, 3, 0), {("E404", "nodes!C2")}),
    ("31 negative in a period column", put("demand", 2, 4, -3), {("E404", "demand!D2")}),
    ("32 above 100 %", put("nodes", 2, 5, 120), {("E405", "nodes!E2")}),
    ("33 a fraction of a period", put("site_nodes", 2, 3, 1.5), {("E406", "site_nodes!C2")}),
    ("33 a whole number as a float", put("site_nodes", 2, 3, 1.0), set()),
    ("34 an error cell", put("nodes", 2, 4, "#REF!"), {("E407", "nodes!D2")}),
    ("34 an error in a key", put("sites", 2, 1, "#N/A"), {("E407", "sites!A2")}),
    ("34 an error in a period column", put("demand", 2, 4, "#DIV/0!"), {("E407", "demand!D2")}),
    ("34 an error in a remark", both(put("nodes", 1, 6, "note"), put("nodes", 2, 6, "#N/A")), {("W423", "nodes!F2")}),
    ("35 a formula without a value", put("nodes", 2, 4, "==1+1"), {("E408", "nodes!D2")}),
    ("35 a formula in a period column", put("demand", 2, 4, "==C2*2"), {("E408", "demand!D2")}),
    ("36 blank in a required field", put("nodes", 2, 2, None), {("E409", "nodes!B2")}),
    ("36 spaces in a required field", put("nodes", 2, 2, " \u00a0"), {("E409", "nodes!B2")}),
    ("37 spaces around a name", put("sites", 2, 2, "here "), {("I411", "sites!B2")}),
    ("37 non-breaking spaces", put("sites", 2, 2, "\u00a0here"), {("I411", "sites!B2")}),
    ("38 oui", put("funds", 2, 3, "oui"), {("I422", "funds!C2")}),
    ("38 Y", put("funds", 2, 3, "Y"), {("I422", "funds!C2")}),
    ("38 TRUE", put("funds", 2, 3, True), set()),
    ("38 perhaps", put("funds", 2, 3, "perhaps"), {("E412", "funds!C2")}),
    ("39 a date in a number", put("nodes", 2, 4, date(2027, 1, 5)), {("E413", "nodes!D2")}),
    ("39 TRUE in a number", put("nodes", 2, 4, True), {("E420", "nodes!D2")}),
    ("39 a date in a name", put("materials", 2, 2, date(2027, 3, 1)), {("E421", "materials!B2")}),
    ("40 infinity", put("nodes", 2, 4, "inf"), {("E414", "nodes!D2")}),
    ("40 1E400", put("nodes", 2, 4, "1E400"), {("E414", "nodes!D2")}),
    ("41 control characters", put("materials", 2, 2, "di\u200be"), {("W415", "materials!B2")}),
    ("42 a name like a formula", put("materials", 2, 2, "+die"), set()),
    ("42 a name with an at sign", put("materials", 2, 2, "@die"), set()),
    ("42 a name with a minus sign", put("materials", 2, 2, "-die"), set()),
    ("44 a name NA", both(put("regions", 2, 1, "NA"), put("sites", 2, 2, "NA")), set()),
    ("39 a date in a list", put("funds", 2, 2, date(2027, 3, 1)), {("E421", "funds!B2")}),
    ("45 a very long name", put("materials", 2, 2, "d" * 5000), {("W416", "materials!B2")}),
    ("45 a text longer than a cell holds", put("materials", 2, 2, "d" * 32_767), {("W416", "materials!B2")}),
    ("45 a very long note", both(put("nodes", 1, 6, "note"), put("nodes", 2, 6, "d" * 30000)), set()),
    ("a blank period counts as 0", put("demand", 2, 4, None), {("W419", "demand!D2")}),
    ("a kind that is none", put("nodes", 2, 2, "logik"), {("E417", "nodes!B2")}),
    (
        "an unreadable period in a cell",
        both(put("sites", 1, 5, "available_from"), put("sites", 2, 5, "Q3 27")),
        {("E418", "sites!E2")},
    ),
    (
        "a date in a period cell",
        both(put("sites", 1, 5, "available_from"), put("sites", 2, 5, date(2027, 7, 1))),
        {("E418", "sites!E2")},
    ),
]

KEYS: list[tuple[str, Plant, Told]] = [
    ("46 the same site twice", add("sites", ["A", "here", 1, 5]), {("E501", "sites!A3")}),
    ("46 the same pair twice", add("site_nodes", ["A", "N3", 2, "flat", "once"]), {("E501", "site_nodes!A3")}),
    ("46 the same demand twice", add("demand", ["chip", "world", 1, 1, 1, 1]), {("E501", "demand!A3")}),
    ("46 the same setting twice", add("settings", ["periods", 8]), {("E501", "settings!A5")}),
    ("47 twice but for capitals", add("sites", ["a", "here", 1, 5]), {("E502", "sites!A3")}),
    ("47 twice but for spaces", add("sites", [" A", "here", 1, 5]), {("E502", "sites!A3")}),
    (
        "48 a blank row inside",
        both(insert("sites", 2, []), add("sites", [], ["B", "here", 1, 5])),
        {("I774", "sites!A5")},
    ),
    ("49 totals of demand", add("demand", ["Total", None, 3, 3, 3, 3]), {("E503", "demand!A3")}),
    ("49 totals of the budget", add("budget", ["Total", 1000, 0, 0, 0]), {("E503", "budget!A3")}),
    ("a remark below the table", add("demand", [], ["* our own estimate"]), {("E505", "demand!A4")}),
    ("a row with its key alone", add("sites", ["B"]), {("E409", "sites!B3")}),
    ("49 totals of the sites", add("sites", ["TOTAL:", None, None, 10]), {("E503", "sites!A3")}),
]

REFERENCES: list[tuple[str, Plant, Told]] = [
    ("51 an unknown region", put("sites", 2, 2, "there"), {("E601", "sites!B2")}),
    ("51 other capitals are the same region", put("sites", 2, 2, "HERE"), {("I424", "sites!B2")}),
    ("52 an unknown site", add("site_nodes", ["B", "N3", 1, "flat", "once"]), {("E601", "site_nodes!A3")}),
    ("52 an unknown node", add("site_nodes", ["A", "N33", 1, "flat", "once"]), {("E601", "site_nodes!B3")}),
    ("53 an unknown ramp", put("site_nodes", 2, 4, "flatt"), {("E601", "site_nodes!D2")}),
    ("53 an unknown spend", put("site_nodes", 2, 5, "twice"), {("E601", "site_nodes!E2")}),
    ("54 an unknown product in materials", put("materials", 2, 1, "chop"), {("E601", "materials!A2")}),
    ("54 an unknown product in demand", put("demand", 2, 1, "chop"), {("E601", "demand!A2")}),
    ("54 an unknown market", put("demand", 2, 2, "mars"), {("E601", "demand!B2")}),
    ("54 an unknown node of a part", put("materials", 2, 3, "N5"), {("E601", "materials!C2")}),
    (
        "54 an unknown scenario",
        both(put("demand", 1, 7, "scenario"), put("demand", 2, 7, "high")),
        {("E601", "demand!G2")},
    ),
    ("55 an unknown name in a list", put("funds", 2, 2, "here; there"), {("E602", "funds!B2")}),
    ("55 a list of known names", put("funds", 2, 2, " here ;"), {("I411", "funds!B2")}),
    ("55 a list on several lines", put("funds", 2, 2, "here\nhere;"), set()),
    (
        "55 a list that is long as a whole",
        both(
            add("regions", *([f"region number {number}"] for number in range(20))),
            put("funds", 2, 2, "; ".join(["here", *(f"region number {number}" for number in range(20))])),
        ),
        set(),
    ),
    (
        "56 a lock on a pair that is not listed",
        both(
            add("nodes", ["N5", "logic", 1, 1, 20]),
            add("locks", ["site", "node", "min_phases"], ["A", "N5", 1]),
        ),
        {("E603", "locks!A2")},
    ),
    (
        "56 a lock on nothing there",
        both(
            add("nodes", ["N5", "logic", 1, 1, 20]),
            add("locks", ["site", "node", "max_phases"], ["A", "N5", 0]),
        ),
        {("W604", "locks!A2"), ("I774", "nodes!A3")},
    ),
    (
        "57 a conversion to itself",
        add("conversions", ["site", "from_node", "to_node", "lump_kwspm"], ["A", "N3", "N3", 1]),
        {("E605", "conversions!C2")},
    ),
    (
        "58 capacity of a node not listed there",
        both(
            add("nodes", ["N5", "logic", 1, 1, 20]),
            add("capacity", ["site", "node", *QUARTERS], ["A", "N5", 1, 1, 1, 1]),
        ),
        set(),
    ),
    ("68 a budget for an unknown fund", add("budget", ["wallet", 1, 1, 1, 1]), {("E601", "budget!A3")}),
    ("68 a fund without a budget", add("funds", ["wallet"]), {("W606", "funds!A3")}),
    (
        "76 use of an unknown tool",
        add("tool_use", ["tool", "node", "tools_per_kwspm"], ["EUV", "N3", 1]),
        {("E601", "tool_use!A2")},
    ),
]

SENSE: list[tuple[str, Plant, Told]] = [
    ("59 spend shares that do not sum to 100", both(put("spends", 2, 3, 60), add("spends", ["once", 1, 30])),
     {("E701", "spends!C3")}),
    ("60 a ramp that does not start at age 0", put("ramps", 2, 2, 1), {("E702", "ramps!B2")}),
    ("60 a ramp that falls", add("ramps", ["flat", 1, 90]), {("W703", "ramps!C3")}),
    ("61 probabilities that do not sum to 100", add(
        "scenarios", ["scenario", "probability_pct"], ["low", 50], ["high", 40]
    ), {("E704", "scenarios!B3")}),
    ("62 a lead time longer than the horizon", put("site_nodes", 2, 3, 9), {("W705", "site_nodes!C2")}),
    ("63 a product without materials", add("products", ["card", 1000]), {("E706", "products!A3")}),
    ("64 a part without yield", put("materials", 2, 5, None), {("E707", "materials!E2")}),
    ("64 a part with both", both(put("materials", 1, 6, "die_area_mm2"), put("materials", 2, 6, 800)),
     {("W708", "materials!F2")}),
    ("65 demand before the node", both(put("nodes", 1, 6, "available_from"), put("nodes", 2, 6, "2027Q3")),
     {("W709", "demand!C2")}),
    ("66 a lock's least above its most", add(
        "locks", ["site", "node", "min_phases", "max_phases"], ["A", "N3", 3, 2]
    ), {("E710", "locks!C2")}),
    ("66 a lock of half a phase", add("locks", ["site", "node", "min_phases"], ["A", "N3", 0.5]),
     {("E406", "locks!C2")}),
    ("67 a limit's least above its most", add(
        "limits", ["limit", "measure", "min", "max", "from_period"], ["cap", "online_phases", 3, 2, "2027Q3"]
    ), {("E711", "limits!C2")}),
    ("69 no fund may pay", both(add("regions", ["there"]), put("funds", 2, 2, "there")), {("W712", "site_nodes!A2")}),
    ("70 a node that can be built nowhere", both(
        add("nodes", ["HBM", "memory", 1, 1, 20]), add("materials", ["chip", "stack", "HBM", 8, 500])
    ), {("W713", "materials!C3")}),
    ("71 an unreadable first period", put("settings", 3, 2, "Q1 27"), {("E418", "settings!B3")}),
    ("71 a date as the first period", put("settings", 3, 2, date(2027, 1, 1)), {("E418", "settings!B3")}),
    ("71 no periods", put("settings", 4, 2, 0), {("E404", "settings!B4")}),
    ("71 a blank first period", put("settings", 3, 2, None), {("E409", "settings!B3")}),
    ("71 no first period", lambda s: s["settings"].pop(2), {("E723", "settings!A1")}),
    ("71 nearly a setting", put("settings", 3, 1, "first_perod"), {("E723", "settings!A3")}),
    ("an unknown setting", add("settings", ["weather", "fine"]), {("W722", "settings!A5")}),
    ("a period of 7 months", add("settings", ["period_months", 7]), {("E417", "settings!B5")}),
    ("72 a discount rate above 100", add("settings", ["discount_rate_pct", 800]), {("E405", "settings!B5")}),
    ("73 an unknown objective", add("settings", ["objective", "most_fun"]), {("E417", "settings!B5")}),
    ("74 a latitude beyond 90", put("sites", 2, 3, 248), {("E405", "sites!C2")}),
    ("75 a market without demand", add("markets", ["moon"]), {("I715", "markets!A3")}),
    ("77 a lane to nowhere", add("lanes", ["from_region", "to_market"], ["here", None]), {("E716", "lanes!B2")}),
    ("77 a lane to two places", add("lanes", ["from_region", "to_region", "to_market"], ["here", "here", "world"]),
     {("E716", "lanes!C2")}),
    ("78 until before from", add(
        "lanes", ["from_region", "to_market", "from_period", "until_period"], ["here", "world", "2027Q4", "2027Q2"]
    ), {("E717", "lanes!D2")}),
    ("79 a wildly different size", both(
        add("markets", ["moon"]), add("demand", ["chip", "moon", 5e7, 0.1, 3, 3])
    ), {("W718", "demand!C3")}),
    ("79 usd for usd bn", put("nodes", 2, 4, 2e10), {("W718", "nodes!D2"), ("W764", "budget!E2")}),
    ("80 a penalty below the cost", both(put("nodes", 1, 6, "wafer_cost_usd"), put("nodes", 2, 6, 20000),
                                         put("products", 2, 2, 100)), {("W719", "products!B2")}),
]  # fmt: skip

KINDS = SHEETS + HEADERS + CELLS + KEYS + REFERENCES + SENSE


def told(reading: Reading) -> list[tuple[str, str]]:
    return sorted((fault.code, fault.cell) for fault in reading.faults)


@pytest.mark.parametrize(("plant", "expected"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_a_fault_planted_alone_is_found_alone(tmp_path: Path, plant: Plant, expected: Told) -> None:
    sheets = sound()
    plant(sheets)
    reading = read_workbook(save(tmp_path / "planted.xlsx", sheets))
    assert told(reading) == sorted(expected)
    assert (reading.case is None) == any(code.startswith("E") for code, _ in expected)
    assert all(fault.fix and "\n" not in str(fault) for fault in reading.faults)


def shaped(tmp_path: Path, shape: Callable[[Workbook], None]) -> list[tuple[str, str]]:
    return told(read_workbook(save(tmp_path / "shaped.xlsx", sound(), shape)))


def test_14_a_hidden_sheet_with_data_is_reported(tmp_path: Path) -> None:
    assert shaped(tmp_path, lambda book: setattr(book["demand"], "sheet_state", "hidden")) == [("I204", "demand!A1")]


def test_22_a_merged_header_is_one_fault(tmp_path: Path) -> None:
    assert shaped(tmp_path, lambda book: book["nodes"].merge_cells("B1:C1")) == [("E306", "nodes!B1")]


def test_22_a_merged_banner_is_only_a_banner(tmp_path: Path) -> None:
    def shape(book: Workbook) -> None:
        book["nodes"].insert_rows(1)
        book["nodes"]["A1"] = "Our nodes"
        book["nodes"].merge_cells("A1:E1")

    assert shaped(tmp_path, shape) == [("W305", "nodes!A2")]


def test_43_merged_data_cells_are_one_fault(tmp_path: Path) -> None:
    assert shaped(tmp_path, lambda book: book["nodes"].merge_cells("C2:D2")) == [("E410", "nodes!C2")]
    assert shaped(tmp_path, lambda book: book["demand"].merge_cells("C2:F2")) == [("E410", "demand!C2")]


def test_43_merged_remarks_are_accepted(tmp_path: Path) -> None:
    def shape(book: Workbook) -> None:
        book["nodes"]["F1"] = "note"
        book["nodes"]["F2"] = "the same for all"
        book["nodes"].merge_cells("F2:H4")

    assert shaped(tmp_path, shape) == []


def test_50_a_stray_cell_at_the_far_corner_is_accepted(tmp_path: Path) -> None:
    def blank(book: Workbook) -> None:
        book["demand"]["XFD1048576"] = " "

    def filled(book: Workbook) -> None:
        book["demand"]["XFD1048576"] = "x"

    assert shaped(tmp_path, blank) == []
    assert shaped(tmp_path, filled) == [("I504", "demand!XFD1048576")]
