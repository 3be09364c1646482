"""Sense of reach: can what is demanded be made at all, in time, and for less than its shortage costs?"""

import math
from collections.abc import Iterator

from planner.case.records import Objective
from planner.workbook.contract.goods import CapacityRow, ConversionRow, DemandRow, MaterialRow, ProductRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.sense.scene import Scene


def reach_faults(scene: Scene) -> Iterator[Fault]:
    """Return warnings about nodes that come too late or nowhere, and products that cost more than they are worth."""
    yield from _leads(scene)
    yield from _nowhere(scene)
    yield from _too_early(scene)
    yield from _penalties(scene)


def _leads(scene: Scene) -> Iterator[Fault]:
    calendar = scene.calendar
    if calendar is None:
        return
    by_node: dict[str, list[tuple[int, Fault]]] = {}
    for table, record, pair in scene.sound(PairRow, "node", "lead_periods", "expansion_lead_periods"):
        expansion = pair.lead_periods if pair.expansion_lead_periods is None else pair.expansion_lead_periods
        lead = min(pair.lead_periods, expansion)
        found = table.fault(
            codes.LEAD_BEYOND_HORIZON,
            record,
            "lead_periods",
            found=f"{pair.lead_periods} periods for {pair.node}",
            expected=f"less than {calendar.periods}",
            fix=f"write at most {calendar.periods - 1}, or lengthen the horizon to at least {lead + 1} periods",
        )
        by_node.setdefault(pair.node, []).append((lead, found))
    for leads in by_node.values():
        if all(lead >= calendar.periods for lead, _ in leads):
            yield leads[0][1]


def _nowhere(scene: Scene) -> Iterator[Fault]:
    known = (
        scene.is_whole(PairRow, "site", "node")
        and scene.is_whole(CapacityRow, "site", "node")
        and scene.is_whole(ConversionRow, "site", "to_node")
        and scene.is_whole(MaterialRow, "product", "part", "node")
    )
    pairs = scene.table(PairRow)
    if not known or pairs is None or not pairs.records:
        return
    held = {row.node for _, _, row in scene.sound(PairRow, "node")}
    held |= {row.node for _, _, row in scene.sound(CapacityRow, "node")}
    held |= {row.to_node for _, _, row in scene.sound(ConversionRow, "to_node")}
    materials = list(scene.sound(MaterialRow, "product", "part", "node"))
    reachable = {(row.product, row.part) for _, _, row in materials if row.node in held}
    told = set()
    for table, record, row in materials:
        if (row.product, row.part) not in reachable and row.node not in told:
            told.add(row.node)
            yield table.fault(codes.NODE_NOWHERE, record, "node", found=row.node)


def _too_early(scene: Scene) -> Iterator[Fault]:
    calendar = scene.calendar
    if calendar is None or not scene.is_whole(CapacityRow, "node", "values"):
        return
    start = {
        row.node: calendar.ordinal(row.available_from) if row.available_from else 0
        for _, _, row in scene.sound(NodeRow, "node", "available_from")
    }
    for _, _, row in scene.sound(CapacityRow):
        first = next((t for t, kwspm in enumerate(row.values) if kwspm > 0), calendar.periods)
        start[row.node] = min(start.get(row.node, first), first)
    part_from: dict[tuple[str, str], int] = {}
    for _, _, material in scene.sound(MaterialRow, "product", "part", "node"):
        key = material.product, material.part
        part_from[key] = min(part_from.get(key, calendar.periods), start.get(material.node, 0))
    product_from: dict[str, int] = {}
    for (product, _), period in part_from.items():
        product_from[product] = max(product_from.get(product, 0), period)
    for table, record, demand in scene.sound(DemandRow):
        available = product_from.get(demand.product, 0)
        early = next((t for t, kunits in enumerate(demand.values[: max(0, available)]) if kunits > 0), None)
        if early is not None:
            product_from[demand.product] = 0  # one warning a product is enough
            yield fault(
                codes.DEMAND_BEFORE_NODE,
                table.name,
                record.row,
                table.header.periods[early] + 1,
                found=f"{demand.product} from {calendar.label(early)}",
                expected=f"{calendar.label(available)} or later",
                fix=f"write 0 before {calendar.label(available)}, or let the node come earlier: else it will be short",
            )


def _penalties(scene: Scene) -> Iterator[Fault]:
    index = min((row.operating_cost_index for _, _, row in scene.sound(RegionRow, "operating_cost_index")), default=1.0)
    cost = {row.node: row.wafer_cost_usd for _, _, row in scene.sound(NodeRow, "node", "wafer_cost_usd")}
    parts: dict[str, dict[str, float]] = {}
    for _, _, row in scene.sound(
        MaterialRow, "product", "part", "node", "units", "good_units_per_wafer", "die_area_mm2"
    ):
        if row.good_units_per_wafer is None:
            good = math.pi * 150.0**2 / row.die_area_mm2 if row.die_area_mm2 else math.inf
        else:
            good = row.good_units_per_wafer
        least = parts.setdefault(row.product, {})
        least[row.part] = min(least.get(row.part, math.inf), row.units * cost.get(row.node, 0.0) / good)
    values = scene.settings.values
    if values is not None and values.objective is Objective.COVERAGE_FIRST:
        return  # coverage comes before cost there
    earns = values is not None and values.objective is Objective.PROFIT
    for table, record, product in scene.sound(
        ProductRow, "product", "shortage_penalty_usd", "price_usd", "assembly_yield_pct"
    ):
        usd = index * sum(parts.get(product.product, {}).values()) / (product.assembly_yield_pct / 100.0)
        needed = usd - (product.price_usd if earns else 0.0)
        if product.shortage_penalty_usd < needed:
            yield table.fault(
                codes.PENALTY_BELOW_COST,
                record,
                "shortage_penalty_usd",
                found=product.shortage_penalty_usd,
                expected=f"at least {math.ceil(needed)}, the cost of its wafers{' less its price' * earns}",
                fix=f"write at least {math.ceil(needed)}, or check the wafer cost: else nothing is built for it",
            )
