"""Sheet of lanes: what may flow where, and at what price."""

from typing import ClassVar

from planner.workbook.contract.columns import Row, Type, column


class LaneRow(Row):
    """A rule about flows."""

    sheet: ClassVar = "lanes"
    about: ClassVar = "Export rules, freight and tariffs; where no row matches, a lane is open and free"

    from_region: str = column(
        "From region",
        Type.NAME,
        "Region that ships; blank: every region (to a region: every other one)",
        default="",
        ref="regions.region",
    )
    from_bloc: str = column(
        "From bloc",
        Type.NAME,
        "Or every region of a bloc (to a region: every other one); blank: every region",
        default="",
        ref="regions.bloc",
    )
    to_region: str = column(
        "To region",
        Type.NAME,
        "Region that receives parts; or give a market or a bloc",
        default="",
        ref="regions.region",
    )
    to_market: str = column(
        "To market",
        Type.NAME,
        "Market that receives packages; or give a region or a bloc",
        default="",
        ref="markets.market",
    )
    to_bloc: str = column(
        "To bloc",
        Type.NAME,
        "Every region that receives parts and every market that receives packages of a bloc. Any matching row closes a "
        "lane; the price is that of the row that fills most of from, to, node and product, a region or market before "
        "a bloc",
        default="",
        ref="regions.bloc",
        or_ref="markets.bloc",
    )
    node: str = column(
        "Node",
        Type.NAME,
        "Only parts made on it, or packages with such parts; blank: all",
        default="",
        ref="nodes.node",
    )
    product: str = column("Product", Type.NAME, "Only this product; blank: all", default="", ref="products.product")
    from_period: str | None = column(
        "From", Type.PERIOD, "First period in which the row holds; blank: always", default=None
    )
    until_period: str | None = column(
        "Until", Type.PERIOD, "Last period in which the row holds; blank: always", default=None
    )
    allowed: bool = column("Allowed", Type.YES_NO, "no closes the lane", default=True)
    cost_usd_per_unit: float = column(
        "Freight [USD per unit]", Type.NUMBER, "Cost of moving a unit", unit="usd", default=0.0, ge=0
    )
    tariff_pct: float = column(
        "Tariff [%]", Type.NUMBER, "Share of the product's price, on lanes to markets", unit="%", default=0.0, ge=0
    )
    max_kunits: float | None = column(
        "Max [kunits a period]",
        Type.NUMBER,
        "At most, over all flows that the row matches; blank: no limit",
        unit="kunits",
        default=None,
        ge=0,
    )
