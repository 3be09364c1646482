"""Plans that cost about as much: by hand on two equal sites, and where nothing can be compared."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

import planner
from planner.case.records import Case
from planner.plan.records import Outcome, Plan, Stage
from planner.solver.options import SolveOptions
from planner.study.aims.aim import range_within
from planner.study.alternatives.alternatives import alternatives
from planner.study.alternatives.answer import Alternatives, answer_of
from planner.study.alternatives.ranges import Ranges
from planner.study.answers.answer import Answer
from planner.study.solves.session import StudyOptions, StudyProgress
from planner.study.solves.solved import Solved
from tests.cases import pair, tiny
from tests.model.parts import with_site

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")


def two_equal_sites() -> Case:
    """One phase serves all demand from period 1 on, and costs 1 at either site: 3 + 1 = 4."""
    case = tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=2)})
    return with_site(case, region="here", max_phases=2)


def rows(answer: Answer, name: str) -> list[tuple[object, ...]]:
    (table,) = (table for table in answer.tables if table.name == name)
    return list(table.rows)


@pytest.mark.slow
def test_by_hand(tmp_path: Path) -> None:
    """A second phase for 1 is too much, and so is to wait a period for 3: one phase at once, at A or B.

    No plan can avoid the shortage of 3 in period 0, so the share of 10 % is of the other 1: plans up to 4.1 count. No
    start at a site is without regret, but one phase of N3 is, by the first period.
    """
    progress: list[StudyProgress] = []
    options = replace(EXACT, resume=tmp_path / "kept")
    answer = alternatives(two_equal_sites(), options, within=0.1, periods=1, on_progress=progress.append)
    best = [row[4] for row in rows(answer, "ranges")]
    assert [(row[:4], row[5:]) for row in rows(answer, "ranges")] == [
        (("region", "here", 1, 1), (1, 1)),
        (("node", "N3", 1, 1), (1, 1)),
        (("site", "A", 0, 0), (1, 1)),
        (("site", "B", 0, 0), (1, 1)),
    ]
    assert best == [1, 1, *best[2:]]
    assert sum(map(int, map(str, best[2:]))) == 1
    assert rows(answer, "no_regret") == [("region", "here", 1, "2027Q1"), ("node", "N3", 1, "2027Q1")]
    assert answer.sentences == (
        "These are the plans that cost at most 4.10 bn USD, within 10 % of the bound, measured on the part of the "
        "cost that a plan can change.",
        "In every one of them at least 1 phase of N3 starts by 2027Q1.",
        "The widest choice is A: 0 to 1 phases.",
    )
    assert [(row[0], row[1], row[4:]) for row in rows(answer, "plans")] == [
        ("best", pytest.approx(4), (1, 0, None)),
        ("by site", pytest.approx(4), (1, 2, True)),
    ]
    assert progress[-1].done == progress[-1].total
    assert max(map(len, str(answer).splitlines())) <= 80
    sheets = load_workbook(answer.write(tmp_path / "answer.xlsx")).sheetnames
    assert sheets == ["answer", "no_regret", "ranges", "plans", "phases", "starts"]

    again = alternatives(two_equal_sites(), options, within=0.1, periods=1)
    assert json.dumps(again.to_json()) == json.dumps(answer.to_json())


def test_where_coverage_comes_first_both_ceilings_are_named() -> None:
    case = tiny(settings=planner.Settings("tiny", objective=planner.Objective.COVERAGE_FIRST))
    best = Solved(Plan(Outcome(planner.Status.OPTIMAL, 1.0, 1.0, 0.0, {}, Stage(3.0, 3.0, 0.0))), clean=True, seconds=0)
    result = Alternatives((), Ranges({}, best), range_within(best.plan.outcome, 0.1), best, {}, 0)
    assert answer_of(case, 0.1, result).sentences[0] == (
        "Coverage comes first: these are the plans with a shortage penalty of at most 3.30 and a cost of at most 1.10 "
        "bn USD, each within 10 % of the bound."
    )


def test_a_share_within_the_gap_is_refused() -> None:
    with pytest.raises(planner.QuestionError, match="proven to 0 % of its bound, so a plan within 0 % may not exist"):
        alternatives(tiny(), EXACT, within=0.0)


def test_where_no_phase_may_start_nothing_is_asked() -> None:
    answer = alternatives(tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=0)}), EXACT)
    assert answer.sentences == ("No phase may start in this case, so there is nothing to choose.",)
    assert answer.tables == ()


def test_why_there_is_nothing_to_compare_is_told_apart() -> None:
    outcome = Outcome(planner.Status.INFEASIBLE, float("inf"), float("inf"), float("inf"), {})
    assert "planner explain" in Solved(Plan(outcome), clean=False, seconds=0).why_no_plan
    late = Plan(replace(outcome, status=planner.Status.NO_PLAN))
    assert "--time-limit" in Solved(late, clean=False, seconds=0).why_no_plan
