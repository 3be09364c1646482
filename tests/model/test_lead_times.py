"""Lead times: from a start to first output, for first phases and expansions, and dates before which nothing starts."""

from dataclasses import replace

import pytest

from planner.case.records import Committed, Lock
from planner.model.build import build
from planner.shape.shape import Shape
from tests.cases import tiny
from tests.model.parts import discounted, node_n3, pair_a, quarters, site_a
from tests.model.solving import best_plan, least, near, starts

SIX = {("chip", "world"): (6.0,) * 4}
SIX_LONG = {("chip", "world"): (6.0,) * 6}


@pytest.mark.parametrize("lead", [0, 1, 2, 3])
def test_demand_is_missed_until_the_lead_time_is_over(lead: int) -> None:
    assert least(pair_a(tiny(), lead_periods=lead)) == near(1 + 3 * lead)


def test_a_phase_whose_first_output_lies_beyond_the_horizon_is_not_built() -> None:
    assert least(pair_a(tiny(), lead_periods=4)) == near(12)


def test_no_start_is_offered_whose_first_output_lies_beyond_the_horizon() -> None:
    m = build(Shape(tiny()))
    assert sorted(t for _, _, t in m.more) == [0, 1, 2]


def test_a_lock_may_ask_for_a_start_beyond_the_horizon() -> None:
    case = tiny(locks=(Lock("A", "N3", from_period=3, until_period=3, min_phases=1),))
    plan = best_plan(case)
    # The useful phase, the one asked for, and quarter 0.
    assert plan.outcome.objective == near(1 + 1 + 3)
    assert starts(plan) == {("A", "N3", 0): 1, ("A", "N3", 3): 1}


def test_nothing_starts_before_the_site_is_available() -> None:
    # Start in quarter 1, output from quarter 2.
    assert least(site_a(tiny(), available_from=1)) == near(1 + 6)


def test_nothing_comes_out_before_the_node_is_available() -> None:
    plan = best_plan(node_n3(tiny(), available_from=3))
    assert plan.outcome.objective == near(1 + 9)
    assert starts(plan) == {("A", "N3", 2): 1}


def test_a_node_that_was_available_in_the_past_holds_nothing_up() -> None:
    assert least(node_n3(tiny(), available_from=-8)) == near(1 + 3)


def test_expansions_wait_for_the_first_phase_to_be_so_far() -> None:
    # First phase: start 0, output 2. An expansion takes one quarter but comes out no sooner than the first: start 1.
    case = pair_a(tiny(periods=6, demand=SIX_LONG), lead_periods=2, expansion_lead_periods=1)
    plan = best_plan(case)
    assert plan.outcome.objective == near(2 + 6 + 6)
    assert starts(plan) == {("A", "N3", 0): 1, ("A", "N3", 1): 1}


def test_an_expansion_that_takes_longer_than_the_first_phase_may_start_with_it() -> None:
    # First: output 1. Expansion: output 2. Quarter 0 misses 6, quarter 1 misses 3.
    case = pair_a(tiny(periods=6, demand=SIX_LONG), lead_periods=1, expansion_lead_periods=2)
    plan = best_plan(case)
    assert plan.outcome.objective == near(2 + 6 + 3)
    assert starts(plan) == {("A", "N3", 0): 2}


def test_first_phase_and_expansions_count_together_against_max_phases() -> None:
    case = pair_a(tiny(periods=6, demand=SIX_LONG), lead_periods=2, expansion_lead_periods=1, max_phases=1)
    # One phase from quarter 2: 12 missed before, 3 in each of four quarters after.
    assert least(case) == near(1 + 12 + 12)


def test_every_phase_of_a_brownfield_pair_is_an_expansion() -> None:
    case = pair_a(tiny(demand=SIX), lead_periods=3, expansion_lead_periods=1)
    case = replace(case, committed=(Committed("A", "N3", (1.0,) * 4),))
    # Committed makes 3 a quarter, the expansion the other 3 from quarter 1.
    assert least(case) == near(1 + 3)


def test_capacity_committed_for_later_makes_no_brownfield() -> None:
    case = pair_a(tiny(demand=SIX), lead_periods=3, expansion_lead_periods=1)
    case = replace(case, committed=(Committed("A", "N3", (0.0, 1.0, 1.0, 1.0)),))
    # The new phase is a first one: output in quarter 3 alone. Missed: 6, 3, 3, 0.
    assert least(case) == near(1 + 6 + 3 + 3)


def test_an_expansion_pays_by_its_own_spend_profile() -> None:
    case = pair_a(tiny(demand=SIX, settings=discounted()), spend=(1.0,), expansion_spend=(0.0, 1.0))
    # First phase due in quarter 0, the expansion in quarter 1; 6 missed in quarter 0.
    assert least(case) == near(quarters(0) + quarters(1) + 6 * quarters(0))


def test_a_brownfield_phase_pays_by_the_expansion_profile() -> None:
    case = pair_a(tiny(demand=SIX, settings=discounted()), spend=(1.0,), expansion_spend=(0.0, 1.0))
    case = replace(case, committed=(Committed("A", "N3", (1.0,) * 4),))
    assert least(case) == near(quarters(1) + 3 * quarters(0))
