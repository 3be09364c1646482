"""Demand: shipped or short, in each market and period; short costs the penalty."""

from dataclasses import replace

from planner.case.records import Case, Committed, Lane, Market, Objective, Settings
from tests.cases import product, tiny
from tests.model.parts import chip, discounted, quarters, two_products
from tests.model.solving import best_plan, least, line, near

STANDING = (Committed("A", "N3", (1.0,) * 4),)


def sold_in(case: Case, **series: tuple[float, ...]) -> Case:
    """Return the case with a market by each name."""
    (future,) = case.scenarios
    wanted = {("chip", market): values for market, values in series.items()}
    markets = {name: Market(name) for name in series}
    return replace(case, markets=markets, scenarios=(replace(future, demand_kunits=wanted),))


def test_a_package_short_costs_its_penalty() -> None:
    assert least(chip(tiny(pairs={}, committed=(Committed("A", "N3", (0.5,) * 4),)), shortage_penalty_usd=2e6)) == near(
        4 * 1.5 * 2
    )


def test_penalties_are_discounted_period_by_period() -> None:
    case = tiny(committed=(Committed("A", "N3", (0.9,) * 4),), settings=discounted())
    assert least(case) == near(0.3 * sum(quarters(t) for t in range(4)))


def test_the_dearer_product_is_served_first() -> None:
    dear = product("dear", shortage_penalty_usd=5e6)
    case = two_products(tiny(committed=STANDING, pairs={}), dear, chip=(2.0,) * 4, dear=(2.0,) * 4)
    assert least(case) == near(4 * 1 * 1)


def test_a_product_that_takes_fewer_wafers_may_be_worth_more() -> None:
    # Penalty 1 for a wafer each; penalty 0.8 and two packages a wafer.
    small = product("small", good_units_per_wafer=2.0, shortage_penalty_usd=8e5)
    case = two_products(tiny(committed=STANDING, pairs={}), small, chip=(3.0,) * 4, small=(6.0,) * 4)
    assert least(case) == near(4 * 3)


def test_markets_share_what_there_is() -> None:
    case = sold_in(tiny(committed=STANDING, pairs={}), east=(2.0,) * 4, west=(4.0,) * 4)
    plan = best_plan(case)
    assert plan.outcome.objective == near(4 * 3)
    # Merged, the markets are served alike: half of each.
    assert {row.market: row.kunits for row in plan.shortage if row.period == 0} == {"east": near(1), "west": near(2)}


def test_a_market_of_its_own_lane_is_served_by_price() -> None:
    case = sold_in(tiny(committed=STANDING, pairs={}), east=(2.0,) * 4, west=(4.0,) * 4)
    case = replace(case, lanes=(Lane("here", to_market="west", cost_usd_per_unit=1e5),))
    # East whole, west 1 of 4 at 0.1 freight.
    assert least(case) == near(4 * (0.1 + 3))


def test_no_demand_costs_nothing() -> None:
    assert least(tiny(demand={})) == near(0)


def test_a_missed_product_without_penalty_costs_nothing() -> None:
    assert least(chip(tiny(), shortage_penalty_usd=0.0)) == near(0)


def test_profit_sets_revenue_against_cost() -> None:
    case = chip(tiny(settings=Settings("tiny", objective=Objective.PROFIT)), price_usd=2e6)
    plan = best_plan(case)
    # 9 thousand packages at 2 million usd.
    assert plan.outcome.objective == near(1 + 3 - 9 * 2)
    assert line(plan, "revenue") == near(-18)


def test_profit_builds_what_pays_and_nothing_else() -> None:
    case = chip(tiny(settings=Settings("tiny", objective=Objective.PROFIT)), shortage_penalty_usd=0.0)
    # A phase for 1 sells 9 thousand: at 0.2 it pays, at 0.1 it does not.
    assert least(chip(case, price_usd=2e5)) == near(1 - 9 * 0.2)
    assert least(chip(case, price_usd=1e5)) == near(0)


def test_least_cost_counts_no_revenue() -> None:
    assert least(chip(tiny(), price_usd=2e6)) == near(1 + 3)
