"""The sheet about events: outages and shocks that happen in one scenario."""

from typing import ClassVar

from planner.workbook.contract.columns import Row, Type, column


class EventRow(Row):
    """What one scenario loses for a time."""

    sheet: ClassVar = "events"
    about: ClassVar = (
        "Outages and shocks by scenario, each on one subject: capacity of a region or site, a lane, demand of a "
        "market, or deliveries of a tool"
    )

    scenario: str = column("Scenario", Type.NAME, "In which future", ref="scenarios.scenario")
    region: str = column(
        "Region", Type.NAME, "Capacity in it, committed and new, is multiplied", default="", ref="regions.region"
    )
    site: str = column("Site", Type.NAME, "Capacity at it is multiplied", default="", ref="sites.site")
    from_region: str = column(
        "From region", Type.NAME, "Lane from it; blank: from every region", default="", ref="regions.region"
    )
    to_region: str = column("To region", Type.NAME, "Lane to it, for parts", default="", ref="regions.region")
    to_market: str = column("To market", Type.NAME, "Lane to it, for packages", default="", ref="markets.market")
    market: str = column("Market", Type.NAME, "Demand in it is multiplied", default="", ref="markets.market")
    tool: str = column(
        "Tool",
        Type.NAME,
        "Deliveries of it are multiplied: what lacks its machines stands idle",
        default="",
        ref="tools.tool",
    )
    node: str = column(
        "Node", Type.NAME, "Only this node, of capacity and lanes; blank: all", default="", ref="nodes.node"
    )
    product: str = column(
        "Product",
        Type.NAME,
        "Only this product, of lanes and demand, or this class; blank: all",
        default="",
        ref="products.product",
        or_ref="classes.compute_class",
    )
    from_period: str = column("From", Type.PERIOD, "First period in which it holds")
    until_period: str | None = column(
        "Until", Type.PERIOD, "Last period in which it holds; blank: to the end", default=None
    )
    factor_pct: float = column(
        "Factor [%]",
        Type.NUMBER,
        "What is left: 0 is gone; of lanes above 0 their max_kunits is multiplied",
        unit="%",
        ge=0,
    )
