"""Zones and market groups: what no lane rule distinguishes shares one flow.

Regions with the same lanes in and out, free lanes among themselves and no limit on their merged flow form a zone;
markets with the same lanes in form a group. Wafers stay per region. The merged case has the same optimum; flows are
shared out among the members when the plan is extracted.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from operator import attrgetter

from planner.case.records import Case, Kind, Lane, Measure, Part, Product
from planner.shape.events import event_lanes
from planner.shape.lane_rules import specificity
from planner.shape.supply import has_stock_of_parts

Members = Mapping[str, tuple[str, ...]]
Signature = tuple[Lane, ...]
Terms = tuple[frozenset[tuple[object, ...]], ...]
"""What the tiers of a market want, and on what terms, by scenario."""


def anchors(case: Case, product: Product) -> tuple[Part, ...]:
    """Return the parts that are made where the package is finished and never move.

    These are the packaging parts; without any, the logic parts; without those, all parts that are made, and all parts
    where none is. A part that nodes of different kinds can make counts as a part of each of those kinds.
    """
    for kind in (Kind.PACKAGING, Kind.LOGIC):
        parts = tuple(part for part in product.parts if any(case.nodes[s.node].kind is kind for s in part.sources))
        if parts:
            return parts
    return tuple(part for part in product.parts if part.sources) or product.parts


def zones(case: Case) -> Members:
    """Return the regions of each zone by the name of its first region."""
    has_several = any(len(anchors(case, product)) > 1 for product in case.products.values())
    if has_several or _distinguished_by_limits(case) or has_stock_of_parts(case):
        return {name: (name,) for name in case.regions}
    return {
        part[0]: part
        for members in _alike(case.regions, lambda name: _region_signature(case, name))
        for part in _split_if_linked(case, members)
    }


def _distinguished_by_limits(case: Case) -> bool:
    """Say whether a limit needs to know the packages, or the wafers for a product, of a place; all wafers are known."""
    return any(limit.measure is Measure.SUPPLY_SHARE for limit in case.limits) or any(
        (limit.region or limit.bloc or limit.site) and (limit.product or not limit.counts_wafers)
        for limit in case.limits
        if limit.measure is Measure.OUTPUT_SHARE
    )


def market_groups(case: Case) -> Members:
    """Return the markets of each group by the name of its first market."""
    return {members[0]: members for members in _alike(case.markets, lambda name: _market_signature(case, name))}


def _alike(names: Iterable[str], signature: Callable[[str], object | None]) -> list[tuple[str, ...]]:
    """Group names of equal signature; a name without one stays alone."""
    groups: dict[object, list[str]] = {}
    for name in names:
        key = signature(name)
        groups.setdefault(name if key is None else key, []).append(name)
    return [tuple(members) for members in groups.values()]


def _region_signature(case: Case, region: str) -> Signature | None:
    """Return the rows that name a region, without its own name, or None where a flow or a purchase is its own."""
    bloc, lanes = case.regions[region].bloc, (*case.lanes, *event_lanes(case))
    out = [replace(row, from_region="*") for row in lanes if row.from_region == region]
    out += [row for row in lanes if not row.from_region and row.from_bloc and row.from_bloc == bloc]
    into = [replace(row, to_region="*") for row in lanes if row.to_region == region]
    into += [row for row in lanes if row.to_bloc and row.to_bloc == bloc]
    if any(one.region == region for one in case.purchases):
        return None
    return _unless_limited([*out, *into])


def _market_signature(case: Case, market: str) -> tuple[Signature, Terms] | None:
    """Return the rows that name a market and the terms of its tiers, or None where it must stay apart.

    It must where a limit counts what it is served, where its power is limited, and where packages wait: who waits is
    known by market.
    """
    rows, bloc = (*case.lanes, *event_lanes(case)), case.markets[market].bloc
    to_bloc = [row for row in rows if row.to_bloc and row.to_bloc == bloc]
    lanes = _unless_limited([replace(row, to_market="*") for row in rows if row.to_market == market] + to_bloc)
    tiers = [{buyer: tier for buyer, tier in one.tiers.items() if buyer.market == market} for one in case.scenarios]
    waits = any(tier.backlog > 0 for of_scenario in tiers for tier in of_scenario.values())
    named = {limit.market for limit in case.limits} | {row.market for row in case.deployment}
    is_of_bloc = any(limit.market_bloc == bloc for limit in case.limits if limit.market_bloc)
    if lanes is None or waits or market in named or is_of_bloc:
        return None
    terms = tuple(
        frozenset(
            (*buyer._replace(market=""), tier.price_usd, tier.shortage_penalty_usd) for buyer, tier in one.items()
        )
        for one in tiers
    )
    return lanes, terms


def _unless_limited(rows: list[Lane]) -> Signature | None:
    """Return the rows in the order in which they set prices: by route and specificity, then in sheet order."""
    if any(not math.isinf(row.max_kunits) for row in rows):
        return None
    way = attrgetter("from_region", "from_bloc", "to_region", "to_market", "to_bloc")
    return tuple(sorted(rows, key=lambda row: (*way(row), specificity(row))))


def _split_if_linked(case: Case, members: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Keep a zone where no lane row applies to a flow among its members; otherwise split it into its members."""
    blocs = {case.regions[name].bloc for name in members} - {""}

    def leaves(row: Lane) -> bool:
        return row.from_region in members or (not row.from_region and row.from_bloc in ("", *blocs))

    rows = (*case.lanes, *event_lanes(case))
    linked = any(leaves(row) and (row.to_region in members or row.to_bloc in blocs) for row in rows)
    return [(name,) for name in members] if linked else [members]
