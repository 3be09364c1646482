"""Conversions: lumps of one node's capacity become another's, after a downtime and at a ratio."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case, Committed, Conversion, EndValue, Fund, Lock, Settings, Tool, ToolUse
from tests.cases import tiny
from tests.model.parts import discounted, quarters, with_node
from tests.model.solving import best_plan, drawn, least, near

OLD = (Committed("A", "N7", (1.0,) * 4),)


def convertible(case: Case | None = None, **changes: Any) -> Case:
    """Return a case in which 1 kwspm of an old node stands idle and N3 comes from conversion alone, at 0.5 a lump."""
    case = with_node(case or tiny(), "N7")
    row = Conversion("A", "N7", "N3", lump_kwspm=0.5, capex_usd_bn_per_lump=0.5, downtime_periods=1)
    return replace(case, pairs={}, committed=OLD, conversions=(replace(row, **changes),))


def test_idle_capacity_is_converted_in_whole_lumps() -> None:
    plan = best_plan(convertible())
    # Two lumps for 0.5 each, down in quarter 0.
    assert plan.outcome.objective == near(2 * 0.5 + 3)
    assert [(row.site, row.from_node, row.node, row.period, row.lumps) for row in plan.converted] == [
        ("A", "N7", "N3", 0, 2)
    ]


@pytest.mark.parametrize(("downtime", "missed"), [(0, 0), (1, 1), (3, 3)])
def test_a_lump_gives_nothing_while_it_is_down(downtime: int, missed: int) -> None:
    assert least(convertible(downtime_periods=downtime)) == near(1 + 3 * missed)


def test_a_conversion_that_ends_beyond_the_horizon_is_not_begun() -> None:
    assert least(convertible(downtime_periods=4)) == near(12)


def test_a_ratio_says_what_is_left_of_a_lump() -> None:
    # Two lumps give 0.8 kwspm: 0.6 missed in each of three quarters.
    assert least(convertible(output_ratio=0.8)) == near(1 + 3 + 3 * 0.6)


def test_lumps_are_limited_in_number_date_and_by_what_stands() -> None:
    assert least(convertible(max_lumps=1)) == near(0.5 + 3 + 3 * 1.5)
    assert least(convertible(earliest=1)) == near(1 + 6)
    assert least(replace(convertible(), committed=(Committed("A", "N7", (0.9,) * 4),))) == near(0.5 + 3 + 3 * 1.5)


def test_capacity_that_retires_later_cannot_be_converted() -> None:
    assert least(replace(convertible(), committed=(Committed("A", "N7", (1.0, 1.0, 1.0, 0.0)),))) == near(12)


def test_a_phase_is_converted_when_it_is_there_in_every_scenario() -> None:
    # A phase of N7 starts in quarter 0 for 1; there is no committed capacity. Two lumps for 0.5 each need no downtime.
    case = with_node(replace(convertible(downtime_periods=0), committed=()), "N7")
    case = replace(case, pairs={("A", "N7"): case.pairs["A", "N7"]})
    assert least(case) == near(1 + 2 * 0.5 + 3)
    late = tuple(replace(case.scenarios[0], name=name, probability=0.5, delay_periods=t) for t, name in enumerate("ab"))
    # In one of two futures the phase comes in quarter 2: nothing can be converted before.
    plan = best_plan(replace(case, scenarios=late))
    assert plan.outcome.objective == near(1 + 2 * 0.5 + 2 * 3)
    assert {row.period for row in plan.converted} == {2}


def test_a_phase_that_ramps_is_converted_as_it_rises() -> None:
    # Half of it is there in quarter 1: one lump, and 1.5 is missed; the second lump is from quarter 2.
    case = with_node(replace(convertible(downtime_periods=0), committed=()), "N7")
    case = replace(case, pairs={("A", "N7"): replace(case.pairs["A", "N7"], ramp=(0.5, 1.0), max_phases=1)})
    assert least(case) == near(1 + 2 * 0.5 + 3 + 1.5)


def test_what_is_converted_may_be_converted_on() -> None:
    # N7 to N5 in quarter 0, N5 to N3 in quarter 1, 0.5 for each of two lumps twice; quarters 0 and 1 are missed.
    case = with_node(convertible(), "N5")
    step, other = (replace(case.conversions[0], from_node=a, to_node=b) for a, b in (("N7", "N5"), ("N5", "N3")))
    plan = best_plan(replace(case, pairs={}, conversions=(step, other)))
    assert plan.outcome.objective == near(2 * 0.5 + 2 * 0.5 + 2 * 3)
    assert [(row.node, row.period, row.lumps) for row in plan.converted] == [("N5", 0, 2), ("N3", 1, 2)]


def test_a_phase_that_is_converted_still_costs_its_fixed_cost_and_keeps_its_value() -> None:
    # A phase of N7 for 1 from quarter 1, 0.4 a year, converted there at once. Worth 1 - 3/20 at the end, lumps nothing.
    settings = Settings("tiny", end_value=EndValue.STRAIGHT_LINE)
    case = with_node(replace(convertible(tiny(settings=settings), downtime_periods=0), committed=()), "N7")
    nodes = {**case.nodes, "N7": replace(case.nodes["N7"], fixed_cost_usd_bn_per_phase_year=0.4)}
    plan = best_plan(replace(case, nodes=nodes, pairs={("A", "N7"): case.pairs["A", "N7"]}))
    assert plan.outcome.objective == near(1 + 2 * 0.5 + 3 * 0.1 + 3 - (1 - 3 / 20))


def test_a_conversion_is_paid_when_it_begins_by_a_fund_of_its_new_node() -> None:
    late = Fund("late", (0.0, 1.0, 0.0, 0.0), nodes=frozenset({"N3"}))
    plan = best_plan(replace(convertible(tiny(settings=discounted())), funds={"late": late}))
    assert plan.outcome.objective == near(3 * quarters(0) + (3 + 1) * quarters(1))
    assert drawn(plan) == {("late", "N3"): near(1.0)}
    assert least(replace(convertible(), funds={"old": replace(late, name="old", nodes=frozenset({"N7"}))})) == near(12)


def test_a_conversion_needs_the_tools_of_its_new_node_and_frees_those_of_the_old() -> None:
    uses = (ToolUse("N3", 2.0), ToolUse("N7", 1.0))
    tool = Tool("scanner", (0.5, 0.0, 0.0, 0.0), uses)
    # A lump of 0.5 needs 0.5 x (2 - 1) more: half a machine does for one.
    assert least(replace(convertible(), tools={"scanner": tool})) == near(0.5 + 3 + 3 * 1.5)


def test_a_lock_with_a_node_to_convert_from_counts_lumps() -> None:
    locks = (Lock("A", "N3", from_node="N7", max_phases=1),)
    assert least(replace(convertible(), locks=locks)) == near(0.5 + 3 + 3 * 1.5)
