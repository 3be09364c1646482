"""Profit of fabs: transfer prices of what packages take, less what fabs pay; nothing for what no package takes.

A phase makes 3 thousand wafers a quarter, and as many packages. A wafer is sold for 200,000 USD: 0.2 bn a thousand.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.audit import audit
from planner.case.checks import check
from planner.case.records import (
    Case,
    Committed,
    Fund,
    Incentive,
    Kind,
    Lane,
    Limit,
    Measure,
    Objective,
    ProfitOf,
    Purchase,
    Scenario,
    Settings,
)
from planner.plan.records import Plan
from planner.report.contract.tables import plan_tables
from planner.report.excel.workbook import write_plan
from planner.report.figures.headline import figures
from planner.report.figures.value.returns import value
from planner.report.figures.value.views import total, views
from planner.report.readback.plan_workbook import read_plan
from planner.report.words.nothing import why_nothing
from planner.report.words.phrases import answer, objective_words
from planner.report.words.returns import line_words
from planner.study.answers.measure import measured
from tests.cases import pair, tiny
from tests.model.parts import chip, made_of, node_n3, part, per_wafer, quarters, with_node, with_site
from tests.model.solving import best_plan as seller_plan
from tests.model.solving import near, starts
from tests.model.test_views import optimum
from tests.model.worlds import world
from tests.report.test_returns import priced

FABS = Settings("tiny", objective=Objective.PROFIT, profit_of=ProfitOf.FABS)


def of_fabs(case: Case, **changes: object) -> Case:
    """Return the case for the profit of fabs, whose wafers are sold for 200,000 USD and cost 50,000."""
    priced_wafers = node_n3(case, **{"wafer_price_usd": 2e5, "wafer_cost_usd": 5e4, **changes})
    settings = replace(case.settings, objective=Objective.PROFIT, profit_of=ProfitOf.FABS)
    return replace(priced_wafers, settings=settings)


def unsold(plan: Plan) -> dict[tuple[str, str, int], float]:
    return {(w.scenario, w.region, w.period): w.unsold_kwafers for w in plan.wafers if w.unsold_kwafers}


def test_a_fab_is_built_for_what_it_earns_and_not_for_what_is_missed() -> None:
    # One phase sells 3 thousand wafers in quarters 1 to 3: 9 * (0.2 - 0.05) is more than the 1 that it costs.
    plan = optimum(of_fabs(tiny()))
    assert plan.outcome.objective == near(1 - 9 * (0.2 - 0.05))
    assert plan.outcome.cost_usd_bn["revenue"] == near(-9 * 0.2)
    assert plan.outcome.cost_usd_bn["shortage_penalty"] == near(3)  # shown, and paid by nobody here
    dear = of_fabs(node_n3(tiny(), phase_capex_usd_bn=1.4))
    plan = optimum(dear)
    assert (plan.starts, plan.outcome.objective) == ((), near(0))
    assert "costs more than it earns" in why_nothing(dear, plan, figures(dear, plan))
    assert starts(seller_plan(node_n3(tiny(), phase_capex_usd_bn=1.4))) == {("A", "N3", 0): 1}


def test_what_stands_earns_too_and_only_with_what_is_wanted() -> None:
    # 9 thousand wafers a quarter could be made, 3 are wanted.
    case = of_fabs(tiny(committed=(Committed("A", "N3", (3.0,) * 4),)))
    assert optimum(case).outcome.objective == near(-4 * 3 * (0.2 - 0.05))


def test_prices_move_and_are_paid_when_wafers_leave() -> None:
    case = tiny(committed=(Committed("A", "N3", (1.0,) * 4),), settings=Settings("tiny", discount_rate=0.21))
    case = of_fabs(case, cycle_periods=1, wafer_price_trend=0.1, wafer_cost_usd=0.0)
    # Those of quarter 0 have started before the horizon.
    assert optimum(case).outcome.objective == near(-sum(3 * 0.2 * 1.1 ** (t / 4) * quarters(t) for t in range(4)))


def test_wafers_that_a_limit_asks_for_and_nobody_takes_earn_nothing(tmp_path: Path) -> None:
    # Half of all wafers must start there, from where nothing may be shipped.
    case = with_site(tiny(committed=(Committed("A", "N3", (1.0,) * 4), Committed("B", "N3", (1.0,) * 4))))
    half = Limit("half", Measure.OUTPUT_SHARE, region="there", node="N3", minimum=0.5)
    case = of_fabs(replace(case, pairs={}, limits=(half,), lanes=(Lane("there", to_market="world", allowed=False),)))
    plan = optimum(case)
    assert plan.outcome.objective == near(-4 * 3 * (0.2 - 2 * 0.05))
    assert unsold(plan) == {("base", "there", t): near(3) for t in range(4)}
    write_plan(tmp_path / "plan.xlsx", case, plan)
    back = read_plan(tmp_path / "plan.xlsx", case)
    assert unsold(back) == unsold(plan)
    assert audit(case, back).clean


def test_wafers_from_before_the_horizon_are_sold_as_far_as_each_future_wants_them() -> None:
    case = tiny(periods=2, committed=(Committed("A", "N3", (1.0,) * 2),))
    low = Scenario("low", 0.5, {("chip", "world"): (1.0, 1.0)})
    high = replace(case.scenarios[0], name="high", probability=0.5)
    plan = optimum(of_fabs(replace(case, pairs={}, scenarios=(high, low)), cycle_periods=1, wafer_cost_usd=0.0))
    assert plan.outcome.objective == near(-2 * (0.5 * 3 + 0.5 * 1) * 0.2)
    assert unsold(plan) == {("low", "here", -1): near(2)}


def packed(units: float = 1.0) -> Case:
    """Packages of a die and a place on a packaging wafer, which gives four; a fifth of them is lost."""
    case = tiny(committed=(Committed("A", "N3", (5.0,) * 4), Committed("A", "CoWoS", (5.0,) * 4)))
    case = with_node(case, "CoWoS", Kind.PACKAGING)
    parts = part("die", per_wafer("N3")), part("place", per_wafer("CoWoS", 4.0, units))
    return replace(made_of(case, *parts, assembly_yield=0.8, package_price_usd=1e5), pairs={})


@pytest.mark.parametrize("units", [1.0, 2.0])
def test_a_packaging_house_earns_for_good_packages(units: float) -> None:
    # 3 packages a quarter take 3 / 0.8 dies. The house earns 0.1 for each, whatever it needs for them.
    plan = optimum(of_fabs(packed(units), wafer_cost_usd=0.0))
    assert plan.outcome.objective == near(-4 * (3 * 0.1 + 3 / 0.8 * 0.2))


def test_a_bought_part_earns_nothing_and_costs_fabs_nothing() -> None:
    case = packed()
    kept = tuple(row for row in case.committed if row.node == "N3")
    case = replace(case, committed=kept, purchases=(Purchase("place", "here", 5e6, (2.0,) * 4, take_or_pay=1.0),))
    plan = optimum(of_fabs(case, wafer_cost_usd=0.0))
    # 2 places a quarter, and so 2 dies.
    assert plan.outcome.objective == near(-4 * 2 * 0.2)
    assert plan.outcome.cost_usd_bn["purchases"] == near(4 * 2 * 5)
    worth = value(case, plan)
    assert worth is not None


def test_who_buys_pays_for_stock_freight_and_tariffs_and_nothing_is_left_at_the_end() -> None:
    case = tiny(demand={("chip", "world"): (0.0, 0.0, 0.0, 6.0)}, committed=(Committed("A", "N3", (1.0,) * 4),))
    lane = Lane("here", to_market="world", tariff=0.5, cost_usd_per_unit=1e6)
    case = replace(chip(case, stock_cost_usd_per_period=1e4, price_usd=2e6), pairs={}, lanes=(lane,))
    plan = optimum(replace(of_fabs(case), settings=replace(FABS, discount_rate=0.21)))
    cost = plan.outcome.cost_usd_bn
    # Sold as early as it can be made: 3 in quarters 0 and 1 each, which wait until quarter 3.
    assert plan.outcome.objective == near(-3 * (0.2 - 0.05) * (quarters(0) + quarters(1)))
    assert cost["stock"] == near(3 * 0.01 * (quarters(0) + 2 * quarters(1) + 2 * quarters(2)))
    assert cost["freight"] == near(6 * 1 * quarters(3))
    assert cost["tariff"] == near(6 * 0.5 * 2 * quarters(3))


def test_grants_and_interest_count() -> None:
    # A costs 2 usd_bn, of which a grant pays 1.5; B costs 1. Interest is 1 % a quarter of what is drawn to date.
    case = with_site(tiny(), "B", "there", max_phases=1)
    case = replace(case, pairs={**case.pairs, ("A", "N3"): pair("A", "N3", capex_factor=2.0, max_phases=1)})
    grant = Incentive("grant", 0.75, site="A")
    purse = Fund("purse", (1000.0, 0.0, 0.0, 0.0), cost_of_money=0.04)
    plan = optimum(of_fabs(replace(case, incentives=(grant,), funds={"purse": purse})))
    assert starts(plan) == {("A", "N3", 0): 1}
    assert plan.outcome.objective == near(2 - 1.5 + 4 * 0.01 * 0.5 - 9 * (0.2 - 0.05))


@pytest.mark.parametrize("seed", [1, 5])
def test_the_objective_is_the_column_of_fabs_in_the_views_of_value(seed: int) -> None:
    case = priced(world(seed))
    case = replace(case, settings=replace(case.settings, objective=Objective.PROFIT, profit_of=ProfitOf.FABS))
    plan = optimum(case)
    worth, cost = value(case, plan), plan.outcome.cost_usd_bn
    assert worth is not None
    nobody = cost.get("cost_of_money", 0.0) + cost.get("changes", 0.0)
    assert total(views(worth, plan)).fabs == pytest.approx(nobody - plan.outcome.objective, abs=1e-6)


def test_reports_say_whose_profit_it_is_and_what_does_not_count() -> None:
    case = of_fabs(tiny())
    case = replace(case, lanes=(Lane("here", to_market="world", cost_usd_per_unit=1e4),))
    assert objective_words(case) == "most profit of fabs"
    assert measured(case) == "profit of fabs"
    assert line_words(case, "freight") == "freight (paid by buyers, not counted)"
    assert line_words(case, "shortage_penalty") == "shortage penalty (not counted)"
    assert line_words(case, "revenue") == "revenue of fabs, at transfer prices"
    summary = plan_tables(case, optimum(case))["summary"].set_index("key")["unit"]
    assert summary["cost.freight"] == "usd_bn, paid by those who buy from fabs: not counted"
    assert "earns those who own the fabs 0.3 bn USD" in answer(figures(case, optimum(case)))


def test_a_node_without_a_price_is_named() -> None:
    found = {(problem.code, problem.field) for problem in check(of_fabs(tiny(), wafer_price_usd=None))}
    assert ("W767", "wafer_price_usd") in found
    assert ("W767", "price_usd") not in found, "the price of packages is not what fabs earn"
    assert not {code for code, _ in {(p.code, p.field) for p in check(of_fabs(tiny()))} if code == "W767"}
    assert not [p for p in check(of_fabs(packed())) if p.code == "W767"], "the house earns by the package"


def test_risk_of_shortage_does_not_count() -> None:
    case = of_fabs(tiny())
    weighed = replace(case, settings=replace(case.settings, cvar_weight=0.5))
    assert optimum(weighed).outcome.objective == near(1 - 9 * (0.2 - 0.05))
    assert ("W741", "cvar_weight") in {(problem.code, problem.field) for problem in check(weighed)}
