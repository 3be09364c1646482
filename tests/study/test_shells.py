"""What the studies say of shells: what must be decided, what one more is worth, what is in the way, what is past."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case, Lock, Shell
from planner.plan.records import Schedule, ShellStart
from planner.solver.options import SolveOptions
from planner.study.aims.aim import differences
from planner.study.alternatives.alternatives import alternatives
from planner.study.answers.interval import Interval
from planner.study.calendar import calendar
from planner.study.explain.explain import explain
from planner.study.replan.replan import replan
from planner.study.solves.session import StudyOptions
from planner.study.worth import worth
from tests.cases import pair, tiny
from tests.model.solving import best_plan

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")


def shelled(**changes: Any) -> Case:
    """Demand of 6 from quarter 2 on; shells of 0.5 with floor for one phase are finished after a quarter."""
    made = Shell("A", **{"capex_usd_bn": 0.5, "lead_periods": 1, "spend": (1.0,), "floor_units": 1.0, **changes})
    demand = {("chip", "world"): (0.0, 0.0, 6.0, 6.0)}
    return replace(tiny(demand=demand, pairs={("A", "N3"): pair("A", "N3", max_phases=5)}), shells={"A": made})


def test_shells_are_among_what_must_be_approved_and_ordered_first() -> None:
    # Two shells in quarter 0, two phases in 1: 1 + 2. A quarter later 6 are missed.
    answer = calendar(shelled(), EXACT, periods=1)
    approve, _, order = answer.tables
    ((*head, slip, one, _, _),) = approve.rows
    assert head == ["2027Q1", "A", "shell", 2, pytest.approx(1), "2027Q2"]
    assert slip == "not at all"
    assert isinstance(one, Interval)
    assert (one.low, one.high) == pytest.approx((6, 6))
    assert [list(row) for row in order.rows] == [["2027Q1", "shell", 2.0, "A", ""]]
    assert answer.sentences[0].startswith(
        "In 2027Q1 to 2027Q1 the plan starts 0 of its 2 phases and 2 shells: 1.0 bn USD"
    )


def test_one_shell_more_is_worth_what_stands_in_it() -> None:
    # One shell for one phase misses 3 in two quarters; another shell and phase cost 1.5 and save 6.
    (table,) = worth(shelled(max_shells=1), EXACT).tables
    saved = {str(row[0]): row[1] for row in table.rows}
    found = saved["one shell more at A"]
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((4.5, 4.5))


def test_what_keeps_demand_short_may_be_a_maximum_of_shells() -> None:
    table = next(table for table in explain(shelled(max_shells=1), EXACT).tables if table.name == "suggestions")
    assert [row[table.columns.index("edits")] for row in table.rows] == ["shells[A].max_shells: 1 -> 2"]


def test_a_lock_on_more_shells_than_allowed_is_explained() -> None:
    case = replace(shelled(max_shells=1), locks=(Lock("A", "", min_phases=2),))
    table = next(table for table in explain(case, EXACT).tables if table.name == "suggestions")
    edits = {str(row[table.columns.index("edits")]) for row in table.rows}
    assert edits == {"shells[A].max_shells: 1 -> 2", "locks[site=A].min_phases: 2 -> 1"}


def test_alternatives_count_the_shells_of_a_site() -> None:
    # Two shells and two phases cost 3, a third shell 0.5: plans up to 3.6 count. A phase less misses 3 a quarter.
    answer = alternatives(shelled(max_shells=3), EXACT, within=0.2, periods=1)
    ranges = next(table for table in answer.tables if table.name == "ranges")
    assert [row[:4] + row[5:] for row in ranges.rows if row[0] in ("site", "shells")] == [
        ("site", "A", 2, 2, 2, 2),
        ("shells", "shells at A", 2, 2, 3, 3),
    ]
    assert "In every one of them at least 2 shells at A start by 2027Q1." in answer.sentences
    assert "The widest choice is shells at A: 2 to 3 shells." in answer.sentences


def test_shells_that_differ_are_differences() -> None:
    one, other = (Schedule(shells_built=(ShellStart("A", t, 2),)) for t in (0, 1))
    assert differences(one, other) == 4


def test_shells_that_have_begun_stay_and_later_ones_may_move() -> None:
    case = shelled()
    answer = replan(case, best_plan(case), "2027Q2", edits=("demand[*].* *= 0",), options=EXACT)
    fixed = next(table for table in answer.tables if table.name == "fixed")
    assert [list(row) for row in fixed.rows] == [["A", "shell", "2027Q1", 2]]
    moved = next(table for table in answer.tables if table.name == "moves")
    assert [list(row)[:3] for row in moved.rows] == [["A", "N3", 2]]
    changes = next(table for table in answer.tables if table.name == "next")
    assert "locks: new row site = A, from_period = 2027Q1, until_period = 2027Q1, min_phases = 2, max_phases = 2" in {
        str(row[0]) for row in changes.rows
    }
