"""Locks: phases started inside a window are between the minimum and the maximum."""

from planner.case.records import Lock
from tests.cases import tiny
from tests.model.parts import pair_a
from tests.model.solving import best_plan, least, near, starts


def test_a_lock_may_forbid_building() -> None:
    assert least(tiny(locks=(Lock("A", "N3", max_phases=0),))) == near(12)


def test_a_lock_may_ask_for_more_than_is_needed() -> None:
    assert least(tiny(locks=(Lock("A", "N3", min_phases=3),))) == near(3 + 3)


def test_a_lock_holds_inside_its_window_ends_included() -> None:
    # Nothing in quarters 0 and 1: start in 2, output in 3.
    plan = best_plan(tiny(locks=(Lock("A", "N3", from_period=0, until_period=1, max_phases=0),)))
    assert plan.outcome.objective == near(1 + 9)
    assert starts(plan) == {("A", "N3", 2): 1}


def test_a_lock_may_ask_for_a_start_in_one_quarter() -> None:
    plan = best_plan(tiny(locks=(Lock("A", "N3", from_period=1, until_period=1, min_phases=1),)))
    # A phase in quarter 1 is one; another in quarter 0 saves 3 and costs 1.
    assert plan.outcome.objective == near(2 + 3)
    assert starts(plan) == {("A", "N3", 0): 1, ("A", "N3", 1): 1}


def test_locks_hold_together() -> None:
    locks = (Lock("A", "N3", max_phases=1), Lock("A", "N3", from_period=1, until_period=1, min_phases=1))
    assert least(tiny(locks=locks)) == near(1 + 6)


def test_a_lock_counts_first_phases_and_expansions() -> None:
    case = pair_a(tiny(locks=(Lock("A", "N3", min_phases=2),)), expansion_spend=(0.5, 0.5))
    assert least(case) == near(2 + 3)


def test_a_window_beyond_the_horizon_asks_nothing_more() -> None:
    assert least(tiny(locks=(Lock("A", "N3", from_period=-8, until_period=99, max_phases=5),))) == near(1 + 3)
