"""Scenarios: one set of decisions, operations of their own, and wafers before the horizon that all of them share."""

from dataclasses import replace

from planner.case.records import Case, Committed, Fund, Limit, Measure, Scenario, Tool, ToolUse
from tests.cases import tiny
from tests.model.parts import discounted, node_n3, quarters, site_a
from tests.model.solving import best_plan, least, line, near, starts

THREE = {("chip", "world"): (3.0,) * 3}


def two_futures(case: Case, low: float = 1.0) -> Case:
    futures = (Scenario("high", 0.5, THREE), Scenario("low", 0.5, THREE, tool_factor=low))
    return replace(case, scenarios=futures)


def committed_with_lag() -> Case:
    """Committed capacity meets all demand with a cycle of one period; nothing needs to be built."""
    case = node_n3(tiny(periods=3, demand=THREE), cycle_periods=1)
    return replace(case, committed=(Committed("A", "N3", (1.0, 1.0, 1.0)),))


def test_wafers_started_before_the_horizon_serve_every_scenario() -> None:
    plan = best_plan(two_futures(committed_with_lag()))
    assert plan.outcome.objective == near(0)
    assert {row.scenario for row in plan.wafers if row.period < 0} == {"high", "low"}


def test_a_tool_factor_limits_only_what_starts_inside_the_horizon() -> None:
    # Half of 3 in periods 1 and 2 of one future: 1.5 missed twice, with a chance of a half; period 0 is served in full.
    case = replace(committed_with_lag(), pairs={}, tools={"EUV": Tool("EUV", (0.0,) * 3, (ToolUse("N3", 1.0),))})
    assert least(two_futures(case, low=0.5)) == near(0.5 * 2 * 1.5)
    futures = two_futures(case, low=0.5).scenarios
    assert least(replace(case, scenarios=futures[::-1])) == near(0.5 * 2 * 1.5)


def late(case: Case, *delays: int) -> Case:
    """Return the case with a future for every delay, all equally likely."""
    (base,) = case.scenarios
    chance = 1 / len(delays)
    futures = (replace(base, name=f"late by {t}", probability=chance, delay_periods=t) for t in delays)
    return replace(case, scenarios=tuple(futures))


def test_every_future_counts_by_its_probability() -> None:
    # 3 or 9 kunits a quarter. One phase: 1 + 0.75 x 3 + 0.25 x (9 + 3 x 6) = 10. A second costs 1 more and saves
    # 0.25 x 3 x 3, a third as much again.
    low, high = {("chip", "world"): (3.0,) * 4}, {("chip", "world"): (9.0,) * 4}
    plan = best_plan(tiny(scenarios=(Scenario("low", 0.75, low), Scenario("high", 0.25, high))))
    assert plan.outcome.objective == near(3 + 0.75 * 3 + 0.25 * 9)
    rare = best_plan(tiny(scenarios=(Scenario("low", 0.9, low), Scenario("high", 0.1, high))))
    # At one in ten the second phase saves 0.9 and is not built.
    assert rare.outcome.objective == near(1 + 0.9 * 3 + 0.1 * (9 + 3 * 6))


def test_a_future_that_cannot_happen_costs_nothing_but_keeps_the_rules() -> None:
    never = Scenario("never", 0.0, {("chip", "world"): (9.0,) * 4})
    case = tiny()
    plan = best_plan(replace(case, scenarios=(*case.scenarios, never)))
    assert plan.outcome.objective == near(1 + 3)
    assert {row.scenario for row in plan.shortage} == {"base", "never"}


def test_a_delay_shifts_output_and_not_the_money() -> None:
    # Paid in quarter 0, on time or not; output from quarter 1 or from quarter 2.
    case = tiny(settings=discounted())
    missed = 3 * quarters(0) + 0.5 * 3 * quarters(1)
    plan = best_plan(late(case, 0, 1))
    assert plan.outcome.objective == near(quarters(0) + missed)
    assert [(row.period, row.usd_bn) for row in plan.draws] == [(0, near(1.0))]


def test_a_delay_shifts_fixed_cost_and_power() -> None:
    # 0.4 a year is 0.1 a quarter: three quarters online, or two where the phase is late.
    case = node_n3(tiny(), fixed_cost_usd_bn_per_phase_year=0.4, power_mw_per_phase=100.0)
    case = site_a(case, power_price_usd_kwh=0.05)
    power = 100 * 1000 * 8760 / 4 * 0.05 / 1e9
    plan = best_plan(late(case, 0, 1))
    assert line(plan, "fixed") == near(0.1 * (3 + 2) / 2)
    assert line(plan, "power") == near(power * (3 + 2) / 2)


def test_a_delay_leaves_committed_capacity_alone() -> None:
    assert least(late(tiny(committed=(Committed("A", "N3", (1.0,) * 4),)), 2)) == near(0)


def test_a_delay_moves_no_rule_about_starts() -> None:
    # A machine delivered by quarter 1, and a phase online by then as planned: a delay of two quarters changes neither.
    case = tiny(tools={"EUV": Tool("EUV", (0.0, 1.0, 0.0, 0.0), (ToolUse("N3", 1.0),))})
    limits = (Limit("soon", Measure.ONLINE_PHASES, minimum=1, from_period=1),)
    plan = best_plan(late(replace(case, limits=limits), 2))
    assert plan.outcome.objective == near(1 + 3 * 3)
    assert starts(plan) == {("A", "N3", 0): 1}


def test_one_plan_is_made_for_all_futures() -> None:
    # Two phases would serve the future of 6, at a cost of 1 more and a saving of 0.25 x 3 x 3; one is built in both.
    low, high = {("chip", "world"): (3.0,) * 4}, {("chip", "world"): (6.0,) * 4}
    case = tiny(funds={"purse": Fund("purse", (1.0, 0.0, 0.0, 0.0))})
    plan = best_plan(replace(case, scenarios=(Scenario("low", 0.75, low), Scenario("high", 0.25, high))))
    assert plan.outcome.objective == near(1 + 0.75 * 3 + 0.25 * (6 + 3 * 3))
    assert starts(plan) == {("A", "N3", 0): 1}
