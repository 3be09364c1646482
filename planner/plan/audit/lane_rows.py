"""Which lane rows a flow matches, and which of them sets its price: the one that fills most of to, node and product.

Of equally specific rows the later one counts. Rows that name a region speak of parts, rows that name a market of
packages; a row that names neither speaks of both. A row that names a node matches packages with a part of that node.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.case.records import Case, Lane
from planner.plan.audit.facts import Facts


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that moves: a part to a region or a package to a market, in thousands."""

    scenario: str
    from_region: str
    to_region: str
    to_market: str
    nodes: frozenset[str]
    product: str
    period: int
    kunits: float

    def __str__(self) -> str:
        """Return the flow's names in one line."""
        return f"{self.scenario} {self.from_region} to {self.to_region or self.to_market} {self.product}"


def flows_of(facts: Facts) -> Iterator[Flow]:
    """Yield every part movement and every shipment of the plan."""
    for part in facts.plan.flows:
        nodes = frozenset((part.node,))
        yield Flow(part.scenario, part.from_region, part.to_region, "", nodes, part.product, part.period, part.kunits)
    nodes_of = {product: _nodes(facts.case, product) for product in facts.case.products}
    for sold in facts.plan.shipments:
        nodes = nodes_of[sold.product]
        yield Flow(sold.scenario, sold.from_region, "", sold.market, nodes, sold.product, sold.period, sold.kunits)


def _nodes(case: Case, product: str) -> frozenset[str]:
    return frozenset(source.node for part in case.products[product].parts for source in part.sources)


def matches(lane: Lane, flow: Flow) -> bool:
    """Return whether a lane row speaks of a flow."""
    anywhere = not lane.to_region and not lane.to_market
    there = lane.to_region == flow.to_region if flow.to_region else lane.to_market == flow.to_market
    return (
        lane.from_region in ("", flow.from_region)
        and (anywhere or there)
        and (not lane.node or lane.node in flow.nodes)
        and lane.product in ("", flow.product)
        and lane.from_period <= flow.period <= lane.until_period
    )


def priced_by(lanes: tuple[Lane, ...], flow: Flow) -> Lane | None:
    """Return the row that prices a flow, None where no row matches and the lane is free."""
    best: Lane | None = None
    for lane in lanes:
        if matches(lane, flow) and (best is None or _filled(lane) >= _filled(best)):
            best = lane
    return best


def _filled(lane: Lane) -> int:
    return sum(bool(name) for name in (lane.to_region or lane.to_market, lane.node, lane.product))
