"""Objectives: what is best under each, on cases where they differ."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Fund, Objective, Settings, Site
from planner.model.build import build
from planner.pipeline import solve
from planner.plan.records import Stage, Status
from planner.report.figures.headline import figures
from planner.report.words.phrases import coverage_sentence
from planner.shape.shape import Shape
from planner.solver.options import SolveOptions
from tests.cases import pair, tiny
from tests.model.parts import chip
from tests.model.solving import best_plan, line, near, starts
from tests.model.worlds import world


def stage(penalty_usd_bn: float) -> Stage:
    """A first stage that is proven to a thousand usd."""
    return Stage(*(near(usd_bn) for usd_bn in (penalty_usd_bn, penalty_usd_bn, 0.0)))  # type: ignore[arg-type]


def aimed(case: Case, objective: Objective) -> Case:
    return replace(case, settings=replace(case.settings, objective=objective))


def dear(capex_usd_bn: float) -> Case:
    """The tiny case with a phase that costs more than the 9 usd_bn of penalties that it saves in three quarters."""
    case = tiny(settings=Settings("dear"))
    return replace(case, nodes={"N3": replace(case.nodes["N3"], phase_capex_usd_bn=capex_usd_bn)})


def test_least_cost_leaves_short_what_costs_more_to_cover() -> None:
    plan = best_plan(dear(20.0))
    # Build nothing: four quarters of 3 thousand packages at 1 usd_bn a thousand.
    assert plan.outcome.objective == near(4 * 3)
    assert plan.outcome.first_stage is None
    assert starts(plan) == {}


def test_coverage_first_covers_at_any_cost() -> None:
    plan = best_plan(aimed(dear(20.0), Objective.COVERAGE_FIRST))
    # A phase at once for 20, online after a quarter: 3 thousand packages short in the first.
    assert starts(plan) == {("A", "N3", 0): 1}
    assert plan.outcome.first_stage == stage(3)
    assert plan.outcome.objective == near(20)
    assert line(plan, "shortage_penalty") == near(3)


def test_coverage_first_then_takes_the_cheaper_way_to_the_same_coverage() -> None:
    case = dear(20.0)
    case = replace(
        case,
        sites={**case.sites, "B": Site("B", "here")},
        pairs={**case.pairs, ("B", "N3"): pair("B", "N3", capex_factor=0.75)},
    )
    plan = best_plan(aimed(case, Objective.COVERAGE_FIRST))
    assert starts(plan) == {("B", "N3", 0): 1}
    assert plan.outcome.objective == near(0.75 * 20)


def test_coverage_first_buys_no_more_than_covers() -> None:
    # Two phases are wanted for 6 thousand packages a quarter, but only in the last quarter; each waits for its need.
    case = tiny(demand={("chip", "world"): (0.0, 3.0, 3.0, 6.0)}, settings=Settings("two", discount_rate=0.08))
    plan = best_plan(aimed(case, Objective.COVERAGE_FIRST))
    assert plan.outcome.first_stage == stage(0)
    assert starts(plan) == {("A", "N3", 0): 1, ("A", "N3", 2): 1}


def test_coverage_first_ends_where_the_money_does() -> None:
    case = replace(dear(20.0), funds={"purse": Fund("purse", (19.0, 0.0, 0.0, 0.0))})
    plan = best_plan(aimed(case, Objective.COVERAGE_FIRST))
    assert plan.outcome.first_stage == stage(12)
    assert plan.outcome.objective == near(0)


def test_the_penalty_weighs_products_against_each_other_in_the_first_stage() -> None:
    # Committed nothing, one phase at most: the dearer shortage is avoided though the penalty is no part of the cost.
    case = chip(aimed(dear(20.0), Objective.COVERAGE_FIRST), shortage_penalty_usd=5e6)
    assert best_plan(case).outcome.first_stage == stage(15)


def test_profit_builds_what_sells_for_more_than_it_costs() -> None:
    case = chip(aimed(dear(20.0), Objective.PROFIT), price_usd=2e6)
    # Shortage 3 x 1, capex 20, three quarters sold at 3 x 2: 20 + 3 - 18 = 5, against 12 for building nothing.
    plan = best_plan(case)
    assert plan.outcome.objective == near(20 + 3 - 3 * 3 * 2)
    assert line(plan, "revenue") == near(-18)


@pytest.mark.parametrize("seed", [0, 3, 4, 9])
def test_coverage_first_is_never_short_of_more_than_least_cost(seed: int) -> None:
    least, first = best_plan(world(seed)), best_plan(aimed(world(seed), Objective.COVERAGE_FIRST))
    assert first.outcome.first_stage is not None
    assert first.outcome.first_stage.objective <= line(least, "shortage_penalty") + 1e-6
    # Nor could any plan do with less penalty and cost together than least cost does.
    together = first.outcome.first_stage.objective + first.outcome.objective
    assert together >= least.outcome.objective - 1e-6 * abs(least.outcome.objective)


@pytest.mark.parametrize("seed", [0, 3, 4])
def test_more_money_never_leaves_more_short_under_coverage_first(seed: int) -> None:
    case = aimed(world(seed), Objective.COVERAGE_FIRST)
    richer = {
        name: replace(fund, budget_usd_bn=tuple(1.2 * usd_bn for usd_bn in fund.budget_usd_bn))
        for name, fund in case.funds.items()
    }
    stages = [best_plan(c).outcome.first_stage for c in (case, replace(case, funds=richer))]
    assert stages[0] is not None
    assert stages[1] is not None
    assert stages[1].objective <= stages[0].objective + 1e-6


def test_a_first_stage_that_is_not_closed_is_never_called_optimal() -> None:
    case = aimed(world(0), Objective.COVERAGE_FIRST)
    solved = solve(case, SolveOptions(gap=0.0, threads=1, time_limit_seconds=0.4))
    outcome = solved.plan.outcome
    assert outcome.status in (Status.FEASIBLE, Status.NO_PLAN, Status.OPTIMAL)
    if outcome.status is Status.OPTIMAL:
        assert outcome.first_stage is not None
        assert outcome.first_stage.gap <= 1e-7
    if outcome.status is Status.FEASIBLE:
        assert solved.audit is not None
        assert solved.audit.clean


def test_both_values_are_told() -> None:
    case = aimed(dear(20.0), Objective.COVERAGE_FIRST)
    told = coverage_sentence(figures(case, best_plan(case)))
    assert "3.000 bn USD" in told
    assert "the minimum over all plans" in told
    assert coverage_sentence(figures(dear(20.0), best_plan(dear(20.0)))) == ""


def test_one_model_holds_both_objectives_in_order() -> None:
    staged, plain = (build(Shape(aimed(dear(20.0), o))) for o in (Objective.COVERAGE_FIRST, Objective.LEAST_COST))
    assert hasattr(staged, "first_cost")
    assert not hasattr(plain, "first_cost")
