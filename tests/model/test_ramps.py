"""Ramps and committed capacity: what is online grows with age, and what stands already comes and goes as stated."""

from dataclasses import replace

import pytest

from planner.case.calendar import Calendar
from planner.case.records import Committed
from tests.cases import pair, tiny
from tests.model.parts import node_n3, pair_a, with_site
from tests.model.solving import best_plan, least, near, starts


def test_a_young_phase_makes_its_ramp_share() -> None:
    # Quarter 1 makes 75 % of 3; a second phase to fill the rest of 0.75 would cost 1.
    assert least(pair_a(tiny(), ramp=(0.75, 1.0))) == near(1 + 3 + 0.75)


def test_a_slow_ramp_is_worth_a_second_phase() -> None:
    # One phase: 1 + 3 + 1.5; two phases fill quarter 1: 2 + 3.
    assert least(pair_a(tiny(), ramp=(0.5, 1.0))) == near(2 + 3)


def test_the_last_ramp_share_holds_for_ever() -> None:
    case = pair_a(tiny(periods=6, demand={("chip", "world"): (3.0,) * 6}), ramp=(0.9,))
    # 0.3 missed in each of five quarters is worth a second phase (1 against 1.5).
    assert least(case) == near(2 + 3)
    assert least(pair_a(case, ramp=(0.95,))) == near(1 + 3 + 5 * 0.15)


def test_a_ramp_may_fall() -> None:
    # Quarters 1, 2, 3 make 100, 90, 90 %.
    assert least(pair_a(tiny(), ramp=(1.0, 0.9))) == near(1 + 3 + 0.3 + 0.3)


def test_a_phase_ramps_by_the_curve_of_its_own_pair() -> None:
    case = with_site(pair_a(tiny(), ramp=(0.5, 1.0), max_phases=1), region="here", ramp=(0.8, 1.0), max_phases=1)
    plan = best_plan(case)
    assert plan.outcome.objective == near(1 + 3 + 0.6)
    assert starts(plan) == {("B", "N3", 0): 1}


def test_committed_capacity_counts_and_its_retirement_is_made_up_for() -> None:
    # Committed makes 3, 3, 1.5, 0: one phase in time for quarter 2.
    case = tiny(committed=(Committed("A", "N3", (1.0, 1.0, 0.5, 0.0)),))
    assert least(case) == near(1)


def test_retirement_that_is_worth_no_phase_is_missed() -> None:
    case = tiny(committed=(Committed("A", "N3", (1.0, 1.0, 1.0, 0.8)),))
    assert least(case) == near(0.6)


def test_rows_of_the_same_site_and_node_add_up() -> None:
    halves = (Committed("A", "N3", (0.5,) * 4), Committed("A", "N3", (0.5,) * 4, uses_tools=False))
    assert least(tiny(committed=halves)) == near(0)


def test_committed_capacity_needs_no_listed_pair() -> None:
    case = tiny(committed=(Committed("A", "N3", (0.5,) * 4),), pairs={})
    assert least(case) == near(4 * 1.5)


@pytest.mark.parametrize("utilisation", [0.5, 1.0])
def test_utilisation_shortens_new_and_committed_capacity_alike(utilisation: float) -> None:
    case = node_n3(tiny(), utilisation=utilisation)
    # At half use a phase makes 1.5: two phases. Committed 1 kwspm makes 1.5 and one phase the rest from quarter 1.
    assert least(case) == near(1 / utilisation + 3)
    committed = replace(case, committed=(Committed("A", "N3", (1.0,) * 4),))
    assert least(committed) == near(0 if utilisation == 1 else 1 + 1.5)


def test_a_month_makes_a_third_of_a_quarter() -> None:
    case = tiny(calendar=Calendar.starting("2027M01", 4, 1))
    # A phase of 1 kwspm makes 1 a month, so demand of 3 a month takes three phases from month 1.
    assert least(case) == near(3 + 3)


def test_a_dear_phase_that_comes_sooner_may_be_the_better_one() -> None:
    case = replace(tiny(), pairs={("A", "N3"): pair("A", "N3", 3)})
    case = with_site(case, region="here", lead_periods=1, capex_factor=5.0)
    # Quick and dear: 5 + 3; slow and cheap: 1 + 9.
    plan = best_plan(case)
    assert plan.outcome.objective == near(5 + 3)
    assert starts(plan) == {("B", "N3", 0): 1}
