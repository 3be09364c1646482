"""Sense of what is made and sold: parts have yields, products have parts, markets have demand, lanes have ends."""

from collections.abc import Iterator

from planner.workbook.contract.goods import ConversionRow, DemandRow, LaneRow, MarketRow, MaterialRow, ProductRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault
from planner.workbook.sense.scene import Scene

_ONE_OF_TWO = "fill in the good units per wafer, or the die area"


def goods_faults(scene: Scene) -> Iterator[Fault]:
    """Return the faults of products, materials, markets, conversions and lanes."""
    yield from _materials(scene)
    yield from _markets(scene)
    for table, record, conversion in scene.sound(ConversionRow, "from_node", "to_node"):
        if conversion.from_node == conversion.to_node:
            yield table.fault(codes.CONVERSION_TO_ITSELF, record, "to_node", found=conversion.to_node)
    for table, record, lane in scene.sound(LaneRow, "to_region", "to_market"):
        if lane.to_region and lane.to_market:
            found = f"{lane.to_region} and {lane.to_market}"
            yield table.fault(codes.LANE_ENDS, record, "to_market", found=found, expected="a region or a market")
        elif not lane.to_region and not lane.to_market:
            column = "to_region" if table.has("to_region") else "to_market"
            yield table.fault(codes.LANE_ENDS, record, column, expected="a region or a market")


def _materials(scene: Scene) -> Iterator[Fault]:
    for table, record, row in scene.sound(MaterialRow, "good_units_per_wafer", "die_area_mm2"):
        if row.good_units_per_wafer is None and row.die_area_mm2 is None:
            column = "good_units_per_wafer" if table.has("good_units_per_wafer") else "die_area_mm2"
            column = column if table.has(column) else "part"
            yield table.fault(
                codes.NO_UNITS_PER_WAFER, record, column, expected="good units per wafer or die area", fix=_ONE_OF_TWO
            )
        elif row.good_units_per_wafer is not None and row.die_area_mm2 is not None:
            yield table.fault(codes.BOTH_UNITS_AND_AREA, record, "die_area_mm2", found=row.die_area_mm2)
    if scene.table(MaterialRow) is None or not scene.is_whole(MaterialRow, "product"):
        return
    made = {record.values.get("product") for record in scene.read[MaterialRow.sheet].records}
    for products, record, product in scene.sound(ProductRow, "product"):
        if product.product not in made:
            yield products.fault(codes.PRODUCT_WITHOUT_PARTS, record, "product", found=product.product)


def _markets(scene: Scene) -> Iterator[Fault]:
    table = scene.table(DemandRow)
    if table is None or not table.records or not scene.is_whole(DemandRow, "market"):
        return
    served = {record.values.get("market") for record in table.records}
    for markets, record, market in scene.sound(MarketRow, "market"):
        if market.market not in served:
            yield markets.fault(codes.MARKET_WITHOUT_DEMAND, record, "market", found=market.market)
