"""Changes: what differs from the last plan is priced, and capped."""

from dataclasses import replace

from planner.case.records import Case, PlannedStart
from tests.cases import tiny
from tests.model.solving import best_plan, least, line, near


def planned_in_period_1(**settings: object) -> Case:
    """The last plan starts the phase in period 1, so that periods 0 and 1 miss 3 each."""
    case = tiny(last_plan=(PlannedStart("A", "N3", 1, 1),))
    return replace(case, settings=replace(case.settings, **settings))  # type: ignore[arg-type]


def test_a_phase_moved_to_another_period_counts_twice() -> None:
    # 1 capex, 3 missed in period 0, and 2 changes at 0.3.
    plan = best_plan(planned_in_period_1(change_price_usd_bn_per_phase=0.3))
    assert plan.outcome.objective == near(1 + 3 + 2 * 0.3)
    assert line(plan, "changes") == near(0.6)


def test_a_dear_change_is_not_made() -> None:
    assert least(planned_in_period_1(change_price_usd_bn_per_phase=9.0)) == near(1 + 2 * 3)


def test_without_changes_the_last_plan_stands() -> None:
    assert least(planned_in_period_1(max_changes=0)) == near(1 + 2 * 3)


def test_one_change_adds_a_phase_and_keeps_the_other() -> None:
    assert least(planned_in_period_1(max_changes=1)) == near(2 + 3)


def test_without_a_price_or_a_cap_nobody_minds() -> None:
    assert least(planned_in_period_1()) == near(1 + 3)
