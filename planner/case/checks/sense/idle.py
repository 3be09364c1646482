"""Sense of references: lanes, limits, incentives and funds that refer to nothing in the case."""

import itertools
import math
from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import Demand, Material
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.places import Place, is_about, may_pay, places
from planner.case.records import (
    Committed,
    Conversion,
    Fund,
    Incentive,
    Kind,
    Lane,
    Limit,
    Measure,
    Node,
    Objective,
    Pair,
    Product,
    Purchase,
    Region,
    Site,
    UnderWay,
)

_Names = tuple[str, str, str, str, str, str, str]
_SLACK = 1e-9
_SOMEWHERE = "a place where it is built, or made"
_PARTS = ("product", "part", "node")
_ONE_OF_TWO = "clear one of the two"
_NAME_NODE = "name the node that the part is made on"


def idle_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about records that refer to nothing; each says what would give it an effect."""
    yield from _lanes(draft)
    yield from _covered_lanes(draft)
    yield from _dear_lanes(draft)
    yield from _bought(draft)
    yield from _lumps(draft)
    yield from _limits(draft)
    yield from _incentives(draft)
    yield from _funds(draft)


def _lanes(draft: Draft) -> Iterator[Problem]:
    sold = {(material.node, material.product) for material in draft.records(Material, *_PARTS)}
    moved = set(_moved(draft))
    known = bool(sold) and draft.is_whole(Material, *_PARTS) and draft.is_whole(Node, "kind")
    for entry in draft.entries(Lane):
        lane = entry.record
        flows = moved if lane.to_region else sold
        if known and not any(lane.node in ("", node) and lane.product in ("", product) for node, product in flows):
            field = "node" if lane.node else "product" if lane.product else "to_region"
            expected = "a part that moves between regions" if lane.to_region else "a product made of it"
            yield entry.problem(codes.ROW_IDLE, field, found=getattr(lane, field), expected=expected)


def _covered_lanes(draft: Draft) -> Iterator[Problem]:
    """Open lane rows of which every flow is closed by another row, and prices that a later row replaces."""
    lanes = list(draft.entries(Lane))
    alike: dict[_Names, list[int]] = {}
    bans: dict[_Names, list[int]] = {}
    for number, entry in enumerate(lanes):
        alike.setdefault(_names(entry.record), []).append(number)
        if not entry.record.allowed:
            bans.setdefault(_names(entry.record), []).append(number)
    for number, entry in enumerate(lanes):
        lane = entry.record
        wider = (at for names in _wider(lane) for at in bans.get(names, ()) if _holds_as_long(lanes[at].record, lane))
        at_ban = min((at for at in wider if at != number), default=None)
        banned = None if at_ban is None else lanes[at_ban]
        if lane.allowed and banned is not None:
            cell = draft.cell(banned, "allowed")
            fix = (
                f"limit the {draft.words.row} of {cell} to what is to be closed, or delete this one: a ban always wins"
            )
            yield entry.problem(codes.ROW_IDLE, "allowed", found=f"yes, beside no in {cell}", fix=fix)
        priced = next((name for name in ("cost_usd_per_unit", "tariff") if getattr(lane, name) > 0), None)
        if not lane.allowed or banned is not None or not priced:
            continue
        last = itertools.takewhile(lambda at: at > number, reversed(alike[_names(lane)]))  # noqa: B023  used at once
        later = next((lanes[at] for at in last if _holds_as_long(lanes[at].record, lane)), None)
        if later is not None:
            cell = draft.cell(later, priced)
            fix = f"delete one of the two {draft.words.row}s: the price of the last one counts"
            yield entry.problem(codes.NO_EFFECT, priced, found=f"replaced by {cell}", fix=fix)


def _dear_lanes(draft: Draft) -> Iterator[Problem]:
    """Open lanes to markets that cost more than doing without the package."""
    objective = draft.settings.record.objective if draft.settings else Objective.COVERAGE_FIRST
    earns = objective is Objective.PROFIT
    products = list(draft.records(Product, "name", "price_usd", "shortage_penalty_usd"))
    if objective is Objective.COVERAGE_FIRST or len(products) < len(draft.all(Product)) or _has_terms(draft):
        return  # there a package is worth more than these say
    for entry in draft.entries(Lane):
        lane = entry.record
        moved = [one for one in products if lane.product in ("", one.name)]
        worth = {one.name: one.shortage_penalty_usd + (one.price_usd if earns else 0.0) for one in moved}
        costs = {one.name: lane.cost_usd_per_unit + lane.tariff * one.price_usd for one in moved}
        if not lane.allowed or lane.to_region or not moved or any(costs[name] < worth[name] for name in worth):
            continue
        name = max(worth, key=lambda name: worth[name])
        field, value = "cost_usd_per_unit", plain(lane.cost_usd_per_unit)
        if lane.tariff * products[0].price_usd > lane.cost_usd_per_unit:
            field, value = "tariff", draft.words.share(lane.tariff)
        yield entry.problem(
            codes.DEARER_THAN_SHORTAGE,
            field,
            found=value,
            expected=f"less than {plain(worth[name])} USD a package in all, what a shortage of {name} costs",
            fix="check its unit; to close the lane on purpose, write no for allowed",
        )


def _has_terms(draft: Draft) -> bool:
    """Say whether some demand has a price or a penalty of its own."""
    rows = draft.records(Demand)
    return any(row.price_usd is not None or row.shortage_penalty_usd is not None for row in rows)


def _holds_as_long(wide: Lane, lane: Lane) -> bool:
    """Say whether a lane row holds in every period in which another one does."""
    return wide.from_period <= max(0, lane.from_period) and lane.until_period <= wide.until_period


def _names(lane: Lane) -> _Names:
    """Return what a row says of the flows that it matches."""
    ends = lane.from_region, lane.from_bloc, lane.to_region, lane.to_market, lane.to_bloc
    return *ends, lane.node, lane.product


def _wider(lane: Lane) -> Iterator[_Names]:
    """Yield the names of rows that match every flow of a row; no region stands for any but the one it goes to."""
    is_inside = bool(lane.from_region) and lane.from_region == lane.to_region
    origins = {(lane.from_region, lane.from_bloc), *([] if is_inside else [("", "")])}
    ends = lane.to_region, lane.to_market, lane.to_bloc
    yield from (
        (*origin, *ends, *what) for origin in origins for what in itertools.product({lane.node, ""}, {lane.product, ""})
    )


def _bought(draft: Draft) -> Iterator[Problem]:
    """Rows that say how a part is bought, where nobody offers it."""
    offered = {purchase.part for purchase in draft.records(Purchase)}
    for entry in draft.entries(Material, *_PARTS):
        if not entry.record.node and entry.record.part not in offered:
            expected = f"an offer of it {draft.words.listing(Purchase)}"
            fix = f"add one, or {_NAME_NODE}"
            yield entry.problem(codes.ROW_IDLE, "part", found=entry.record.part, expected=expected, fix=fix)


def _lumps(draft: Draft) -> Iterator[Problem]:
    """Conversions of a lump that is larger than all there will ever be of its node at its site."""
    if not draft.is_whole(Committed, "site", "node", "kwspm"):
        return
    growing = {(pair.site, pair.node) for pair in draft.records(Pair, "site", "node")}
    growing |= {(row.site, row.node) for row in draft.records(UnderWay, "site", "node")}
    growing |= {(row.site, row.to_node) for row in draft.records(Conversion, "site", "to_node")}
    for entry in draft.entries(Conversion, "site", "from_node", "lump_kwspm"):
        row = entry.record
        here = [one.kwspm for one in draft.records(Committed) if (one.site, one.node) == (row.site, row.from_node)]
        largest = max(map(sum, zip(*here, strict=True)), default=0.0)
        if row.lump_kwspm > largest * (1 + _SLACK) and (row.site, row.from_node) not in growing:
            expected = f"at most {largest:g} kwspm, all there is of {row.from_node} at {row.site}"
            yield entry.problem(codes.ROW_IDLE, "lump_kwspm", found=plain(row.lump_kwspm), expected=expected)


def _moved(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield (node, product) of the parts that move: all but those that are made where the package is finished."""
    kinds = {node.name: node.kind for node in draft.records(Node, "name", "kind")}
    parts: dict[str, dict[str, list[str]]] = {}
    for material in (row for row in draft.records(Material, *_PARTS) if row.node):
        parts.setdefault(material.product, {}).setdefault(material.part, []).append(material.node)
    for product, nodes in parts.items():
        made_of = {kinds.get(of_part[0]) for of_part in nodes.values()}
        finishing = next((kind for kind in (Kind.PACKAGING, Kind.LOGIC) if kind in made_of), None)
        for of_part in nodes.values():
            if finishing is not None and kinds.get(of_part[0]) is not finishing:
                yield from ((node, product) for node in of_part)


