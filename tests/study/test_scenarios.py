"""Scenarios: what planning for several futures is worth by hand, what to decide now, and plans tried on fresh ones."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner.case.records import Buyer, Case, Event, Limit, Measure, Objective, Scenario, Settings, Tier
from planner.pipeline import solve
from planner.plan.records import Outcome, Plan, Status
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.errors import QuestionError
from planner.study.scenarios.answer import answer_of
from planner.study.scenarios.decisions import decisions, trigger
from planner.study.scenarios.fresh import Fresh, tried_on
from planner.study.scenarios.futures import cost_usd_bn, for_certain, mean_future
from planner.study.scenarios.planned import Planned
from planner.study.scenarios.scenarios import scenarios
from planner.study.solves.session import Session, StudyOptions
from planner.study.solves.solved import Solved
from tests.cases import tiny
from tests.model.solving import EXACT as EXACT_SOLVE
from tests.model.solving import best_plan, near

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")
LOW, HIGH = {("chip", "world"): (3.0,) * 4}, {("chip", "world"): (9.0,) * 4}


def two_futures(chance: float = 0.25, **changes: Any) -> Case:
    """Demand of 3 a quarter, or of 9. A phase costs 1 and serves 3 in three of four quarters."""
    return tiny(scenarios=(Scenario("low", 1 - chance, LOW), Scenario("high", chance, HIGH)), **changes)


def rows(answer: Answer, name: str) -> list[tuple[Any, ...]]:
    return next([tuple(map(_middle, row)) for row in table.rows] for table in answer.tables if table.name == name)


def _middle(cell: object) -> object:
    return near((cell.low + cell.high) / 2) if isinstance(cell, Interval) else cell


def alone(case: Case) -> dict[str, Plan]:
    return {one.name: solve(for_certain(case, one), EXACT_SOLVE).plan for one in case.scenarios}


@pytest.fixture(scope="module")
def found() -> Answer:
    return scenarios(two_futures(), EXACT, fresh=0)


def test_what_planning_and_knowing_are_worth(found: Answer) -> None:
    # Three phases cost 3 and miss 3 in the low future and 9 in the high one: 3 + 0.75 x 3 + 0.25 x 9 = 7.5. Who knows
    # the future pays 1 + 3 or 3 + 9: 6 in the mean. The mean demand of 4.5 asks for two phases: 2 + 4.5; kept in both
    # futures they cost 2 + 0.75 x 3 + 0.25 x (9 + 9) = 8.75.
    assert [row[1] for row in rows(found, "value")] == [6.0, 7.5, 8.75, 1.5, 1.25]
    assert found.sentences[0] == "The best plan for all 2 futures has an expected cost of 7.50 bn USD."
    assert found.sentences[1] == "Planning for all of them instead of for their mean is worth 1.25 bn USD."
    assert found.sentences[2].startswith("Knowing the future before deciding would be worth 1.50 bn USD")


def test_the_regret_in_each_future(found: Answer) -> None:
    assert rows(found, "regret") == [
        ("low", 75.0, near(6.0), 4.0, 2.0, near(75.0), near(75.0)),
        ("high", 25.0, near(12.0), 12.0, 0.0, near(75.0), near(75.0)),
    ]


def test_what_to_commit_to_and_what_to_hold(found: Answer) -> None:
    watch = "demand for chip of at least 9 kunits in 2027Q1 (at most 3 in the others)"
    start = "2027Q1"
    assert rows(found, "decisions") == [
        ("commit", "A", "N3", 1, start, start, start, "all", ""),
        ("hold", "A", "N3", 2, start, start, start, "high", watch),
    ]
    assert "Commit: 1 phase that the best plan for every future has too." in found.sentences


def test_what_only_an_unlikely_future_needs_is_an_option() -> None:
    # At one in ten a second phase saves 0.9 and is not built for all.
    answer = scenarios(two_futures(0.1), EXACT, fresh=0)
    assert [row[:4] for row in rows(answer, "decisions")] == [("commit", "A", "N3", 1), ("option", "A", "N3", 2)]
    assert "Option: 2 phases more that only some futures need." in answer.sentences


def test_futures_that_ask_for_the_same_are_worth_nothing() -> None:
    answer = scenarios(tiny(scenarios=(Scenario("one", 0.5, LOW), Scenario("two", 0.5, LOW))), EXACT, fresh=0)
    assert [row[1] for row in rows(answer, "value")] == [4.0, 4.0, 4.0, 0.0, 0.0]
    assert "not distinguishable" in answer.sentences[1]
    assert "not distinguishable" in answer.sentences[2]


def test_the_costs_in_the_futures_add_up_to_the_objective() -> None:
    case = two_futures()
    plan = best_plan(case)
    costs = [cost_usd_bn(case, plan, future) for future in case.scenarios]
    assert costs == [near(3 + 3), near(3 + 9)]
    assert 0.75 * costs[0] + 0.25 * costs[1] == near(plan.outcome.objective)


def test_profit_is_shown_as_profit() -> None:
    # A package sold earns 1. Three phases sell 9 or 27: 0.75 x 9 + 0.25 x 27 = 13.5, less 3 for them and the shortage.
    case = two_futures(settings=Settings("tiny", objective=Objective.PROFIT))
    case = replace(case, products={"chip": replace(case.products["chip"], price_usd=1e6)})
    answer = scenarios(case, EXACT, fresh=0)
    assert answer.sentences[0] == "The best plan for all 2 futures has an expected profit of 6.00 bn USD."
    assert rows(answer, "value")[1] == ("expected profit, one plan for all futures", 13.5 - 3 - 0.75 * 3 - 0.25 * 9)


def test_coverage_first_compares_penalties() -> None:
    # With money for everything only the first quarter is short, of 3 or of 9.
    case = two_futures(settings=Settings("tiny", objective=Objective.COVERAGE_FIRST))
    answer = scenarios(case, EXACT, fresh=0)
    assert "expected shortage penalty of 4.50 bn USD" in answer.sentences[0]
    assert [row[4] for row in rows(answer, "regret")] == [0.0, 0.0]


def test_one_future_is_no_question() -> None:
    answer = scenarios(tiny(), EXACT)
    assert answer.tables == ()
    assert "one future only" in answer.sentences[0]


def test_without_a_plan_the_answer_says_so() -> None:
    impossible = Settings("tiny", max_shortage_cost_usd_bn=1.0)
    answer = scenarios(two_futures(settings=impossible), EXACT)
    assert answer.sentences == (
        "No plan keeps every rule of the case: planner explain says what would have to change.",
    )


@pytest.mark.parametrize("numbers", [{"sample": 1}, {"keep": 1}, {"fresh": 1}, {"fresh": -2}])
def test_numbers_that_cannot_be(numbers: dict[str, int]) -> None:
    with pytest.raises(QuestionError, match=next(iter(numbers))):
        scenarios(two_futures(), EXACT, **numbers)  # type: ignore[arg-type]


def test_drawn_futures_stand_for_many() -> None:
    answer = scenarios(tiny(), EXACT, sample=8, keep=2, fresh=2, draw_seed=3)
    assert answer.sentences[0] == "2 futures stand for 8 drawn around the scenarios of the case."
    assert len(rows(answer, "regret")) == 2
    assert len(rows(answer, "fresh")) == 2


def solved(objective: float, bound: float, plan: Plan) -> Solved:
    outcome = Outcome(Status.FEASIBLE, objective, bound, 0.1, {})
    return Solved(replace(plan, outcome=outcome), clean=True, seconds=1.0)


def test_unfinished_solves_give_brackets_that_hold_the_truth() -> None:
    case = two_futures()
    plan, own = best_plan(case), alone(case)
    loose = Planned(
        case,
        solved(7.5, 5.0, plan),
        solved(6.5, 6.0, plan),
        solved(8.75, 8.5, plan),
        {"low": solved(4.0, 3.5, own["low"]), "high": solved(13.0, 11.0, own["high"])},
    )
    # The plan for all costs 12 in the high future, less than the 13 found for it alone. Who knows the future pays
    # 0.75 x 3.5 + 0.25 x 11 = 5.375 at least, which is a better bound on the plan for all than its own of 5.
    assert (loose.knowing.low, loose.knowing.high) == (near(5.375), near(6.0))
    assert (loose.for_all.low, loose.for_all.high) == (near(5.375), 7.5)
    assert (loose.value_of_knowing.low, loose.value_of_knowing.high) == (0.0, near(7.5 - 5.375))
    value = loose.value_of_planning
    assert value is not None
    assert (value.low, value.high) == (near(1.0), near(8.75 - 5.375))
    assert (loose.regret("high").low, loose.regret("high").high) == (0.0, near(1.0))
    assert "is not distinguishable" in answer_of(loose, None, None).sentences[2]


def test_a_trigger_is_what_sets_futures_apart_first() -> None:
    late = {("chip", "world"): (3.0, 3.0, 9.0, 9.0)}
    case = tiny(scenarios=(Scenario("low", 0.5, LOW), Scenario("late", 0.5, late)))
    *_, more = decisions(best_plan(case), alone(case))
    assert more.builders == ("late",)
    # The phases start in 2027Q2 or before, and demand differs from 2027Q3 on only.
    forecast = "a forecast of demand for chip of at least 9 kunits in 2027Q3 (at most 3 in the others)"
    assert trigger(case, more) == forecast

    parted = replace(more, own={"few": 0, "all": None})

    def watched(few: Scenario, others: Scenario) -> str:
        return trigger(replace(case, scenarios=(few, others)), parted)

    few, others = Scenario("few", 0.5, LOW), Scenario("all", 0.5, LOW)
    half = replace(few, tool_factor=0.5)
    assert watched(half, others) == "at most 50 % of the tools in use (at least 100 % in the others)"
    delayed = replace(others, delay_periods=2)
    assert watched(few, delayed) == "construction late by at most 0 periods (at least 2 in the others)"
    assert watched(few, others) == "whether it is few"


def test_the_mean_future() -> None:
    gold = Buyer("chip", "world", "gold")
    low = Scenario("low", 0.75, LOW, tool_factor=0.5, delay_periods=2, tiers={gold: Tier((4.0,) * 4, price_usd=7.0)})
    high = Scenario("high", 0.25, HIGH)
    often, seldom = Event("low", 1, 0.5, site="A"), Event("high", 1, 0.0, site="A")
    mean = mean_future(tiny(scenarios=(low, high), events=(often, seldom)))
    (only,) = mean.scenarios
    assert only.demand_kunits[("chip", "world")] == pytest.approx((4.5,) * 4)
    assert list(only.tiers) == [gold]
    assert only.tiers[gold].kunits == pytest.approx((3.0,) * 4)
    assert only.tiers[gold].price_usd == 7.0
    assert (only.tool_factor, only.delay_periods) == (near(0.625), 2)
    assert mean.events == (replace(often, scenario=only.name),)


def test_pairs_of_costs_are_compared() -> None:
    tried = Fresh(4, {"a": 1.0, "b": 1.0, "c": 1.0, "d": 9.0}, {"a": 2.0, "b": 3.0, "c": 4.0})
    # Differences 1, 2, 3: a mean of 2, a deviation of 1; Student's t with two degrees of freedom is 4.3027.
    margin = 4.302653 / math.sqrt(3)
    assert (tried.mean_saved.low, tried.mean_saved.high) == (near(2 - margin), near(2 + margin))
    assert Fresh(2, {"a": 1.0}, {"a": 1.0}).mean_saved.width == math.inf


def test_a_future_in_which_a_plan_breaks_a_rule_is_left_out() -> None:
    # One phase serves 9 of 12 in the low future and 9 of 36 in the high one, where half must be served.
    case = two_futures(limits=(Limit("served", Measure.SERVICE, market="world", minimum=0.5),))
    own = alone(case)
    with Session(EXACT) as session:
        tried = tried_on(session, case, {"all": own["low"], "mean": own["high"]})
    assert tried.for_all == {"low": near(1 + 3)}
    assert tried.for_mean == {"low": near(3 + 3), "high": near(3 + 9)}


def test_the_answer_is_written_with_its_fans(found: Answer, tmp_path: Path) -> None:
    assert [one.name for one in found.charts()] == ["coverage_fan", "cash_fan"]
    assert found.write(tmp_path / "answer.xlsx").exists()


def test_who_gives_one_future_all_of_the_probability_learns_which_others_there_are() -> None:
    sure = scenarios(Path(__file__).parents[2] / "inputs" / "world.xlsx", fresh=0)
    assert sure.sentences == (
        "There is one future only, since base has all of the probability: give some of it to low, high, China closed "
        "or China open on the sheet scenarios, or draw some with --sample.",
    )
    assert scenarios(tiny(), fresh=0).sentences[0].startswith("There is one future only: list several")
