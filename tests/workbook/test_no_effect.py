"""Cells without effect and rows that match nothing are reported; the case can be planned."""

from pathlib import Path
from typing import Any

import pytest

from planner.workbook.reader import read_workbook
from tests.workbook.books import Sheets, save
from tests.workbook.rich import rich

Told = set[tuple[str, str]]


def with_cells(*cells: tuple[str, int, str, Any]) -> Sheets:
    """The rich workbook with cells changed: sheet, row counted from 1, column and value."""
    sheets = rich()
    for sheet, row, column, value in cells:
        sheets[sheet][row][sheets[sheet][0].index(column)] = value
    return sheets


def told(path: Path, sheets: Sheets) -> Told:
    """Return the faults but for the period beyond the horizon; the case must be there."""
    reading = read_workbook(save(path / "case.xlsx", sheets))
    assert reading.case is not None
    return {(fault.code, fault.cell) for fault in reading.faults if fault.code != "W309"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([("lanes", 1, "tariff_pct", 10)], ("W741", "lanes!L2")),
        ([("lanes", 1, "node", "CoWoS")], ("W742", "lanes!F2")),
        (
            [("lanes", 4, "product", "small"), ("lanes", 4, "node", "CoWoS"), ("events", 3, "product", "small")],
            ("W742", "lanes!F5"),
        ),
        ([("materials", 3, "harvest_pct", 20)], ("W741", "materials!G4")),
        ([("limits", 4, "product", "big")], ("W741", "limits!H5")),
        ([("limits", 3, "product", "big")], ("W741", "limits!H4")),
        ([("limits", 4, "max", None)], ("W742", "limits!A5")),
        ([("limits", 4, "region", "far")], ("W742", "limits!E5")),
        ([("limits", 4, "bloc", "east")], ("W742", "limits!D5")),
        ([("limits", 5, "bloc", "east")], ("W742", "limits!D6")),
        ([("limits", 4, "kind", "memory")], ("W742", "limits!G5")),
        ([("limits", 4, "until_period", "2026Q4")], ("W742", "limits!P5")),
        ([("limits", 4, "site", "C")], ("W742", "limits!A5")),  # no N3 is built there
        ([("incentives", 1, "site", "A")], ("W742", "incentives!C2")),
        ([("incentives", 1, "kind", "memory")], ("W742", "incentives!A2")),  # none is built there
        ([("funds", 3, "nodes", "N5")], ("W742", "funds!A4")),  # built where it may not pay
        ([("incentives", 2, "start_from", "2028Q3")], ("W742", "incentives!G3")),
        ([("tool_use", 3, "tools_per_kwspm", 0)], ("W742", "tools!A3")),
        ([("scenarios", 2, "tool_factor_pct", 120)], ("W741", "scenarios!D3")),
        ([("nodes", 2, "wafer_price_usd", None), ("nodes", 2, "wafer_price_trend_pct", 2)], ("W741", "nodes!N3")),
        ([("products", 2, "package_price_usd", 300)], ("W741", "products!G3")),  # its parts name no packaging node
    ],
    ids=lambda value: " ".join(map(str, value[0][:3])) if isinstance(value, list) else value[1],
)
def test_what_has_no_effect_is_reported_at_its_cell(
    tmp_path: Path, cells: list[tuple[str, int, str, Any]], expected: tuple[str, str]
) -> None:
    assert told(tmp_path, with_cells(*cells)) == {expected}


def test_a_last_plan_counts_where_changes_are_priced_or_capped(tmp_path: Path) -> None:
    free = with_cells(("settings", 11, "value", 0), ("settings", 12, "value", None))
    assert told(tmp_path, free) == {("W742", "last_plan!A2")}


def test_a_price_of_changes_counts_where_there_is_a_last_plan(tmp_path: Path) -> None:
    sheets = rich()
    del sheets["last_plan"]
    assert told(tmp_path, sheets) == {("W741", "settings!B12"), ("W741", "settings!B13")}


def test_whose_profit_it_is_counts_where_the_plan_is_for_profit(tmp_path: Path) -> None:
    least = with_cells(("settings", 7, "value", "least_cost"), ("settings", 17, "value", "society"))
    assert ("W741", "settings!B18") in told(tmp_path, least)


def test_the_risk_of_shortage_counts_for_the_seller(tmp_path: Path) -> None:
    society = with_cells(("settings", 17, "value", "society"))
    assert told(tmp_path, society) == {("W741", "settings!B15")}


def test_other_cost_counts_for_a_profit_and_for_returns(tmp_path: Path) -> None:
    least = with_cells(("settings", 7, "value", "least_cost"))
    assert ("W741", "products!H2") not in told(tmp_path, least)
    for sheet, rows, column in (("nodes", (1, 2, 3), "wafer_price_usd"), ("products", (1,), "package_price_usd")):
        for row in rows:
            least[sheet][row][least[sheet][0].index(column)] = None
    least["nodes"][1][least["nodes"][0].index("wafer_price_trend_pct")] = None
    assert ("W741", "products!H2") in told(tmp_path, least)


def test_a_tool_factor_counts_where_a_node_needs_a_tool(tmp_path: Path) -> None:
    sheets = rich()
    del sheets["tool_use"]
    assert told(tmp_path, sheets) == {("W742", "tools!A2"), ("W742", "tools!A3"), ("W741", "scenarios!D3")}


def test_a_sheet_with_nearly_the_name_of_an_optional_one_is_reported_with_its_rows(tmp_path: Path) -> None:
    sheets = rich()
    sheets["Incentive"] = sheets.pop("incentives")
    (fault,) = (f for f in read_workbook(save(tmp_path / "case.xlsx", sheets)).faults if f.code != "W309")
    assert (fault.code, fault.cell, fault.expected) == ("W203", "Incentive!A1", "incentives")
    assert fault.found == "Incentive, rows below the header: 2"
    assert fault.fix == "rename the sheet to incentives, or nothing in it counts"