def _limits(draft: Draft) -> Iterator[Problem]:
    built, running = list(places(draft, Pair)), list(places(draft, Pair, Committed, Conversion))
    apart = _Apart(draft)
    for entry in draft.entries(Limit):
        limit = entry.record
        is_placed = limit.measure is not Measure.SERVICE
        candidates = running if limit.measure in (Measure.OUTPUT_SHARE, Measure.SUPPLY_SHARE) else built
        if limit.minimum == 0 and limit.maximum == math.inf:
            yield entry.problem(codes.ROW_IDLE, "name", found=limit.name, expected="a minimum or a maximum")
        fields = list(apart.fields(limit))
        for field, beside in fields:
            value = f"{getattr(limit, field)}, beside {beside}"
            yield entry.problem(codes.ROW_IDLE, field, found=value, fix=_ONE_OF_TWO)
        if is_placed and not fields and not any(is_about(limit, place) for place in candidates):
            yield entry.problem(codes.ROW_IDLE, "name", found=limit.name, expected=_SOMEWHERE)


class _Apart:
    """Which names of a limit nothing has together."""

    def __init__(self, draft: Draft) -> None:
        self.home = {site.name: site.region for site in draft.records(Site, "name", "region")}
        self.bloc = {region.name: region.bloc for region in draft.records(Region, "name", "bloc")}
        self.kinds = {node.name: node.kind for node in draft.records(Node, "name", "kind")}

    def fields(self, limit: Limit) -> Iterator[tuple[str, str]]:
        """Yield each field that another one excludes, with the name in the other."""
        region = self.home.get(limit.site, limit.region)
        if limit.region and region != limit.region:
            yield "site", limit.region
        if limit.bloc and region and self.bloc.get(region, limit.bloc) != limit.bloc:
            yield "bloc", region
        if limit.kind is not None and self.kinds.get(limit.node, limit.kind) is not limit.kind:
            yield "kind", limit.node


