"""Many futures: one plan for all of them, as the model of all together has it, and what the answer says of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.case.records import Case, Limit, Measure, Scenario
from planner.pipeline import solve
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.futures.draws import draw
from planner.study.futures.operations import alone
from planner.study.scenarios.scenarios import scenarios
from planner.study.solves.session import StudyOptions
from tests.cases import tiny

EXACT = StudyOptions(SolveOptions(gap=1e-4, time_limit_seconds=600, threads=1), executor="local:1")
CHIPS = ("chip", "world")


def wanting(**changes: Any) -> Case:
    return tiny(demand={CHIPS: (6.0,) * 4}, **changes)


def cell(answer: Answer, row: int) -> Interval:
    (value,) = [table for table in answer.tables if table.name == "value"]
    of = value.rows[row][1]
    assert isinstance(of, Interval)
    return of


@pytest.fixture(scope="module")
def found() -> Answer:
    return scenarios(wanting(), EXACT, sample=12, fresh=8, draw_seed=3)


def test_the_plan_is_that_of_the_model_of_all_futures(found: Answer) -> None:
    extensive = solve(draw(wanting(), 12, 3).as_case(), EXACT.solve).plan.outcome
    of_all = cell(found, 0)
    assert of_all.low <= extensive.objective + 1e-6
    assert of_all.high == pytest.approx(extensive.objective, rel=2e-4)
    assert found.facts["futures"] == 12
    assert found.sentences[0].startswith("The best plan for all 12 futures has an expected cost of ")


def test_the_plan_for_the_mean_costs_what_it_costs_in_all_futures(found: Answer) -> None:
    # The mean of 6 a quarter, or little less, asks for two phases: 2, the first quarter, and what exceeds 6.
    of_mean = cell(found, 1)
    demand = 6.0 * draw(wanting(), 12, 3).factor[:, 0]
    short = demand[:, 0] + np.maximum(0.0, demand[:, 1:] - 6.0).sum(axis=1)
    assert [of_mean.low, of_mean.high] == pytest.approx([2 + short.mean()] * 2)


def test_knowing_the_future_is_worth_no_more_than_said(found: Answer) -> None:
    case = draw(wanting(), 12, 3).as_case()
    known = [solve(alone(case, future), EXACT.solve).plan.outcome.objective for future in case.scenarios]
    worth = cell(found, 0).low - np.mean(known)
    assert 0 < worth <= cell(found, 2).high


def test_both_plans_are_tried_on_fresh_futures(found: Answer) -> None:
    (fresh,) = [table for table in found.tables if table.name == "fresh"]
    demand = 6.0 * draw(wanting(), 8, 4).factor[:, 0]
    short = demand[:, 0] + np.maximum(0.0, demand[:, 1:] - 6.0).sum(axis=1)
    assert [row[2] for row in fresh.rows] == pytest.approx((2 + short).tolist())


def test_fans_and_what_is_covered_are_shown(found: Answer) -> None:
    assert [one.name for one in found.charts()] == ["coverage_fan", "cash_fan"]
    assert any(sentence.startswith("The plan covers ") for sentence in found.sentences)
    assert {"value", "decisions", "distribution", "periods", "fresh"} == {table.name for table in found.tables}


def test_a_limit_on_service_is_said_to_hold_where_demand_is_as_expected() -> None:
    case = wanting(limits=(Limit("half", Measure.SERVICE, minimum=0.5),))
    answer = scenarios(case, EXACT, sample=12, fresh=0)
    words = "Limits on service hold where demand is as expected; no future drawn around it has to keep them: half."
    assert words in answer.sentences


def test_futures_that_differ_in_more_than_demand_are_planned_as_a_few_and_the_answer_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("planner.study.scenarios.scenarios.FEW", 2)
    late = (Scenario("base", 0.5, {CHIPS: (3.0,) * 4}), Scenario("late", 0.5, {CHIPS: (3.0,) * 4}, delay_periods=1))
    answer = scenarios(tiny(scenarios=late), EXACT, sample=12, fresh=0)
    assert "the scenarios differ in delay_periods" in answer.sentences[0]
    assert answer.sentences[1] == "2 futures stand for 12 drawn around the scenarios of the case."


def test_two_processes_find_the_same_plan(monkeypatch: pytest.MonkeyPatch, found: Answer) -> None:
    monkeypatch.setattr("planner.study.futures.benders.recourse.SHARED_ROWS", 0)
    pool = scenarios(wanting(), replace(EXACT, executor="local:2"), sample=12, fresh=8, draw_seed=3)
    assert pool.facts["expected_usd_bn"].high == pytest.approx(found.facts["expected_usd_bn"].high)
