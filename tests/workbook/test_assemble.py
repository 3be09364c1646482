"""Typed rows become the case: per cent to fractions, labels to ordinals, blanks to their defaults."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.case.records import Case, Covers, Kind, Limit, Lock, Measure, PlannedStart, Source, Tool, ToolUse
from planner.workbook.read.defaults import Default
from planner.workbook.reader import read_case, read_workbook
from tests.workbook.books import QUARTERS, Sheets, save, sound

Read = Callable[[], Case]


@pytest.fixture
def sheets() -> Sheets:
    return sound()


@pytest.fixture
def read(tmp_path: Path, sheets: Sheets) -> Read:
    def reading() -> Case:
        return read_case(save(tmp_path / "case.xlsx", sheets))

    return reading


def test_a_ramp_step_holds_until_the_next_row(sheets: Sheets, read: Read) -> None:
    sheets["ramps"] = [["ramp", "age_periods", "share_pct"], ["flat", 2, 100], ["flat", 0, 40]]
    assert read().pairs["A", "N3"].ramp == (0.4, 0.4, 1.0)


def test_a_ramp_ends_with_the_horizon(sheets: Sheets, read: Read) -> None:
    sheets["ramps"] = [["ramp", "age_periods", "share_pct"], ["flat", 0, 40], ["flat", 10**9, 100]]
    assert read().pairs["A", "N3"].ramp == (0.4,) * 5


def test_spend_shares_stand_at_their_offsets(sheets: Sheets, read: Read) -> None:
    sheets["spends"] = [["spend", "offset_periods", "share_pct"], ["once", 2, 75], ["once", 0, 25]]
    assert read().pairs["A", "N3"].spend == (0.25, 0.0, 0.75)


def test_spend_beyond_the_horizon_is_summed_where_it_falls(sheets: Sheets, read: Read) -> None:
    sheets["spends"] = [["spend", "offset_periods", "share_pct"], ["once", 0, 25], ["once", 7, 50], ["once", 10**9, 25]]
    assert read().pairs["A", "N3"].spend == (0.25, 0.0, 0.0, 0.0, 0.75)


def test_a_blank_expansion_is_the_pairs_own(sheets: Sheets, read: Read) -> None:
    pair = read().pairs["A", "N3"]
    assert (pair.expansion_lead_periods, pair.expansion_spend) == (1, (1.0,))
    sheets["site_nodes"][0] += ["expansion_lead_periods", "expansion_spend"]
    sheets["site_nodes"][1] += [0, "late"]
    sheets["spends"].append(["late", 1, 100])
    pair = read().pairs["A", "N3"]
    assert (pair.expansion_lead_periods, pair.expansion_spend) == (0, (0.0, 1.0))


def test_a_sites_blanks_are_its_regions_figures(sheets: Sheets, read: Read) -> None:
    sheets["regions"] = [["region", "shell_cost_index", "power_price_usd_kwh"], ["here", 1.5, 0.08]]
    sheets["sites"] = [
        ["site", "region", "shell_cost_index", "power_price_usd_kwh", "available_from"],
        ["A", "here", None, None, None],
        ["B", "here", 0, 0, "2027Q3"],
    ]
    sites = read().sites
    assert (sites["A"].shell_cost_index, sites["A"].power_price_usd_kwh, sites["A"].available_from) == (1.5, 0.08, 0)
    assert (sites["B"].shell_cost_index, sites["B"].power_price_usd_kwh, sites["B"].available_from) == (0.0, 0.0, 2)
    assert sites["A"].floor_units == math.inf


def test_a_node_may_have_been_available_before_the_horizon(sheets: Sheets, read: Read) -> None:
    sheets["nodes"][0].append("available_from")
    sheets["nodes"][1].append("2026Q2")
    node = read().nodes["N3"]
    assert node.available_from == -3
    assert (node.kind, node.shell_share) == (Kind.LOGIC, 0.2)


def test_rows_of_one_part_are_alternative_sources_in_order(sheets: Sheets, read: Read) -> None:
    sheets["nodes"].append(["N2", "logic", 1, 1, 20])
    sheets["site_nodes"].append(["A", "N2", 1, "flat", "once"])
    sheets["materials"][0] += ["die_area_mm2", "harvest_pct"]
    sheets["materials"].append(["chip", "die", "N2", 2, None, 800, 30])
    (part,) = read().products["chip"].parts
    assert part.sources == (Source("N3", 1.0, 1.0), Source("N2", 2.0, None, 800.0, 0.3))


def test_demand_by_scenario(sheets: Sheets, read: Read) -> None:
    sheets["demand"] = [
        ["scenario", "product", "market", *QUARTERS[::-1]],
        [None, "chip", "world", 4, 3, 2, 1],
        ["high", "chip", "world", 8, 8, 8, 8],
    ]
    sheets["scenarios"] = [
        ["scenario", "probability_pct", "demand_factor_pct", "tool_factor_pct", "delay_periods"],
        ["low", 75, 50, 90, 2],
        ["high", 25, None, None, None],
    ]
    low, high = read().scenarios
    assert low.demand_kunits == {("chip", "world"): (0.5, 1.0, 1.5, 2.0)}
    assert (low.probability, low.tool_factor, low.delay_periods) == (0.75, 0.9, 2)
    assert high.demand_kunits == {("chip", "world"): (8.0, 8.0, 8.0, 8.0)}


def test_a_scenario_of_0_pct_is_left_out_with_its_events(sheets: Sheets, read: Read) -> None:
    sheets["scenarios"] = [["scenario", "probability_pct", "demand_factor_pct"], ["low", 0, 50], ["base", 100, 100]]
    sheets["events"] = [["scenario", "site", "from_period", "factor_pct"], ["low", "A", QUARTERS[0], 0]]
    case = read()
    assert [scenario.name for scenario in case.scenarios] == ["base"]
    assert case.events == ()
    sheets["scenarios"] = [["scenario", "probability_pct", "demand_factor_pct"], ["low", 100, 50], ["base", 0, 100]]
    case = read()
    assert [scenario.name for scenario in case.scenarios] == ["low"]
    assert [event.scenario for event in case.events] == ["low"]


def test_funds_have_their_budget_and_their_strings(sheets: Sheets, read: Read) -> None:
    sheets["funds"] = [
        ["fund", "regions", "blocs", "kinds", "carry_over", "max_share_pct", "cost_of_money_pct"],
        ["purse", "here;", "WEST", "Logic; memory", "no", 60, 5],
    ]
    fund = read().funds["purse"]
    assert fund.budget_usd_bn == (1000.0, 0.0, 0.0, 0.0)
    assert (fund.regions, fund.blocs, fund.kinds) == (
        frozenset({"here"}),
        frozenset({"west"}),
        frozenset({Kind.LOGIC, Kind.MEMORY}),
    )
    assert (fund.carry_over, fund.max_share, fund.cost_of_money) == (False, 0.6, 0.05)


def test_a_fund_without_a_budget_has_no_money(sheets: Sheets, read: Read) -> None:
    sheets["funds"].append(["wallet"])
    assert read().funds["wallet"].budget_usd_bn == (0.0,) * 4


def test_tools_are_joined_with_their_use(sheets: Sheets, read: Read) -> None:
    sheets["tools"] = [["tool", *QUARTERS], ["EUV", 1, 2, 3, 4]]
    sheets["tool_use"] = [["tool", "node", "tools_per_kwspm", "periods_before_output"], ["EUV", "N3", 0.5, 1]]
    assert read().tools == {"EUV": Tool("EUV", (1.0, 2.0, 3.0, 4.0), (ToolUse("N3", 0.5, 1),))}


def test_limits_on_shares_are_fractions_and_on_counts_are_not(sheets: Sheets, read: Read) -> None:
    sheets["limits"] = [
        ["limit", "measure", "region", "min", "max", "from_period"],
        ["share", "capex share", "here", 10, 60, None],
        ["count", "phases_started", None, None, 3, "2027Q2"],
    ]
    assert read().limits == (
        Limit("share", Measure.CAPEX_SHARE, region="here", minimum=0.1, maximum=0.6),
        Limit("count", Measure.PHASES_STARTED, maximum=3.0, from_period=1),
    )


def test_locks_and_the_last_plan_snap_to_whole_phases(sheets: Sheets, read: Read) -> None:
    sheets["locks"] = [
        ["site", "node", "from_period", "until_period", "min_phases", "max_phases"],
        ["A", "N3", "2027Q2", "2027Q2", 1.9999999999, 2.0000000001],
        ["A", "N3", None, None, None, None],
    ]
    sheets["last_plan"] = [["site", "node", "period", "phases"], ["A", "N3", "2027Q2", 0.9999999999]]
    case = read()
    assert case.locks == (Lock("A", "N3", from_period=1, until_period=1, min_phases=2, max_phases=2), Lock("A", "N3"))
    assert isinstance(case.locks[0].min_phases, int)
    assert case.last_plan == (PlannedStart("A", "N3", 1, 1),)


def test_lanes_incentives_capacity_and_conversions(sheets: Sheets, read: Read) -> None:
    sheets["nodes"].append(["N2", "logic", 1, 1, 20])
    sheets["lanes"] = [["from_region", "to_market", "allowed", "tariff_pct"], ["here", "world", "no", 25]]
    sheets["incentives"] = [["incentive", "region", "rate_pct", "covers"], ["grant", "here", 35, "shell"]]
    sheets["capacity"] = [["site", "node", "uses_tools", *QUARTERS], ["A", "N3", "no", 4, 3, 2, 1]]
    sheets["conversions"] = [
        ["site", "from_node", "to_node", "lump_kwspm", "output_ratio_pct", "earliest"],
        ["A", "N3", "N2", 2, 80, "2027Q3"],
    ]
    case = read()
    assert (case.lanes[0].allowed, case.lanes[0].tariff, case.lanes[0].max_kunits) == (False, 0.25, math.inf)
    assert (case.incentives[0].rate, case.incentives[0].covers) == (0.35, Covers.SHELL)
    assert (case.committed[0].kwspm, case.committed[0].uses_tools) == ((4.0, 3.0, 2.0, 1.0), False)
    assert (case.conversions[0].output_ratio, case.conversions[0].earliest) == (0.8, 2)


@pytest.mark.parametrize(
    ("months", "first", "labels", "second"),
    [
        (1, "2026-11", ["2026M11", "2026M12", "2027M01", "2027M02"], "2026M12"),
        (12, 2027, [2027, 2028, 2029, 2030], 2028),
    ],
)
def test_months_and_years_are_periods_too(
    sheets: Sheets, read: Read, months: int, first: object, labels: list[object], second: object
) -> None:
    sheets["settings"][2][1] = first
    sheets["settings"].append(["period_months", months])
    for sheet in ("demand", "budget"):
        sheets[sheet][0][-4:] = labels
    sheets["sites"][0].append("available_from")
    sheets["sites"][1].append(second)
    case = read()
    assert case.calendar.labels() == tuple(map(str, labels))
    assert case.sites["A"].available_from == 1


def test_settings_by_title_and_the_order_of_rows_is_kept(sheets: Sheets, read: Read) -> None:
    sheets["settings"] = [
        ["Key", "Value"],
        ["Periods", 4],
        ["First period", "2027q1"],
        ["Case name", "by title"],
        ["Discount rate [% a year]", 8],
        ["Objective", "Coverage first"],
    ]
    sheets["sites"] += [["C", "here", 1, 1], ["B", "here", 1, 1]]
    case = read()
    assert (case.settings.case_name, case.settings.discount_rate, case.settings.objective) == (
        "by title",
        0.08,
        "coverage_first",
    )
    assert list(case.sites) == ["A", "C", "B"]


def test_every_default_taken_is_listed(tmp_path: Path, sheets: Sheets) -> None:
    sheets["sites"] += [["B", "here", None, 10]]
    reading = read_workbook(save(tmp_path / "case.xlsx", sheets))
    assert Default("settings", "period_months", "3", 1) in reading.defaults
    assert Default("settings", "objective", "least_cost", 1) in reading.defaults
    assert Default("sites", "latitude", "", 1) in reading.defaults
    assert Default("sites", "opening_cost_usd_bn", "0", 2) in reading.defaults
    assert Default("funds", "regions", "", 1) in reading.defaults
    assert not any(default.field in ("source", "note") for default in reading.defaults)
