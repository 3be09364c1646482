"""Reasons of many kinds why nothing can be built, paid or sold: each is named at its cell."""

from copy import deepcopy
from pathlib import Path

import pytest

from planner.workbook.reader import read_workbook
from tests.workbook.books import Sheets, save
from tests.workbook.test_odd_books import MARKETS, Found, assert_told, below, limits, scenario
from tests.workbook.test_reach import PAIRS, PERIODS, Seed, all_of, budget, column, starter, table, tools

SITES = ("Kaohsiung", "Phoenix AZ", "Singapore")
_SHELLS = ["site", "floor_units", "capex_usd_bn", "lead_periods", "spend", "max_shells"]


def under_way(*rows: tuple[str, str, int], bills: float = 0.0) -> Seed:
    """Let phases be under way."""
    titles = ["site", "node", "phases", "first_output", *PERIODS]
    return table("under_way", titles, *([*row, "2027Q3", *[bills] * 12] for row in rows))


def events(field: str, *names: str) -> Seed:
    """Let an event take all of each subject for good."""
    rows = (["base", name, "2027Q1", 0] for name in names)
    return all_of(scenario(), table("events", ["scenario", field, "from_period", "factor_pct"], *rows))


def growth(sheets: Sheets) -> None:
    """Let the capacity of N3 grow by 40 kwspm from 2027Q4 on, for 20 machines."""
    sheets["capacity"][1][2:14] = [10, 10, 10, *[50] * 9]


def event_of_tool(sheets: Sheets) -> None:
    """Let no machine come until 2027Q4, when 36 are due."""
    titles = ["scenario", "tool", "from_period", "until_period", "factor_pct"]
    all_of(scenario(), table("events", titles, ["base", "EUV", "2027Q1", "2027Q4", 0]))(sheets)


def by_kind(sheets: Sheets) -> None:
    """Let one fund pay for logic and a poor one for packaging, of which there is none yet."""
    sheets["funds"] = [["fund", "kinds"], ["L", "logic"], ["P", "packaging"]]
    sheets["budget"] = [sheets["budget"][0], ["L", *[2] * 12], ["P", *[0.0001] * 12]]
    sheets["capacity"] = [row for row in sheets["capacity"] if row[1] != "CoWoS"]


