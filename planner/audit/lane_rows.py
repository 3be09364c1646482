"""Which lane rows a flow matches, and which sets its price: the one that fills most of from, to, node and product.

Rows that name regions and markets come before those that name blocs, and of equal rows the later one counts. Rows that
name a region apply to parts, rows that name a market to packages; a row that names neither applies to both, and so
does a row to a bloc: to its regions and its markets. A row without a region to ship from applies to all, or to all of
its bloc (for parts: to all but those that stay in their region). A row that names a node matches packages with a part
of that node.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.audit.facts import Facts
from planner.case.records import Case, Lane


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


class LaneRows:
    """The lane rows of a case, looked up by flow. Rows are filtered once per origin and destination."""

    def __init__(self, case: Case) -> None:
        """Keep the rows in their order; a row is known by its number."""
        self._lanes = case.lanes
        self._bloc = {name: region.bloc for name, region in case.regions.items()}
        self._market_bloc = {name: market.bloc for name, market in case.markets.items()}
        self._ways: dict[tuple[str, str, str], list[int]] = {}

    def matching(self, flow: Flow) -> list[int]:
        """Return the numbers of the rows that apply to a flow."""
        way = flow.from_region, flow.to_region, flow.to_market
        if way not in self._ways:
            self._ways[way] = [number for number, lane in enumerate(self._lanes) if self._on_way(lane, flow)]
        return [number for number in self._ways[way] if _about(self._lanes[number], flow)]

    def _on_way(self, lane: Lane, flow: Flow) -> bool:
        if lane.to_bloc:
            bloc = self._bloc[flow.to_region] if flow.to_region else self._market_bloc[flow.to_market]
            there = lane.to_bloc == bloc
        elif lane.to_region or lane.to_market:
            there = lane.to_region == flow.to_region if flow.to_region else lane.to_market == flow.to_market
        else:
            there = True
        if lane.from_region:
            return there and lane.from_region == flow.from_region
        if flow.from_region == flow.to_region:
            return False
        return there and lane.from_bloc in ("", self._bloc[flow.from_region])

    def priced_by(self, flow: Flow) -> Lane | None:
        """Return the row that prices a flow, None where no row matches and the lane is free."""
        rows = self.matching(flow)
        return self._lanes[max(rows, key=lambda number: (_filled(self._lanes[number]), number))] if rows else None


def _about(lane: Lane, flow: Flow) -> bool:
    return (
        (not lane.node or lane.node in flow.nodes)
        and lane.product in ("", flow.product)
        and lane.from_period <= flow.period <= lane.until_period
    )


def _filled(lane: Lane) -> tuple[int, int]:
    """Return how many of from, to, node and product a row fills, and less for each that is a bloc."""
    ends = lane.from_region or lane.from_bloc, lane.to_region or lane.to_market or lane.to_bloc
    blocs = lane.from_bloc, lane.to_bloc
    return sum(map(bool, (*ends, lane.node, lane.product))), -sum(map(bool, blocs))
