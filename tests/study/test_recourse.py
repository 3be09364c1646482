"""Recourse: starts until a period are for all futures, later ones follow the future."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case, Committed, Event, Scenario, Settings
from planner.pipeline import solve
from planner.plan.records import Draw, Start, Status
from planner.study.answers.answer import Answer
from planner.study.errors import QuestionError
from planner.study.recourse.branches import for_certain
from planner.study.recourse.solve import different, solve_with_recourse
from planner.study.scenarios.scenarios import scenarios
from planner.study.solves.job import Job
from planner.study.solves.solved import Solved
from tests.cases import product, tiny
from tests.model.brute.draw import draw
from tests.model.brute.draw_goods import lanes, limits, tiers
from tests.model.brute.draw_means import capacity, funds, futures, incentives, shells, sites
from tests.model.changes import locked
from tests.model.parts import node_n3
from tests.model.solving import EXACT, least, near
from tests.study.test_scenarios import EXACT as OPTIONS
from tests.study.test_scenarios import rows, two_futures


def least_with_recourse(case: Case, until: int) -> float:
    adapted = solve_with_recourse(case, until, EXACT)
    assert adapted.findings == ()
    assert adapted.plan.outcome.status is Status.OPTIMAL
    return adapted.plan.outcome.objective


def test_later_starts_follow_the_future() -> None:
    # At one in ten the high future is worth no second phase beforehand: 1 + 0.9 x 3 + 0.1 x (9 + 3 x 6) = 6.4. Two more
    # that start once it has come, a quarter later, serve 6 in each quarter from the third on: 2 instead of 2 x 6.
    case = two_futures(0.1)
    assert least_with_recourse(case, 0) == near(1 + 0.9 * 3 + 0.1 * (9 + 6 + 2))
    assert least_with_recourse(case, 1) == near(1 + 0.9 * 3 + 0.1 * (9 + 6 + 6 + 2))
    # A phase that starts in the last quarter serves nobody.
    assert least_with_recourse(case, 2) == near(1 + 0.9 * 3 + 0.1 * (9 + 3 * 6))
    assert least(case) == near(1 + 0.9 * 3 + 0.1 * (9 + 3 * 6))


def test_what_is_decided_for_all_and_for_each() -> None:
    adapted = solve_with_recourse(two_futures(0.1), 0, EXACT)
    first = Start("A", "N3", 0, 1)
    assert adapted.plan.starts == (first,)
    assert [plan.starts for plan in adapted.by_future] == [(first,), (first, Start("A", "N3", 1, 2))]


def test_wafers_from_before_the_horizon_are_for_all_futures() -> None:
    # Three thousand wafers are under way for the first quarter; one future wants chips of them, the other cards.
    case = node_n3(tiny(periods=2), cycle_periods=1)
    wants = [{(name, "world"): (3.0, 0.0)} for name in ("chip", "card")]
    case = replace(
        case,
        products={name: product(name) for name in ("chip", "card")},
        committed=(Committed("A", "N3", (1.0, 1.0)),),
        scenarios=(Scenario("chips", 0.5, wants[0]), Scenario("cards", 0.5, wants[1])),
    )
    assert least_with_recourse(case, 0) == near(0.5 * 3)
    assert least(case) == near(0.5 * 3)


@pytest.mark.parametrize(
    ("seed", "rules"),
    [
        (3, (sites, tiers, futures)),
        (4, (shells, capacity, lanes, futures)),
        (6, (funds, incentives, futures)),
        (26, (limits, sites, futures)),
    ],
)
def test_between_knowing_at_first_and_never(seed: int, rules: Any) -> None:
    case = draw(seed, rules)
    case = replace(case, settings=replace(case.settings, objective=Settings("").objective))
    never = solve(case, EXACT).plan.outcome
    assert never.status is Status.OPTIMAL
    assert least_with_recourse(case, case.calendar.last) == near(never.objective)
    at_first = sum(one.probability * least(for_certain(case, one)) for one in case.scenarios)
    assert at_first - 1e-6 <= least_with_recourse(case, 0) <= never.objective + 1e-6


def test_the_plan_of_a_future_given_back_as_locks_costs_the_same() -> None:
    case = two_futures(0.1)
    adapted = solve_with_recourse(case, 0, EXACT)
    for future, plan in zip(case.scenarios, adapted.by_future, strict=True):
        assert least(locked(for_certain(case, future), plan)) == near(plan.outcome.objective)


def test_a_known_plan_is_where_it_starts() -> None:
    case = two_futures(0.1)
    known = solve(case, EXACT).plan
    adapted = solve_with_recourse(case, 3, EXACT, known.schedule)
    assert adapted.plan.outcome.objective == near(known.outcome.objective)


def test_decisions_that_differ_before_their_time_are_noticed() -> None:
    one, *_ = solve_with_recourse(two_futures(0.1), 0, EXACT).by_future
    assert list(different([one, one], 0)) == []

    def noticed(**changes: Any) -> list[str]:
        return list(different([one, replace(one, **changes)], 0))

    assert noticed(starts=(Start("A", "N3", 0, 2),)) == ["starts until period 0 differ between futures"]
    assert noticed(openings=()) == ["openings until period 0 differ between futures"]
    assert noticed(draws=(Draw("purse", "A", "N3", 0, 0.9),)) == [
        "money drawn or granted until period 0 differs between futures"
    ]
    assert noticed(starts=(*one.starts, Start("A", "N3", 1, 1))) == []


def test_contradictory_requirements_leave_no_plan() -> None:
    case = two_futures(settings=Settings("tiny", max_shortage_cost_usd_bn=1.0))
    assert solve_with_recourse(case, 0, EXACT).plan.outcome.status is Status.INFEASIBLE


def test_a_kept_solve_has_the_plan_of_every_future() -> None:
    job = Job("later", two_futures(0.1), EXACT, decide_until=0)
    assert job.key != Job("later", two_futures(0.1), EXACT).key
    solved = job.run()
    again = Solved.from_text(solved.to_text())
    assert [plan.starts for plan in again.by_future] == [plan.starts for plan in solved.by_future]
    assert again.has_plan


@pytest.fixture(scope="module")
def answer() -> Answer:
    return scenarios(two_futures(0.1), OPTIONS, fresh=0, decide_until="2027Q1")


def test_what_later_starts_are_worth(answer: Answer) -> None:
    assert rows(answer, "value")[1] == ("expected cost, starts after 2027Q1 by future", 5.4)
    assert rows(answer, "value")[-1] == ("value of later starts by future", 1.0)
    assert (
        "Letting starts after 2027Q1 follow the future is worth 1.00 bn USD: 1 phase until then for all futures, and 0 "
        "to 2 more after it."
    ) in answer.sentences


def test_what_is_decided_now_and_later(answer: Answer) -> None:
    watch = "demand for chip of at least 9 kunits in 2027Q1 (at most 3 in the others)"
    assert rows(answer, "by_future") == [
        ("now", "A", "N3", 1, "2027Q1", "2027Q1", ""),
        ("later", "A", "N3", 2, None, "2027Q2", watch),
    ]


@pytest.mark.parametrize(
    ("label", "settings", "reason"),
    [
        ("2030Q1", {}, "outside the horizon"),
        ("soon", {}, "is not a period label"),
        ("2027Q1", {"cvar_weight": 0.5}, "cvar_weight"),
    ],
)
def test_what_recourse_cannot_be(label: str, settings: dict[str, float], reason: str) -> None:
    case = two_futures(settings=replace(Settings("tiny"), **settings))  # type: ignore[arg-type]
    with pytest.raises(QuestionError, match=reason):
        scenarios(case, OPTIONS, decide_until=label)


def test_the_setting_of_the_case_is_the_default() -> None:
    case = two_futures(0.1, settings=Settings("tiny", decide_until=0))
    never = Scenario("never", 0.0, case.scenarios[1].demand_kunits)
    case = replace(case, scenarios=(*case.scenarios, never), events=(Event("never", 1, 0.5, site="A"),))
    answer = scenarios(case, OPTIONS, fresh=0)
    assert rows(answer, "value")[-1] == ("value of later starts by future", 1.0)
    assert least(case) == near(1 + 0.9 * 3 + 0.1 * (9 + 3 * 6))
