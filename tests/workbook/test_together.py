"""Many kinds of fault planted in one workbook: exactly those are found, none is invented, none hides another."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from planner.workbook.faults.fault import Severity
from planner.workbook.reader import read_workbook
from tests.workbook.books import QUARTERS, Sheets, save, sound

PLANTED = {
    ("W203", "weather!A1"),
    ("I204", "tools!A1"),
    ("W305", "markets!A2"),
    ("W303", "nodes!F1"),
    ("E302", "ramps!C1"),
    ("E307", "capacity!D1"),
    ("W309", "demand!G1"),
    ("E401", "nodes!C2"),
    ("E402", "nodes!D2"),
    ("W403", "nodes!E3"),
    ("E404", "sites!D3"),
    ("E405", "sites!C2"),
    ("E406", "site_nodes!C2"),
    ("E407", "nodes!D4"),
    ("E408", "site_nodes!F3"),
    ("E409", "regions!A3"),
    ("I411", "site_nodes!A4"),
    ("E412", "funds!C2"),
    ("E413", "products!B3"),
    ("E414", "products!B2"),
    ("E417", "nodes!B5"),
    ("E418", "lanes!C2"),
    ("W419", "demand!D2"),
    ("E501", "site_nodes!A5"),
    ("E502", "markets!A4"),
    ("E503", "budget!A4"),
    ("E601", "materials!C4"),
    ("E602", "funds!B3"),
    ("E603", "locks!A2"),
    ("E605", "conversions!C2"),
    ("E701", "spends!C3"),
    ("E704", "scenarios!B3"),
    ("E707", "materials!E3"),
    ("E711", "limits!C2"),
    ("E716", "lanes!B3"),
    ("E405", "settings!B5"),
    ("W722", "settings!A6"),
}


def faulty() -> Sheets:
    return {
        "settings": [
            ["key", "value"],
            ["case_name", "tiny"],
            ["first_period", "2027Q1"],
            ["periods", 4],
            ["discount_rate_pct", 700],
            ["weather", "fine"],
        ],
        "weather": [["rain"], [1]],
        "regions": [["region", "bloc"], ["here", "west"], [None, "east"]],
        "sites": [["site", "region", "latitude", "floor_units"], ["A", "here", 240, 10], ["B", "here", 2, -1]],
        "nodes": [
            ["node", "kind", "phase_kwspm", "phase_capex_usd_bn", "shell_share_pct", "colour"],
            ["N3", "logic", "large", "1 200", 20, "red"],
            ["N2", "logic", 1, 1, 0.2],
            ["HBM", "memory", 1, "#REF!", 20],
            ["COW", "packing", 1, 1, 20],
        ],
        "site_nodes": [
            ["site", "node", "lead_periods", "ramp", "spend", "max_phases"],
            ["A", "N3", 1.5, "flat", "once", 5],
            ["A", "N2", 1, "flat", "once", "==2+3"],
            ["A ", "HBM", 1, "flat", "once"],
            ["A", "N2", 1, "flat", "once", 3],
            ["B", "COW", 1, "flat", "once"],
        ],
        "ramps": [["ramp", "age_periods", "share_pt"], ["flat", 0, 100]],
        "spends": [["spend", "offset_periods", "share_pct"], ["once", 0, 60], ["once", 1, 30]],
        "capacity": [["site", "node", "2027Q1", "Q2 2027", "2027Q3", "2027Q4"], ["A", "N2", 1, 1, 1, 1]],
        "conversions": [["site", "from_node", "to_node", "lump_kwspm"], ["A", "N2", "N2", 1]],
        "products": [["product", "shortage_penalty_usd"], ["chip", "inf"], ["card", date(2027, 1, 1)]],
        "materials": [
            ["product", "part", "node", "units", "good_units_per_wafer"],
            ["chip", "die", "N3", 1, 1],
            ["chip", "stack", "HBM", 1, None],
            ["card", "die", "N22", 1, 1],
        ],
        "markets": [["Our markets"], ["market"], ["world"], ["World"]],
        "demand": [
            ["product", "market", *QUARTERS, "2028Q1"],
            ["chip", "world", 3, None, 3, 3, 3],
            ["card", "world", 3, 3, 3, 3, 3],
        ],
        "lanes": [["from_region", "to_market", "from_period"], ["here", "world", "3/2027"], ["here", None, None]],
        "funds": [["fund", "regions", "carry_over"], ["purse", None, "perhaps"], ["wallet", "here; there", "no"]],
        "budget": [["fund", *QUARTERS], ["purse", 1000, 0, 0, 0], ["wallet", 1, 0, 0, 0], ["Total", 1001, 0, 0, 0]],
        "tools": [["tool", *QUARTERS], ["EUV", 1, 1, 1, 1]],
        "limits": [["limit", "measure", "min", "max"], ["cap", "online_phases", 3, 2]],
        "locks": [["site", "node", "min_phases"], ["B", "N2", 1]],
        "scenarios": [["scenario", "probability_pct"], ["low", 50], ["high", 40]],
    }


def hide_tools(book: Workbook) -> None:
    book["tools"].sheet_state = "hidden"


def test_thirty_seven_faults_together_are_all_found_and_none_is_invented(tmp_path: Path) -> None:
    reading = read_workbook(save(tmp_path / "faulty.xlsx", faulty(), hide_tools))
    assert sorted((fault.code, fault.cell) for fault in reading.faults) == sorted(PLANTED)
    assert reading.case is None


def test_a_fault_is_one_line_and_plain_json(tmp_path: Path) -> None:
    reading = read_workbook(save(tmp_path / "faulty.xlsx", faulty(), hide_tools))
    by_cell = {fault.cell: fault for fault in reading.faults}
    assert str(by_cell["materials!C4"]) == (
        "error E601 materials!C4: an unknown name, found N22, expected a name listed in nodes.node; write N2"
    )
    assert by_cell["nodes!D2"].to_json() == {
        "severity": "error",
        "code": "E402",
        "meaning": "a number stored as text",
        "sheet": "nodes",
        "cell": "nodes!D2",
        "found": "1 200",
        "expected": "a number [USD bn] of at least 0",
        "fix": "write 1200 as a number",
        "mend": "write 1200 as a number",  # deprecated
    }
    assert by_cell["nodes!E3"].severity is Severity.WARNING
    assert all(len(str(fault)) < 240 for fault in reading.faults)


def test_a_warning_and_an_error_may_share_a_cell(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"].insert(0, ["Our demand"])
    del sheets["demand"][1][4], sheets["demand"][2][4]
    reading = read_workbook(save(tmp_path / "banner.xlsx", sheets))
    assert {(fault.code, fault.cell) for fault in reading.faults} == {("W305", "demand!A2"), ("E308", "demand!A2")}


def test_settings_at_fault_do_not_hide_the_faults_of_cells(tmp_path: Path) -> None:
    sheets = sound()
    sheets["settings"][3][1] = 0
    sheets["demand"][0][2] = date(2027, 1, 1)
    sheets["demand"][1][3:5] = ["few", -1]
    reading = read_workbook(save(tmp_path / "settings.xlsx", sheets))
    assert {(fault.code, fault.cell) for fault in reading.faults} == {
        ("E404", "settings!B4"),
        ("E310", "demand!C1"),
        ("E401", "demand!D2"),
        ("E404", "demand!E2"),
    }


def test_an_unreadable_first_period_is_guessed_so_that_the_rest_can_be_checked(tmp_path: Path) -> None:
    sheets = sound()
    sheets["settings"][2][1] = "Q1 2027"
    sheets["demand"][0][2] = "1Q27"
    reading = read_workbook(save(tmp_path / "first.xlsx", sheets))
    assert [(fault.cell, fault.fix) for fault in reading.faults] == [
        ("settings!B3", "write 2027Q1"),
        ("demand!C1", "write 2027Q1"),
    ]


def test_a_hidden_sheet_that_is_not_read_is_reported_once(tmp_path: Path) -> None:
    sheets = sound()
    sheets["old demand"] = [["product"], ["chip"]]
    reading = read_workbook(
        save(tmp_path / "h.xlsx", sheets, lambda book: setattr(book["old demand"], "sheet_state", "hidden"))
    )
    assert [(fault.code, fault.cell) for fault in reading.faults] == [("I204", "'old demand'!A1")]


def test_a_place_at_fault_does_not_make_a_limit_impossible(tmp_path: Path) -> None:
    sheets = sound()
    sheets["limits"] = [["limit", "measure", "min", "from_period"], ["some", "online_phases", 1, "2027Q3"]]
    assert read_workbook(save(tmp_path / "sound.xlsx", sheets)).faults == ()
    sheets["sites"][1][3] = "ten"
    assert [fault.cell for fault in read_workbook(save(tmp_path / "l.xlsx", sheets)).faults] == ["sites!D2"]


def test_names_of_a_row_whose_key_cannot_be_read_are_no_faults_though_another_is_like_them(tmp_path: Path) -> None:
    sheets = sound()
    sheets["products"] = [["product", "shortage_penalty_usd"], ["chip, N2 class", 1e6], ["#REF!", 1e6]]
    sheets["materials"][1][0] = "chip, N2 class"
    sheets["materials"].append(["chip, N3 class", "die", "N3", 1, 1])
    sheets["demand"][1][0] = "chip, N3 class"
    faults = read_workbook(save(tmp_path / "key.xlsx", sheets)).faults
    assert [(fault.code, fault.cell) for fault in faults] == [("E407", "products!A3")]


def test_a_blank_name_is_not_filled_with_one_that_repeats_the_row_above(tmp_path: Path) -> None:
    sheets = sound()
    sheets["markets"].append(["moon"])
    sheets["demand"].append(["chip", None, 1, 1, 1, 1])
    sheets["demand"].append([None, "moon", 1, 1, 1, 1])
    faults = read_workbook(save(tmp_path / "blank.xlsx", sheets)).faults
    assert {fault.cell: fault.fix for fault in faults if fault.code == "E409"} == {
        "demand!B3": "write a name listed in markets.market",
        "demand!A4": "write chip if it is as in the row above, else a name listed in products.product",
    }
