"""Rules that change what other rules have drawn for a tiny case: sizes, places, aims, conversions, and a last plan."""

import random
from dataclasses import replace
from typing import Any

from planner.case.calendar import NO_END
from planner.case.records import Case, Conversion, Limit, Lock, Measure, Objective, PlannedStart, ProfitOf


def sizes(rng: random.Random, case: Case) -> Case:
    """Phases take more or less floor, a part of the price pays for other things, and two phases are under way."""
    nodes = {
        name: replace(node, floor_units_per_phase=rng.choice((0.5, 1.0, 1.5))) for name, node in case.nodes.items()
    }
    products = {name: replace(one, other_cost_usd=rng.choice((0.0, 1e5))) for name, one in case.products.items()}
    under_way = tuple(replace(row, phases=rng.choice((1, 2))) for row in case.under_way)
    return replace(case, nodes=nodes, products=products, under_way=under_way)


def places(rng: random.Random, case: Case) -> Case:
    """Limits, funds, incentives and events name a bloc, a site or a product where they named a region or all."""
    bloc = rng.choice([region.bloc for region in case.regions.values()])
    market_bloc = rng.choice([market.bloc for market in case.markets.values()])
    site, product = rng.choice(list(case.sites)), rng.choice(list(case.products))
    limits = tuple(_of_bloc(one, bloc, market_bloc) if rng.random() < 0.5 else one for one in case.limits)
    funds = {
        name: replace(fund, regions=frozenset(), blocs=frozenset({bloc}))
        if fund.regions and rng.random() < 0.5
        else fund
        for name, fund in case.funds.items()
    }
    incentives = tuple(
        replace(row, region="", site=site) if row.region and rng.random() < 0.5 else row for row in case.incentives
    )
    events = tuple(
        replace(event, product=product) if event.to_market and rng.random() < 0.5 else event for event in case.events
    )
    return replace(case, limits=limits, funds=funds, incentives=incentives, events=events)


def _of_bloc(limit: Limit, bloc: str, market_bloc: str) -> Limit:
    place: dict[str, Any] = {"region": "", "bloc": bloc} if limit.region else {}
    if limit.measure is Measure.SUPPLY_SHARE:
        place |= {"market": "", "market_bloc": market_bloc}
    return replace(limit, **place)


def society(rng: random.Random, case: Case) -> Case:
    """The profit may be that of society, to which grants, tariffs, interest and penalties are no cost."""
    if rng.random() < 0.3 or case.settings.is_for_fabs:
        return case
    settings = replace(case.settings, objective=Objective.PROFIT, profit_of=ProfitOf.SOCIETY)
    return replace(case, settings=settings)


def conversions(rng: random.Random, case: Case) -> Case:
    """A lump of a node's capacity may become one of another node."""
    site = rng.choice(list(case.sites))
    if len(case.nodes) < 2:
        return case
    from_node, to_node = rng.sample(list(case.nodes), 2)
    has_many = case.shells or any(row.retire_from < NO_END for row in case.committed)
    row = Conversion(
        site,
        from_node,
        to_node,
        lump_kwspm=rng.choice((0.5, 1.0)) * 3 / case.calendar.period_months,
        capex_usd_bn_per_lump=rng.choice((0.0, 0.1, 0.5)),
        downtime_periods=rng.choice((0, 0, 1)),
        output_ratio=rng.choice((0.5, 1.0, 1.5)),
        max_lumps=1.0 if has_many else rng.choice((1.0, 2.0)),
        earliest=case.calendar.last - 1 if has_many else rng.choice((0, 1, 2)),
    )
    asked = Lock(site, row.to_node, row.from_node, max_phases=rng.choice((0.0, 1.0)))
    return replace(case, conversions=(row,), locks=(*case.locks, *((asked,) if rng.random() < 0.2 else ())))


def changes(rng: random.Random, case: Case) -> Case:
    """Leaving the last plan costs money, or is limited."""
    built = [*case.pairs, *((site, "") for site in case.shells)]
    chosen = [place for place in built if rng.random() < 0.6] or built[:1]
    rows = tuple(
        PlannedStart(site, node, rng.randrange(case.calendar.periods), rng.choice((0, 1, 1, 2)))
        for site, node in chosen
    )
    settings = replace(
        case.settings,
        change_price_usd_bn_per_phase=rng.choice((0.0, 0.1, 1.0)),
        max_changes=rng.choice((float("inf"), 2.0, 3.0)),
    )
    return replace(case, last_plan=rows, settings=settings)


REST = (sizes, places, society, conversions, changes)
