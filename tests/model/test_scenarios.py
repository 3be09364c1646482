"""Scenarios: one set of decisions, operations of their own, and wafers before the horizon that all of them share."""

from dataclasses import replace

from planner.case.records import Case, Committed, Scenario, Tool, ToolUse
from tests.cases import tiny
from tests.model.parts import node_n3
from tests.model.solving import best_plan, least, near

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
