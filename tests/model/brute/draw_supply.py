"""Rules about supply, drawn for a tiny case: contracts, stock of parts, blocs, phases under way."""

import random
from dataclasses import replace

from planner.case.records import (
    Case,
    Committed,
    Lane,
    Limit,
    Lock,
    Measure,
    Objective,
    Part,
    Product,
    ProfitOf,
    Purchase,
    Source,
    UnderWay,
)


def purchases(rng: random.Random, case: Case) -> Case:
    """A part may be bought, and counts as a made one or has units of its own."""
    product = rng.choice(list(case.products.values()))
    part = rng.choice(product.parts)
    offer = Purchase(
        part.name,
        rng.choice(list(case.regions)),
        price_usd=rng.choice((5e4, 2e5, 5e5)),
        kunits=tuple(rng.choice((0.0, 1.0, 3.0)) for _ in case.calendar.horizon),
        take_or_pay=rng.choice((0.0, 0.5, 1.0)),
    )
    if rng.random() < 0.3:
        bought = Source("", rng.choice((1.0, 2.0)), stock_cost_usd_per_unit_period=rng.choice((None, 1e4)))
        case = _with_part(case, product, replace(part, bought=bought))
    return replace(case, purchases=(offer,))


def part_stock(rng: random.Random, case: Case) -> Case:
    """Units of a part may wait."""
    for product in case.products.values():
        part = rng.choice(product.parts)
        cost = rng.choice((0.0, 1e4, 1e5))
        sources = tuple(replace(source, stock_cost_usd_per_unit_period=cost) for source in part.sources)
        case = _with_part(case, case.products[product.name], replace(part, sources=sources))
    return case


def _with_part(case: Case, product: Product, part: Part) -> Case:
    parts = tuple(part if one.name == part.name else one for one in product.parts)
    return replace(case, products={**case.products, product.name: replace(product, parts=parts)})


def blocs(rng: random.Random, case: Case) -> Case:
    """Markets belong to blocs, which lanes name."""
    markets = {name: replace(market, bloc=rng.choice(("west", "far"))) for name, market in case.markets.items()}
    from_bloc = rng.choice([region.bloc for region in case.regions.values()])
    to_bloc = rng.choice([market.bloc for market in markets.values()])
    rows = (
        Lane(from_bloc=from_bloc, to_bloc=to_bloc, allowed=rng.random() < 0.5, cost_usd_per_unit=2e4, from_period=1),
        Lane(to_bloc=to_bloc, tariff=0.2, max_kunits=rng.choice((3.0, float("inf")))),
        Lane(from_bloc=from_bloc, to_market=rng.choice(list(markets)), cost_usd_per_unit=6e4),
    )
    return replace(case, markets=markets, lanes=(*case.lanes, *(row for row in rows if rng.random() < 0.5)))


def supply_share(rng: random.Random, case: Case) -> Case:
    """A share of what a market receives comes from a region."""
    region, market = rng.choice(list(case.regions)), rng.choice(list(case.markets))
    row = Limit("local", Measure.SUPPLY_SHARE, region=region, market=market)
    row = rng.choice((replace(row, minimum=0.5), replace(row, maximum=0.5, product=rng.choice(list(case.products)))))
    return replace(case, limits=(*case.limits, replace(row, from_period=rng.choice((0, 1)))))


def under_way(rng: random.Random, case: Case) -> Case:
    """A phase is being built when the plan begins, and some of its bills are still due."""
    site, node = rng.choice(list(case.pairs))
    bills = tuple(rng.choice((0.0, 0.1, 0.3)) for _ in case.calendar.horizon)
    return replace(case, under_way=(UnderWay(site, node, 1, rng.choice((-1, 0, 1, 2)), bills),))


def risk(rng: random.Random, case: Case) -> Case:
    """The worst futures count more, unless coverage comes first, and what shortage costs in any of them is capped."""
    weight = rng.choice((0.0, 0.3, 0.6)) if case.settings.objective is not Objective.COVERAGE_FIRST else 0.0
    cap = rng.choice((float("inf"), float("inf"), 10.0, 20.0))
    tail = rng.choice((0.1, 0.5, 0.7))
    return replace(
        case, settings=replace(case.settings, cvar_weight=weight, cvar_tail=tail, max_shortage_cost_usd_bn=cap)
    )


def fabs(rng: random.Random, case: Case) -> Case:
    """The profit may be that of fabs, which are paid for wafers and packages."""
    if rng.random() < 0.5:
        return case
    nodes = {
        name: replace(
            node, wafer_price_usd=rng.choice((None, 2e5, 6e5, 1e6)), wafer_price_trend=rng.choice((-0.2, 0.0, 0.3))
        )
        for name, node in case.nodes.items()
    }
    products = {
        name: replace(one, package_price_usd=rng.choice((None, 2e5, 5e5))) for name, one in case.products.items()
    }
    settings = replace(case.settings, objective=Objective.PROFIT, profit_of=ProfitOf.FABS)
    return replace(case, settings=settings, nodes=nodes, products=products)


def retirement(rng: random.Random, case: Case) -> Case:
    """Something that stands costs money, or holds machines, and may be given up."""
    if not case.committed or rng.random() < 0.3:
        kwspm = tuple(rng.choice((0.5, 1.0)) * 3 / case.calendar.period_months for _ in case.calendar.horizon)
        site, node = rng.choice(list(case.pairs))
        kept = tuple(row for row in case.committed if (row.site, row.node) != (site, node))
        case = replace(case, committed=(*kept, Committed(site, node, kwspm)))
    at = rng.randrange(len(case.committed))
    row = replace(
        case.committed[at],
        fixed_cost_usd_bn_per_year=rng.choice((0.0, 0.5, 2.0, 5.0)) * 12 / case.calendar.period_months / 4,
        retire_from=case.calendar.last if case.shells else rng.choice((-1, 0, 1, 2)),  # shells have many schedules
    )
    asked = Lock(row.site, "", row.node, min_phases=rng.choice((0, 1)), max_phases=1, from_period=1)
    locks = (asked,) if rng.random() < 0.2 else ()
    committed = tuple(row if number == at else one for number, one in enumerate(case.committed))
    return replace(case, committed=committed, locks=(*case.locks, *locks))


SUPPLY = (purchases, part_stock, blocs, supply_share, under_way, risk, fabs, retirement)
