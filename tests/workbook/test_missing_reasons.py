"""What makes a plan odd is a warning at its cell: credits, lanes, locks, shares, dates, prices and leftovers."""

from copy import deepcopy
from pathlib import Path

import pytest

from tests.workbook.test_reach import PERIODS, Seed, all_of, column, reported, starter, table

_LANES = ["from_region", "to_market", "product", "allowed", "cost_usd_per_unit"]
_LIMITS = ["limit", "measure", "region", "node", "min", "max", "from_period"]
_LOCKS = ["site", "node", "from_period", "until_period", "min_phases"]
_SCENARIOS = ["scenario", "probability_pct", "delay_periods"]
_CREDITS = ["incentive", "region", "rate_pct", "covers", "start_from", "start_until"]
_TOOLS = all_of(
    table("tools", ["tool", *PERIODS], ["EUV", 6, *[0] * 11]),
    table("tool_use", ["tool", "node", "tools_per_kwspm"], ["EUV", "N3", 0.5]),
)


def with_credits(*rows: list[object]) -> Seed:
    """Replace the incentives."""
    return table("incentives", _CREDITS, *rows)


def demand_for(scenario: str, *rows: int) -> Seed:
    """Give some rows of demand for one of two scenarios only."""
    return all_of(
        table("scenarios", _SCENARIOS, ["low", 50, 0], ["high", 50, 0]), column("demand", "scenario", scenario, *rows)
    )


def limit(*row: object) -> Seed:
    """Write one limit."""
    return table("limits", _LIMITS, ["share", *row])


KINDS: dict[str, tuple[Seed, list[tuple[str, str]]]] = {
    "two credits above the whole": (
        with_credits(["A", "USA", 60, "all"], ["B", "USA", 60, "all"]), [("W768", "incentives!C3")]),
    "a credit on the shell beside one on all": (
        with_credits(["A", "USA", 90, "all"], ["B", "USA", 90, "shell"]), [("W768", "incentives!C3")]),
    "two credits one after the other": (
        with_credits(["A", "USA", 60, "all", None, "2027Q4"], ["B", "USA", 60, "all", "2028Q1"]), []),
    "a credit on a shell that costs nothing": (
        all_of(with_credits(["A", "USA", 20, "shell"]), column("nodes", "Shell share", 0)),
        [("W742", "incentives!D2")]),
    "a credit of zero": (with_credits(["A", "USA", 0, "all"]), [("W742", "incentives!C2")]),
    "a credit before its sites": (
        all_of(with_credits(["A", "USA", 20, "all", None, "2027Q2"]), column("sites", "Available from", "2027Q4", 3)),
        [("W742", "incentives!F2")]),
    "a market that is closed": (table("lanes", ["to_market", "allowed"], ["America", "no"]), [("W769", "lanes!B2")]),
    "a market closed region by region": (
        table("lanes", _LANES, *([region, "America", None, "no"] for region in ("Taiwan", "USA", "Singapore"))),
        [("W769", "lanes!D4")]),
    "a product that no market may get": (
        table("lanes", _LANES, [None, "America", "Server", "no"], [None, "Asia and Europe", "Server", "no"]),
        [("W769", "lanes!D2"), ("W769", "lanes!D3")]),
    "a market closed for a time": (
        table("lanes", ["to_market", "allowed", "until_period"], ["America", "no", "2028Q4"]), []),
    "an exception to a ban": (
        table("lanes", _LANES, ["Taiwan", "America", None, "no"], ["Taiwan", "America", "Trainer", "yes", 20]),
        [("W742", "lanes!D3")]),
    "an exception listed before its ban": (
        table("lanes", _LANES, ["Taiwan", "America", "Trainer", "yes", 20], [None, "America", "Trainer", "no"]),
        [("W742", "lanes!D2"), ("W769", "lanes!D3")]),
    "a price written twice": (
        table("lanes", _LANES, ["Taiwan", "America", None, "yes", 10], ["Taiwan", "America", None, "yes", 20]),
        [("W741", "lanes!E2")]),
    "a price that another product has too": (
        table("lanes", _LANES, ["Taiwan", "America", None, "yes", 10], ["Taiwan", "America", "Server", "yes", 20]), []),
    "a share before the first phase": (limit("output_share", "USA", "N3", 20), [("W772", "limits!E2")]),
    "a share that no pair can ever make": (
        limit("output_share", "Singapore", "N3", 5), [("W742", "limits!A2"), ("W772", "limits!E2")]),
    "a maximum while there is no other place": (
        limit("output_share", "Taiwan", "N3", None, 50), [("W772", "limits!F2")]),
    "a share from when it can be made": (limit("output_share", "USA", "N3", 20, None, "2027Q3"), []),
    "locks before the money": (
        table("locks", _LOCKS, ["Phoenix AZ", "N3", "2027Q1", "2027Q2", 2]), [("W773", "locks!E2")]),
    "locks of two sites together": (
        table("locks", _LOCKS, ["Phoenix AZ", "N3", "2027Q1", "2027Q3", 1], ["Kaohsiung", "N3", None, "2027Q3", 2],
              ["Singapore", "CoWoS", None, "2027Q3", 3]), [("W773", "locks!E2")]),
    "locks beyond the machines": (
        all_of(_TOOLS, table("locks", _LOCKS, ["Phoenix AZ", "N3", None, "2029Q1", 2])), [("W773", "locks!E2")]),
    "a lock that can be paid": (table("locks", _LOCKS, ["Phoenix AZ", "N3", None, "2028Q2", 1]), []),
    "a node after its own capacity": (
        column("nodes", "Available from", "2028Q1", 2), [("W770", "nodes!I2")]),
    "demand in one scenario": (demand_for("high", 2), [("W771", "demand!P2")]),
    "demand in every scenario": (demand_for("", 2), []),
    "a delay beyond the horizon": (
        table("scenarios", _SCENARIOS, ["base", 90, 0], ["late", 10, 12]), [("W765", "scenarios!C3")]),
    "a future of 0 %": (
        table("scenarios", _SCENARIOS, ["base", 100, 0], ["never", 0, 0]), [("I775", "scenarios!B3")]),
    "profit without prices": (
        all_of(column("settings", "Value", "profit", 8), column("products", "Price", None)),
        [("W767", "products!B2"), ("W767", "products!B3")]),
    "profit with one price": (
        all_of(column("settings", "Value", "profit", 8), column("products", "Price", None, 3)),
        [("W767", "products!B3")]),
    "a site that nothing is built at": (
        lambda s: s["sites"].append(["Dresden", "Taiwan"]), [("I774", "sites!A5")]),
    "a node that nothing needs": (
        lambda s: s["nodes"].append(["N5", "logic", 10, 3]), [("I774", "nodes!A4")]),
    "a product that nobody asks for": (
        all_of(lambda s: s["products"].append(["Edge", 900, 500, 95]),
               lambda s: s["materials"].append(["Edge", "die", "N3", 1, 100])), [("I774", "products!A4")]),
    "a ramp and a spend that no pair names": (
        all_of(lambda s: s["ramps"].append(["never", 0, 100]), lambda s: s["spends"].append(["never", 0, 100])),
        [("I774", "ramps!A7"), ("I774", "spends!A12")]),
}  # fmt: skip


@pytest.mark.parametrize(("seed", "expected"), KINDS.values(), ids=KINDS)
def test_each_is_named_at_its_cell(tmp_path: Path, seed: Seed, expected: list[tuple[str, str]]) -> None:
    sheets = deepcopy(starter())
    seed(sheets)
    assert sorted((code, cell) for code, cell, _ in reported(tmp_path, sheets)) == sorted(expected)
