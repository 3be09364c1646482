"""Sense of what is made and sold: parts have yields, products have parts, markets have demand, lanes have ends."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import Demand, Material
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Conversion, Lane, Market, Product

_OF_WAFERS = ("good_units_per_wafer", "die_area_mm2")
_NAME_NODE = "name the node that the part is made on: without one it is bought"
_ONE_OF_TWO = "fill in the good units per wafer, or the die area"


def goods_problems(draft: Draft) -> Iterator[Problem]:
    """Return the problems of products, their parts, markets, conversions and lanes."""
    yield from _materials(draft)
    yield from _demand(draft)
    yield from _markets(draft)
    for conversion in draft.entries(Conversion, "from_node", "to_node"):
        node = conversion.record.to_node
        if conversion.record.from_node == node:
            yield conversion.problem(codes.CONVERSION_TO_ITSELF, "to_node", found=node)
    yield from _lane_ends(draft)


def _lane_ends(draft: Draft) -> Iterator[Problem]:
    expected = "a region, a market or a bloc"
    for lane in draft.entries(Lane, "to_region", "to_market", "to_bloc"):
        fields = [name for name in ("to_region", "to_market", "to_bloc") if getattr(lane.record, name)]
        if len(fields) > 1:
            value = " and ".join(getattr(lane.record, name) for name in fields)
            yield lane.problem(codes.LANE_ENDS, fields[1], found=value, expected=expected)
        elif not fields:
            yield lane.problem(codes.LANE_ENDS, "to_region", expected=expected)


def _materials(draft: Draft) -> Iterator[Problem]:
    for material in draft.entries(Material, "node", "good_units_per_wafer", "die_area_mm2"):
        units, area = material.record.good_units_per_wafer, material.record.die_area_mm2
        if not material.record.node:
            for name in (name for name in _OF_WAFERS if getattr(material.record, name) is not None):
                value = plain(getattr(material.record, name))
                yield material.problem(codes.NO_EFFECT, name, found=value, fix=f"clear it, or {_NAME_NODE}")
        elif units is None and area is None:
            expected = "good units per wafer or die area"
            yield material.problem(codes.NO_UNITS_PER_WAFER, "good_units_per_wafer", expected=expected, fix=_ONE_OF_TWO)
        elif units is not None and area is not None:
            yield material.problem(codes.BOTH_UNITS_AND_AREA, "die_area_mm2", found=plain(area))
    if not draft.is_whole(Material, "product"):
        return
    with_parts = {material.product for material in draft.records(Material, "product")}
    for product in draft.entries(Product, "name"):
        if product.record.name not in with_parts:
            yield product.problem(codes.PRODUCT_WITHOUT_PARTS, "name", found=product.record.name)


def _demand(draft: Draft) -> Iterator[Problem]:
    demands = draft.all(Demand)
    if demands and draft.is_sound(Demand) and not any(any(demand.record.kunits) for demand in demands):
        rows = f"{len(demands)} {draft.words.row}{'s' * (len(demands) > 1)}"
        yield demands[0].problem(codes.NO_DEMAND, "kunits", period=0, found=f"0 in every period of {rows}")


def _markets(draft: Draft) -> Iterator[Problem]:
    if not draft.all(Demand) or not draft.is_whole(Demand, "market"):
        return
    served = {demand.market for demand in draft.records(Demand, "market")}
    for market in draft.entries(Market, "name"):
        if market.record.name not in served:
            yield market.problem(codes.MARKET_WITHOUT_DEMAND, "name", found=market.record.name)
