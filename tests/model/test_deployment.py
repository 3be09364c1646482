"""Deployment: a market takes no more accelerators than it can switch on."""

from dataclasses import replace

from planner.case.records import Case, Deployment, Market, Scenario, Settings
from tests.cases import product, tiny
from tests.model.parts import chip, two_products
from tests.model.solving import best_plan, least, near, starts


def deployed(*mw: float, power_kw: float = 2.0, overhead: float = 0.0) -> Case:
    """Three thousand packages a quarter of 2 kW each: 6 MW a quarter, 18 MW in the three that a phase serves."""
    case = chip(tiny(), power_kw=power_kw)
    return replace(case, settings=Settings("tiny", deployment_overhead=overhead), deployment=(Deployment("world", mw),))


def test_what_cannot_be_switched_on_stays_short() -> None:
    plan = best_plan(deployed(8, 8, 8, 8))
    # 8 MW are 4 thousand packages in all: one phase, and 12 - 4 thousand short.
    assert plan.outcome.objective == near(1 + 8)
    assert sum(row.kunits for row in plan.shipments) == near(4)


def test_power_that_comes_later_serves_later() -> None:
    # 0, 6, 6, 18 MW to date: 3 thousand in quarter 1 and none in 2; of 6 thousand more in 3, 3 are made and wanted.
    assert least(deployed(0, 6, 6, 18)) == near(1 + 3 + 3)


def test_cooling_and_losses_count() -> None:
    # Half as much again: 12 MW are 12 / 3 = 4 thousand packages.
    assert least(deployed(12, 12, 12, 12, overhead=0.5)) == near(1 + 8)


def test_power_in_the_market_makes_a_fab_not_worth_building() -> None:
    # 1.8 MW are 0.9 thousand packages, worth 0.9; a phase costs 1.
    plan = best_plan(deployed(1.8, 1.8, 1.8, 1.8))
    assert plan.outcome.objective == near(12)
    assert starts(plan) == {}


def test_a_product_without_power_is_not_limited() -> None:
    assert least(deployed(0, 0, 0, 0, power_kw=0.0)) == near(1 + 3)


def test_power_goes_to_the_packages_that_are_worth_most_a_megawatt() -> None:
    # Both need 3 a quarter. One MW serves 1 thousand dear packages at 2 each, or half a thousand chips at 1 each.
    dear = product("dear", "N3", shortage_penalty_usd=2e6, power_kw=1.0)
    case = two_products(deployed(6, 6, 6, 6), dear, chip=(3.0,) * 4, dear=(3.0,) * 4)
    # 6 dear packages ship: one phase, 6 x 2 dear and 12 x 1 chips short.
    assert least(case) == near(1 + 6 * 2 + 12)


def test_each_market_has_its_own_power() -> None:
    demand = {("chip", "world"): (3.0,) * 4, ("chip", "moon"): (3.0,) * 4}
    case = chip(tiny(demand=demand, markets={"world": Market("world"), "moon": Market("moon")}), power_kw=2.0)
    case = replace(case, deployment=(Deployment("moon", (0.0,) * 4),))
    # The moon gets nothing.
    assert least(case) == near(1 + 3 + 12)


def test_each_scenario_counts_for_itself() -> None:
    low = Scenario("low", 0.5, {("chip", "world"): (1.0,) * 4})
    base = Scenario("base", 0.5, {("chip", "world"): (3.0,) * 4})
    case = replace(deployed(8, 8, 8, 8), scenarios=(base, low))
    # base: 8 short as before; low: its 3 thousand draw 6 MW, and only quarter 0 is short.
    assert least(case) == near(1 + 0.5 * 8 + 0.5 * 1)