def _incentives(draft: Draft) -> Iterator[Problem]:
    home = {site.name: site.region for site in draft.records(Site, "name", "region")}
    built = list(places(draft, Pair))
    for entry in draft.entries(Incentive):
        row = entry.record
        if row.region and row.site and home.get(row.site, row.region) != row.region:
            value = f"{row.site}, beside {row.region}"
            yield entry.problem(codes.ROW_IDLE, "site", found=value, fix=_ONE_OF_TWO)
        elif not any(_may_earn(row, place) for place in built):
            yield entry.problem(codes.ROW_IDLE, "name", found=row.name, expected=draft.words.one_of(Pair))


def _may_earn(incentive: Incentive, place: Place) -> bool:
    return (
        incentive.region in ("", place.region)
        and incentive.site in ("", place.site)
        and incentive.kind in (None, place.kind)
    )


def _funds(draft: Draft) -> Iterator[Problem]:
    paid = list(places(draft, Pair, Conversion))
    funds = list(draft.entries(Fund))
    if not paid or not all(any(may_pay(fund.record, place) for fund in funds) for place in paid):
        return  # what nobody may pay for is reported elsewhere
    for fund in funds:
        if not any(may_pay(fund.record, place) for place in paid):
            expected = f"{draft.words.one_of(Pair, Conversion)} that it may pay for"
            yield fund.problem(codes.ROW_IDLE, "name", found=fund.record.name, expected=expected)
