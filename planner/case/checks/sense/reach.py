"""Sense of reach: can what is demanded be made at all, in time, and for less than its shortage costs?"""

import math
from collections.abc import Iterator
from typing import Any

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Demand, Material
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.terms import on_own_terms, products_of
from planner.case.curves import WAFER_DIAMETER_MM
from planner.case.records import Committed, Conversion, Node, Objective, Pair, Product, Purchase, Region

_PARTS = ("product", "part", "node")
_WAFER_MM2 = math.pi * (WAFER_DIAMETER_MM / 2) ** 2


def reach_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about nodes that come too late or nowhere, and products that cost more than they are worth."""
    yield from _leads(draft)
    yield from _nowhere(draft)
    yield from _too_early(draft)
    yield from _penalties(draft)


def _leads(draft: Draft) -> Iterator[Problem]:
    if draft.calendar is None:
        return
    periods = draft.calendar.periods
    by_node: dict[str, list[Entry[Pair]]] = {}
    for entry in draft.entries(Pair, "node", "lead_periods", "expansion_lead_periods"):
        by_node.setdefault(entry.record.node, []).append(entry)
    for node, entries in by_node.items():
        leads = [min(entry.record.lead_periods, entry.record.expansion_lead_periods) for entry in entries]
        if min(leads) >= periods:
            value = f"{entries[0].record.lead_periods} periods for {node}"
            fix = f"write at most {periods - 1}, or lengthen the horizon to at least {leads[0] + 1} periods"
            yield entries[0].problem(
                codes.LEAD_BEYOND_HORIZON, "lead_periods", found=value, expected=f"less than {periods}", fix=fix
            )


def _nowhere(draft: Draft) -> Iterator[Problem]:
    known = (
        draft.is_whole(Pair, "site", "node")
        and draft.is_whole(Committed, "site", "node")
        and draft.is_whole(Conversion, "site", "to_node")
        and draft.is_whole(Material, *_PARTS)
    )
    if not known or not draft.all(Pair):
        return
    held = {pair.node for pair in draft.records(Pair, "node")}
    held |= {committed.node for committed in draft.records(Committed, "node")}
    held |= {conversion.to_node for conversion in draft.records(Conversion, "to_node")}
    materials = list(draft.entries(Material, *_PARTS))
    offered = {purchase.part for purchase in draft.records(Purchase, "part")}
    reachable = {
        (one.record.product, one.record.part)
        for one in materials
        if one.record.node in ("", *held) or one.record.part in offered
    }
    reported = set()
    for entry in materials:
        row = entry.record
        if (row.product, row.part) not in reachable and row.node not in reported:
            reported.add(row.node)
            yield entry.problem(codes.NODE_NOWHERE, "node", found=row.node)


def _too_early(draft: Draft) -> Iterator[Problem]:
    calendar = draft.calendar
    if calendar is None or not draft.is_whole(Committed, "node", "kwspm"):
        return
    product_from = _available_from(draft, calendar.periods)
    for entry in draft.entries(Demand):
        demand = entry.record
        available = min((product_from.get(product, 0) for product in products_of(draft, demand.product)), default=0)
        early = next((t for t, kunits in enumerate(demand.kunits[: max(0, available)]) if kunits > 0), None)
        if early is not None:
            product_from[demand.product] = 0  # one warning a product is enough
            soonest = draft.period(available)
            yield entry.problem(
                codes.DEMAND_BEFORE_NODE,
                "kunits",
                period=early,
                found=f"{demand.product} from {draft.period(early)}",
                expected=f"{soonest} or later",
                fix=f"write 0 before {soonest}, or let the node come earlier: else it will be short",
            )


def _available_from(draft: Draft, periods: int) -> dict[str, int]:
    """Return the first period in which every part of a product has a node."""
    start = {node.name: node.available_from for node in draft.records(Node, "name", "available_from")}
    for committed in draft.records(Committed):
        first = next((t for t, kwspm in enumerate(committed.kwspm) if kwspm > 0), periods)
        start[committed.node] = min(start.get(committed.node, first), first)
    offered: dict[str, int] = {}
    for purchase in draft.records(Purchase):
        first = next((t for t, kunits in enumerate(purchase.kunits) if kunits > 0), periods)
        offered[purchase.part] = min(offered.get(purchase.part, first), first)
    part_from: dict[tuple[str, str], int] = {}
    for material in draft.records(Material, *_PARTS):
        key, bought = (material.product, material.part), offered.get(material.part, periods)
        from_wafers = start.get(material.node, 0) if material.node else periods
        part_from[key] = min(part_from.get(key, periods), from_wafers, bought)
    product_from: dict[str, int] = {}
    for (product, _), period in part_from.items():
        product_from[product] = max(product_from.get(product, 0), period)
    return product_from


def _penalties(draft: Draft) -> Iterator[Problem]:
    objective = draft.settings.record.objective if draft.settings else None
    if objective is Objective.COVERAGE_FIRST:
        return  # coverage comes before cost there
    if draft.settings is not None and not draft.settings.record.counts_penalties:
        return
    earns = objective is Objective.PROFIT
    costs = _wafer_costs_usd(draft)
    index = min((region.operating_cost_index for region in draft.records(Region, "operating_cost_index")), default=1.0)
    for entry in draft.entries(
        Product, "name", "shortage_penalty_usd", "price_usd", "other_cost_usd", "assembly_yield"
    ):
        product = entry.record
        usd = index * costs.get(product.name, 0.0) / product.assembly_yield
        needed = usd - (product.price_usd - product.other_cost_usd if earns else 0.0)
        counts = on_own_terms(draft, product.name, "shortage_penalty_usd")
        if product.shortage_penalty_usd < needed < math.inf and counts:
            minimum = math.ceil(needed)
            yield entry.problem(
                codes.PENALTY_BELOW_COST,
                "shortage_penalty_usd",
                found=plain(product.shortage_penalty_usd),
                expected=f"at least {minimum}, the cost of its wafers{' less its price' * earns}",
                fix=f"write at least {minimum}, or check the wafer cost: else nothing is built for it",
            )
        elif product.shortage_penalty_usd == 0 and counts and not earns:
            yield _costs_nothing(entry, product.name)
    for tier in draft.entries(Demand, "product", "shortage_penalty_usd") if not earns else ():
        if tier.record.shortage_penalty_usd == 0:
            yield _costs_nothing(tier, tier.record.product)
            return  # one warning is enough


def _costs_nothing(entry: Entry[Any], product: str) -> Problem:
    return entry.problem(
        codes.PENALTY_BELOW_COST,
        "shortage_penalty_usd",
        found="0",
        expected=f"above 0, what a package of {product} costs that is demanded and not delivered",
        fix="write it in USD, or choose the objective coverage_first or profit: else nothing is built for it",
    )


def _wafer_costs_usd(draft: Draft) -> dict[str, float]:
    """Return the cheapest wafers, or bought units, of each product at index 1.

    Each die is perfect where only its area is given.
    """
    cost = {node.name: node.wafer_cost_usd for node in draft.records(Node, "name", "wafer_cost_usd")}
    offered: dict[str, float] = {}
    for purchase in draft.records(Purchase):
        offered[purchase.part] = min(purchase.price_usd, offered.get(purchase.part, math.inf))
    parts: dict[str, dict[str, float]] = {}
    for row in draft.records(Material, *_PARTS, "units", "good_units_per_wafer", "die_area_mm2"):
        good = row.good_units_per_wafer
        if good is None:
            good = _WAFER_MM2 / row.die_area_mm2 if row.die_area_mm2 else math.inf
        of_wafers = row.units * cost.get(row.node, 0.0) / good if row.node else math.inf
        cheapest = parts.setdefault(row.product, {})
        bought = row.units * offered.get(row.part, math.inf)
        cheapest[row.part] = min(cheapest.get(row.part, math.inf), of_wafers, bought)
    return {product: sum(of_part.values()) for product, of_part in parts.items()}
