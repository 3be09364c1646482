"""What edits of a case change, by hand: a move that nothing calls for is not reported."""

from dataclasses import replace
from functools import cache

import pytest

import planner
from planner.case.records import Case
from planner.plan.records import Plan, Start
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.compare.what_if import what_if
from planner.study.solves.session import StudyOptions
from tests.cases import pair, tiny
from tests.model.parts import with_site

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600, threads=1), executor="local:1")
DEARER = ["products[*].shortage_penalty_usd *= 2"]


def two_equal_sites() -> Case:
    """One phase serves all demand from period 1 on, and costs 1 at either site."""
    return with_site(tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=2)}), region="here", max_phases=2)


@cache
def plan_at(site: str) -> Plan:
    """Return the plan of two equal sites that builds at one of them."""
    lock = planner.Lock(site, "N3", min_phases=1)
    return planner.solve(replace(two_equal_sites(), locks=(lock,)), EXACT.solve).plan


def rows(answer: Answer, name: str) -> list[tuple[object, ...]]:
    return [row for table in answer.tables if table.name == name for row in table.rows]


@pytest.mark.slow
@pytest.mark.parametrize("site", ["A", "B"])
def test_of_two_equal_sites_the_old_one_is_kept(site: str) -> None:
    """Dearer shortages change the cost by 3, and nothing else: whatever site the new solve chooses, none has moved."""
    answer = what_if(two_equal_sites(), EXACT, edits=DEARER, plan=plan_at(site))
    assert rows(answer, "decisions") == []
    assert "The optimal cost changes by 3.00 bn USD." in answer.sentences
    assert "Both plans start the same phases in the same periods." in answer.sentences


def test_the_nearest_plan_costs_no_more_and_keeps_what_can_be_kept() -> None:
    """Both plans cost 4, and the gap allows nothing above; the old one is found again from the other."""
    case, old = two_equal_sites(), plan_at("A")
    near = planner.nearest(case, plan_at("B"), old.schedule, EXACT.solve)
    assert near.audit is not None
    assert near.audit.clean
    assert near.plan.starts == (Start("A", "N3", 0, 1),)
    assert near.plan.outcome.objective == pytest.approx(4)
    assert near.status is planner.Status.OPTIMAL


def test_what_has_to_move_is_reported() -> None:
    """Where nothing may start at A any more, the phase moves to B, at the same cost."""
    edits = ["site_nodes[A,N3].max_phases = 0"]
    answer = what_if(two_equal_sites(), EXACT, edits=edits, plan=plan_at("A"))
    assert rows(answer, "decisions") == [
        ("A", "(site opened)", 1, "2027Q1", None),
        ("A", "N3", 1, "2027Q1", None),
        ("B", "(site opened)", 1, None, "2027Q1"),
        ("B", "N3", 1, None, "2027Q1"),
    ]
    assert "The optimal cost stays the same." in answer.sentences
    assert answer.sentences[0].startswith("site_nodes[A, N3].max_phases: 2 -> 0")


def test_a_plan_of_another_case_is_refused() -> None:
    with pytest.raises(planner.QuestionError, match="breaks rules of this case"):
        what_if(two_equal_sites(), EXACT, edits=DEARER, plan=replace(plan_at("A"), shortage=()))
