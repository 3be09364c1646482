"""Phases under way at a site with shells: they take floor of the shells from before, else they have their own."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case, Limit, Measure
from planner.model.build import build
from planner.plan.records import Start
from planner.registry.rows import SHELL_FIRST
from planner.shape.shape import Shape
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.compile import compile_matrix
from tests.model.changes import locked
from tests.model.parts import pair_a
from tests.model.shelled import with_shells
from tests.model.solving import EXACT, best_plan, drawn, least, line, near, starts
from tests.model.test_shells import shelled, shells
from tests.model.test_supplied_worlds import supplied
from tests.model.test_under_way import TWO, row, under_way


def test_they_leave_the_rest_of_a_ready_shell() -> None:
    # A phase makes 3 of the 6 a quarter, and another one has floor from quarter 0 on, output from 1: 1 + 3 missed.
    assert least(shelled(under_way(row(0), demand=TWO), ready=1)) == near(1 + 3)


def test_a_shell_that_they_fill_has_no_floor_for_others() -> None:
    # The ready shell is full: 2 for a new one, finished in quarter 1, 1 for the phase in it, 2 quarters of 3 missed.
    plan = best_plan(shelled(under_way(row(0), demand=TWO), floor_units=1.0, ready=1))
    assert plan.outcome.objective == near(2 + 1 + 2 * 3)
    assert (shells(plan), starts(plan)) == ({("A", 0): 1}, {("A", "N3", 1): 1})


def test_without_a_ready_shell_they_have_a_building_of_their_own() -> None:
    assert least(shelled(under_way(row(0), demand=TWO), floor_units=1.0)) == near(2 + 1 + 2 * 3)
    # Two phases in a shell for one, 3 of 9 missed: a new shell is for the new phase alone.
    nine = {("chip", "world"): (9.0,) * 4}
    case = shelled(under_way(row(0, phases=2), demand=nine), floor_units=1.0, ready=1)
    assert least(case) == near(2 + 1 + 2 * 3)


def test_a_shell_that_is_ready_later_has_room_later() -> None:
    case = shelled(under_way(row(0), demand=TWO), ready=1, ready_from=2, max_shells=0)
    assert least(case) == near(1 + 3 * 3)


def test_others_expand_as_first_phases_do_and_need_not_wait() -> None:
    # At a site with shells all have a lead time of a quarter; where expansions differ, none is ready before quarter 3.
    case = pair_a(under_way(row(3), demand=TWO), expansion_lead_periods=2)
    assert least(case) == near(1 + 3 * 6)
    assert least(shelled(case, ready=1, floor_units=3.0)) == near(2 + 6)


def test_their_bills_and_shells_are_paid_beside_one_another() -> None:
    case = shelled(under_way(row(0, 0.5, 0.25), demand=TWO), floor_units=1.0, ready=1)
    plan = best_plan(case)
    assert (line(plan, "capex"), line(plan, "shells"), line(plan, "under_way")) == (near(1), near(2), near(0.75))
    assert drawn(plan) == {("purse", ""): near(2), ("purse", "N3"): near(1.75)}


def test_a_plan_whose_phase_has_no_floor_beside_them_is_noticed() -> None:
    plan = best_plan(shelled(under_way(row(0), demand=TWO), ready=1))
    assert starts(plan) == {("A", "N3", 0): 1}

    def broken(**changes: Any) -> set[str]:
        case = shelled(under_way(row(0), demand=TWO), **{"ready": 1, **changes})
        return {finding.rule for finding in audit(case, plan).findings}

    assert broken() == set()
    assert broken(floor_units=1.0) == {"shell_floor"}
    assert broken(ready=0) == {"shell_floor"}
    assert broken(ready_from=1) == {"shell_floor"}


def test_those_whose_output_is_late_have_started_all_the_same() -> None:
    # Output in quarter 3 with a lead time of a quarter: no start of the horizon, but floor from its beginning.
    none = Limit("none", Measure.PHASES_STARTED, maximum=0.0)
    case = shelled(under_way(row(3), demand=TWO, limits=(none,)), floor_units=1.0, ready=1, max_shells=0)
    plan = best_plan(case)
    assert plan.outcome.objective == near(3 * 6 + 3)
    started = replace(plan, starts=(Start("A", "N3", 0, 1),))
    assert "shell_floor" in {finding.rule for finding in audit(replace(case, limits=()), started).findings}


def every_rule(seed: int) -> Case:
    return with_shells(supplied(seed), seed)


@pytest.mark.parametrize("seed", [3, 4])
def test_redundant_rows_cut_off_no_plan_of_all_rules_and_locks_give_it_back(seed: int) -> None:
    case = every_rule(seed)
    assert any(earlier.site in case.shells for earlier in case.under_way)
    plan = best_plan(case)
    plain = compile_matrix(build(Shape(case), ())).without_rows((SHELL_FIRST.name,))
    assert solve_matrix(plain, EXACT).objective == near(plan.outcome.objective)
    assert least(locked(case, plan)) == near(plan.outcome.objective)
