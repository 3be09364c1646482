"""Risk: the worst futures count beside the expectation, and what shortage costs in any of them may be capped."""

from dataclasses import replace

from planner.case.records import Case, Scenario, Settings
from planner.pipeline import solve
from planner.plan.records import Status
from tests.cases import tiny
from tests.model.solving import EXACT, best_plan, least, line, near, starts

LOW, HIGH = {("chip", "world"): (3.0,) * 4}, {("chip", "world"): (9.0,) * 4}
# With n phases the low future misses 3 in the first quarter; the high one 9 there, and 9 - 3 n in each of three more.
HIGH_MISSES = {1: 9 + 3 * 6, 2: 9 + 3 * 3, 3: 9}


def rare(**settings: object) -> Case:
    """Demand of 3 a quarter, or with a chance of one in ten of 9."""
    futures = Scenario("low", 0.9, LOW), Scenario("high", 0.1, HIGH)
    return tiny(scenarios=futures, settings=replace(Settings("tiny"), **settings))  # type: ignore[arg-type]


def test_the_worst_futures_count_beside_the_expectation() -> None:
    # Each phase after the first saves 0.1 x 9 in expectation and is not worth 1; of the worst tenth it saves 9.
    assert least(rare()) == near(1 + 0.9 * 3 + 0.1 * HIGH_MISSES[1])
    plan = best_plan(rare(cvar_weight=0.5))
    expected = 3 + 0.9 * 3 + 0.1 * HIGH_MISSES[3]
    assert plan.outcome.objective == near(0.5 * expected + 0.5 * HIGH_MISSES[3])
    assert line(plan, "risk") == near(0.5 * (HIGH_MISSES[3] - expected))
    assert starts(plan) == {("A", "N3", 0): 3}


def test_a_tail_takes_a_part_of_the_last_of_its_futures() -> None:
    # The worst fifth: the high future, and a ninth of the low one. Their mean is (0.1 x 9 + 0.1 x 3) / 0.2 = 6.
    plan = best_plan(rare(cvar_weight=0.5, cvar_tail=0.2))
    assert plan.outcome.objective == near(0.5 * (3 + 0.9 * 3 + 0.1 * 9) + 0.5 * 6)


def test_a_tail_of_everything_is_the_expected_cost_of_shortage() -> None:
    # (1 - w) x (1 + 5.4) + w x 5.4 with one phase; with three it is (1 - w) x 3 + 3.6: a phase now costs one half.
    assert least(rare(cvar_weight=0.5, cvar_tail=1.0)) == near(0.5 * 3 + 0.9 * 3 + 0.1 * 9)


def test_without_a_weight_the_tail_says_nothing() -> None:
    assert least(rare(cvar_weight=0.0, cvar_tail=0.2)) == near(least(rare()))


def test_one_future_is_its_own_tail() -> None:
    case = tiny(settings=Settings("tiny", cvar_weight=0.5))
    assert least(case) == near(0.5 * (1 + 3) + 0.5 * 3)


def test_a_future_that_cannot_happen_is_in_no_tail() -> None:
    case = rare(cvar_weight=0.5)
    never = Scenario("never", 0.0, {("chip", "world"): (90.0,) * 4})
    assert least(replace(case, scenarios=(*case.scenarios, never))) == near(least(case))


def test_what_shortage_costs_in_any_future_is_capped() -> None:
    plan = best_plan(rare(max_shortage_cost_usd_bn=18.0))
    assert plan.outcome.objective == near(2 + 0.9 * 3 + 0.1 * HIGH_MISSES[2])
    assert [row.where for row in plan.binding if row.rule == "worst_shortage"] == ["high"]
    assert least(rare(max_shortage_cost_usd_bn=17.0)) == near(3 + 0.9 * 3 + 0.1 * HIGH_MISSES[3])
    assert least(rare(max_shortage_cost_usd_bn=27.0)) == near(least(rare()))


def test_a_cap_below_what_nobody_can_avoid_leaves_no_plan() -> None:
    assert solve(rare(max_shortage_cost_usd_bn=8.9), EXACT).status is Status.INFEASIBLE
