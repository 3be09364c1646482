"""Rules about demand, lanes, limits and futures, drawn for a tiny case."""

import random
from dataclasses import replace

from planner.case.records import Buyer, Case, ClassMember, ComputeClass, Kind, Lane, Limit, Measure, Tier
from tests.model.brute.draw_means import futures, locks


def stock(rng: random.Random, case: Case) -> Case:
    """Packages may wait."""
    costs = (0.0, 1e4, None)
    products = {name: replace(one, stock_cost_usd_per_period=rng.choice(costs)) for name, one in case.products.items()}
    return replace(case, products=products)


def classes(rng: random.Random, case: Case) -> Case:
    """Some demand can be served by any product."""
    members = tuple(ClassMember(name, rng.choice((0.5, 1.0, 2.0)), rng.choice((0.5, 1.0))) for name in case.products)
    (base,) = case.scenarios
    wanted = {Buyer("compute", market, rng.choice(("", "gold"))): _tier(rng, case) for market in case.markets}
    return replace(
        case,
        classes={"compute": ComputeClass("compute", members)},
        scenarios=(replace(base, tiers={**base.tiers, **wanted}),),
    )


def tiers(rng: random.Random, case: Case) -> Case:
    """Some demand has a price, penalty and patience of its own."""
    (base,) = case.scenarios
    plain, own = dict(base.demand_kunits), dict(base.tiers)
    for name, market in base.demand_kunits:
        if rng.random() < 0.6:
            own[Buyer(name, market, "gold")] = _tier(rng, case)
        if rng.random() < 0.4:
            own[Buyer(name, market)] = _tier(rng, case)
            del plain[name, market]
    return replace(case, scenarios=(replace(base, demand_kunits=plain, tiers=own),))


def _tier(rng: random.Random, case: Case) -> Tier:
    return Tier(
        tuple(float(rng.randint(0, 6)) for _ in case.calendar.horizon),
        price_usd=rng.choice((None, 1e5, 9e5)),
        shortage_penalty_usd=rng.choice((None, 0.0, 5e4, 8e5)),
        backlog=rng.choice((0.0, 0.5, 1.0)),
    )


def lanes(rng: random.Random, case: Case) -> Case:
    """Some flows are closed, limited, or cost money."""
    region, market = rng.choice(list(case.regions)), rng.choice(list(case.markets))
    other, product = rng.choice(list(case.regions)), rng.choice(list(case.products))
    begin = rng.randrange(3)
    rows = (
        Lane(region, to_market=market, allowed=False, from_period=begin, until_period=begin + 1),
        Lane(region, to_market=market, max_kunits=rng.choice((1.0, 3.0)), cost_usd_per_unit=rng.choice((0.0, 1e4))),
        Lane(to_market=market, product=product, tariff=rng.choice((0.1, 0.5))),
        Lane(to_region=other, cost_usd_per_unit=5e4, max_kunits=rng.choice((2.0, float("inf")))),
        Lane(region, to_region=other, node="N3", allowed=rng.random() < 0.5, cost_usd_per_unit=1e4),
    )
    return replace(case, lanes=tuple(row for row in rows if rng.random() < 0.5))


def limits(rng: random.Random, case: Case) -> Case:
    """Shares and counts are bound from below or above."""
    region, node = rng.choice(list(case.regions)), rng.choice(list(case.nodes))
    market, product = rng.choice(list(case.markets)), rng.choice(list(case.products))
    owner = rng.choice([pair.owner for pair in case.pairs.values()])
    one = next(iter(case.regions))
    rows = [
        Limit("started", Measure.PHASES_STARTED, node=node, maximum=rng.choice((1.0, 2.0)), until_period=2),
        Limit("soon", Measure.PHASES_STARTED, region=region, minimum=1.0),
        Limit("online", Measure.ONLINE_PHASES, region=region, owner=owner, maximum=1.0, from_period=1),
        Limit("capex", Measure.CAPEX_SHARE, region=region, owner=owner, maximum=0.6),
        Limit("part", Measure.CAPEX_SHARE, node=node, minimum=0.3, from_period=1),
        Limit("wafers", Measure.OUTPUT_SHARE, region=one, node=node, maximum=rng.choice((0.5, 0.7))),
        Limit("packages", Measure.OUTPUT_SHARE, region=one, product=rng.choice(("", product)), minimum=0.3),
        Limit("logic", Measure.OUTPUT_SHARE, kind=Kind.LOGIC, maximum=0.7, from_period=1, until_period=2),
        Limit("served", Measure.SERVICE, market=market, minimum=0.2, from_period=1),
        *_of_gold(case),
        Limit("capped", Measure.SERVICE, product=product, maximum=0.6),
    ]
    return replace(case, limits=tuple(row for row in rows if rng.random() < 0.2))


def _of_gold(case: Case) -> list[Limit]:
    wanted = {buyer.tier for scenario in case.scenarios for buyer in scenario.tiers}
    return [Limit("gold", Measure.SERVICE, tier="gold", minimum=0.1, from_period=1)] if "gold" in wanted else []


GOODS = (stock, classes, tiers, lanes, limits, futures, locks)