REASONS: dict[str, tuple[Seed, list[Found]]] = {
    "a fund for packaging without money": (by_kind, [("W764", "budget!M3", "nothing new can be built")]),
    "crews of an owner": (
        all_of(table("owners", ["owner", "max_phase_starts_per_year"], ["A", 0.2]), column("site_nodes", "Owner", "A")),
        [("W762", "owners!B2", "nothing new can be built")]),
    "shells that come too late": (
        table("shells", _SHELLS, *([site, 5, 0.1, 30, "lines", 2] for site in SITES)),
        [("W761", "shells!D2", "nothing new")]),
    "shells that nobody can pay": (
        table("shells", _SHELLS, *([site, 5, 18, 2, "lines", 2] for site in SITES)),
        [("W764", "budget!M2", "nothing new")]),
    "power that is connected too late": (
        table("site_power", ["site", *PERIODS], *([site, *[0] * 11, 1] for site in SITES)),
        [("W762", "site_power!M2", "nothing new")]),
    "machines that may not run": (
        all_of(tools(*[9] * 12), scenario(tool_factor_pct=0)), [("W765", "scenarios!C2", "nothing new can be built")]),
    "machines that no scenario leaves to new phases": (
        all_of(tools(*[9] * 12), events("tool", "EUV")),
        [("W765", "events!D2", "new phases could only run with machines of committed capacity")]),
    "machines that committed capacity outgrows": (
        all_of(tools(*[9] * 12), column("capacity", "2028Q1", 260, 2)),
        [("W718", "capacity!G2", "correct it"), ("W777", "tools!F2", "deliver them by then")]),
    "machines of committed capacity that do not come": (
        all_of(tools(*[9] * 12), growth, event_of_tool),
        [("W777", "events!E2", "from 2027Q4 to 2028Q2 up to 20 machines of committed capacity are missing in base")]),
    "no demand in any scenario": (scenario(demand_factor_pct=0), [("W766", "products!A2", "nothing new can be built")]),
    "regions that are lost": (events("region", "Taiwan", "USA", "Singapore"),
        [("W765", "events!D2", "nothing new can be built")]),
    "lanes that are lost": (events("to_market", *MARKETS), [("W766", "events!D2", "nothing new can be built")]),
    "a part that is never offered": (
        all_of(below("materials", "Trainer", "HBM", None, 8), below("materials", "Server", "HBM", None, 6),
               table("purchases", ["part", "region", "price_usd", *PERIODS], ["HBM", "Taiwan", 400, *[0] * 12])),
        [("W709", "demand!C2", ""), ("W709", "demand!C4", ""), ("W766", "materials!B6", "nothing new can be built")]),
    "a bloc that is closed": (
        table("lanes", ["to_bloc", "allowed"], ["Allied", "no"]), [("W766", "lanes!B2", "nothing new can be built")]),
    "shares of capex below the whole": (
        limits("capex_share", "max", ("Taiwan", "", 30), ("USA", "", 30), ("Singapore", "", 30)),
        [("W745", "limits!E4", "change one of the cells named")]),
    "local content that nobody can make": (
        limits("supply_share", "min", ("USA", "", 90)), [("W772", "limits!E2", "change the share")]),
    "lanes that close before a phase is ready": (
        table("lanes", ["to_market", "allowed", "from_period"], *([market, "no", "2027Q3"] for market in MARKETS)),
        [("W766", "lanes!B2", "nothing new can be built")]),
    "demand that ends before a phase is ready": (
        lambda s: [row.__setitem__(slice(4, 14), [0] * 10) for row in s["demand"][1:]],
        [("W766", "products!A2", "nothing new can be built")]),
    "shells that are locked": (
        all_of(table("shells", _SHELLS, *([site, 5, 0.1, 1, "lines", 2] for site in SITES)),
               table("locks", ["site", "node", "max_phases"], *([site, None, 0] for site in SITES))),
        [("W761", "locks!C2", "nothing new can be built")]),
    "no market may be served": (
        table("limits", ["limit", "measure", "market", "max"], *([market, "service", market, 0] for market in MARKETS)),
        [("W766", "limits!D2", "nothing new can be built")]),
    "nobody may be served": (limits("service", "max", ("", "", 0)),
        [("W766", "limits!E2", "nothing new can be built")]),
    "no change from a plan that builds nothing": (
        all_of(below("settings", "max_changes", 0),
               table("last_plan", ["site", "node", "period", "phases"], ["Kaohsiung", "N3", "2027Q1", 0])),
        [("W761", "settings!B11", "nothing new can be built")]),
    "a shortage that costs nothing": (
        all_of(column("products", "Shortage penalty", 0), column("nodes", "Wafer cost", None)),
        [("W719", "products!C2", "else nothing is built"), ("W719", "products!C3", "else nothing is built")]),
    "customers who cost nothing": (column("demand", "shortage_penalty_usd", 0),
        [("W719", "demand!P2", "else nothing is built")]),
    "phases under way have every place": (
        under_way(*((*pair, phases) for pair, phases in zip(PAIRS, (3, 2, 2, 3), strict=True))),
        [("W762", "site_nodes!F2", "nothing new can be built")]),
    "phases under way have the floor": (
        all_of(under_way(("Kaohsiung", "N3", 4), ("Phoenix AZ", "N3", 2), ("Singapore", "CoWoS", 3)),
               column("site_nodes", "Max phases", 9)),
        [("W762", "sites!E2", "write at least 5")]),
    "phases under way have the money": (
        under_way(("Kaohsiung", "N3", 1), bills=0.8), [("W764", "budget!M2", "give more money")]),
    "a lump larger than all there is": (
        all_of(below("nodes", "N5", "logic", 10, 3), below("capacity", "Kaohsiung", "N5", *[5] * 12),
               table("conversions", ["site", "from_node", "to_node", "lump_kwspm"], ["Kaohsiung", "N5", "N3", 20])),
        [("W742", "conversions!D2", "change it")]),
    "every pair is locked, window by window": (
        table("locks", ["site", "node", "from_period", "until_period", "max_phases"],
              ["*", "*", None, "2028Q1", 0], ["*", "*", "2028Q2", None, 0]),
        [("W761", "locks!E3", "nothing new can be built")]),
    "expansions in months": (
        all_of(below("capacity", "Phoenix AZ", "N3", *[1] * 12), below("capacity", "Singapore", "CoWoS", *[1] * 12),
               column("site_nodes", "Expansion lead time [periods]", 40)),
        [("W761", "site_nodes!H2", "nothing new can be built")]),
    "all money at a fund that may pay nothing": (column("funds", "Max share [%]", 0),
        [("W764", "funds!C2", "raise the share")]),
    "a budget of nothing": (budget(*[0] * 12), [("W764", "budget!M2", "nothing new can be built")]),
    "a credit before the horizon": (column("incentives", "Start until", "2026Q4"),
        [("W742", "incentives!E2", "its window lies")]),
}  # fmt: skip


@pytest.mark.parametrize(("seed", "expected"), REASONS.values(), ids=REASONS)
def test_the_reason_is_named_at_its_cell(tmp_path: Path, seed: Seed, expected: list[Found]) -> None:
    sheets = deepcopy(starter())
    seed(sheets)
    assert_told(read_workbook(save(tmp_path / "case.xlsx", sheets)), expected)
