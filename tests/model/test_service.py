"""Service: at least a share of what a product, a market or a tier demands is served inside a window."""

from dataclasses import replace
from typing import Any

from planner.case.records import Case, Committed, Limit, Market, Measure, Tier
from planner.pipeline import solve
from planner.plan.records import Status
from planner.shape.shape import Shape
from tests.cases import product, tiny
from tests.model.parts import chip
from tests.model.solving import EXACT, best_plan, least, near
from tests.model.tiered import with_class, with_tiers

GOLD, REST = ("chip", "world", "gold"), ("chip", "world", "")


def served(name: str = "served", **fields: Any) -> Limit:
    """A limit on service."""
    return Limit(name, Measure.SERVICE, **fields)


def standing() -> Case:
    """A fab that makes 3 thousand packages a quarter, and nothing to build."""
    return tiny(committed=(Committed("A", "N3", (1.0,) * 4),), pairs={})


def test_a_minimum_builds_what_would_not_pay() -> None:
    # Without a penalty nothing is built; 9 of 12 thousand take one phase for 1 usd_bn at once, 3/4 of the demand.
    case = chip(tiny(), shortage_penalty_usd=0.0)
    assert least(case) == near(0)
    assert least(replace(case, limits=(served(minimum=0.75),))) == near(1)
    assert least(replace(case, limits=(served(minimum=0.25),))) == near(1)
    assert solve(replace(case, limits=(served(minimum=0.76),)), EXACT).plan.outcome.status is Status.INFEASIBLE


def test_a_window_counts_as_a_whole() -> None:
    case = chip(tiny(), shortage_penalty_usd=0.0)
    # In the first two quarters 3 of 6 thousand can be served, in the first alone none.
    assert least(replace(case, limits=(served(minimum=0.5, until_period=1),))) == near(1)
    none = replace(case, limits=(served(minimum=0.01, until_period=0),))
    assert solve(none, EXACT).plan.outcome.status is Status.INFEASIBLE


def test_a_tier_that_pays_less_is_served_all_the_same() -> None:
    case = with_tiers(standing(), {GOLD: Tier((3.0,) * 4, shortage_penalty_usd=1e5), REST: Tier((3.0,) * 4)})
    # Gold goes without: 3 thousand short a quarter at 0.1. With 8 of its 12 thousand served, as many others are short.
    assert least(case) == near(12 * 0.1)
    assert least(replace(case, limits=(served(tier="gold", minimum=8 / 12),))) == near(4 * 0.1 + 8 * 1)


def test_a_market_of_a_limit_is_kept_apart() -> None:
    demand = {("chip", market): (2.0,) * 4 for market in ("east", "west")}
    case = replace(standing(), markets={name: Market(name) for name in ("east", "west")})
    case = replace(case, scenarios=(replace(case.scenarios[0], demand_kunits=demand),))
    limited = replace(case, limits=(served(market="east", minimum=1.0),))
    assert (len(Shape(case).groups), len(Shape(limited).groups)) == (1, 2)
    short = {row.market for row in best_plan(limited).shortage}
    assert short == {"west"}


def test_what_is_served_late_counts_when_it_is_served() -> None:
    case = with_tiers(standing(), {GOLD: Tier((6.0, 0.0, 0.0, 0.0), shortage_penalty_usd=0.0, backlog=1.0)})
    limits = served("at once", minimum=0.5, until_period=0), served("in the end", minimum=1.0)
    assert least(replace(case, limits=limits)) == near(0)
    at_once = replace(case, limits=(served(minimum=0.51, until_period=0),))
    assert solve(at_once, EXACT).plan.outcome.status is Status.INFEASIBLE


def test_a_class_counts_in_packages_of_its_first_product() -> None:
    # 12 units are 4 chips. With 2 of these and 4 small ones of their own, 2 of 8 thousand packages are short.
    case = standing()
    case = replace(case, products={**case.products, "small": product("small", good_units_per_wafer=2.0)})
    case = with_class(case, "training", chip=3.0)
    buyers = {("training", "world", ""): Tier((12.0, 0.0, 0.0, 0.0), shortage_penalty_usd=1e4)}
    case = with_tiers(case, buyers, {("small", "world"): (4.0, 0.0, 0.0, 0.0)})
    # 3 thousand wafers: all of the small ones take 2, the last one 3 units of the class, so 9 are short.
    assert least(case) == near(9 * 0.01)
    # 3/4 of 8 are 6 packages: 2 chips from 2 wafers and 2 small from 1, so 6 units and 2 small ones are short.
    # 2 chips and 4 small ones would take 4 wafers; x chips and 2 (3 - x) small ones are 6 - x packages: never more.
    assert least(replace(case, limits=(served(minimum=0.625),))) == near(9 * 0.01)
    assert solve(replace(case, limits=(served(minimum=0.626),)), EXACT).plan.outcome.status is Status.INFEASIBLE


def test_a_maximum_leaves_the_rest_short() -> None:
    assert least(replace(standing(), limits=(served(maximum=0.5),))) == near(6 * 1)


def test_nothing_is_required_where_nothing_is_wanted() -> None:
    case = replace(tiny(demand={}), limits=(served(minimum=1.0),))
    assert least(case) == near(0)
