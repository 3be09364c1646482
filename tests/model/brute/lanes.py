"""What may flow where, and at what price: rows of the sheet lanes, and what events leave of them."""

from typing import NamedTuple

from planner.case.records import Case, Event, Lane


class Flow(NamedTuple):
    """Parts from region to region, or packages to a market, and their blocs; parts can be made on the nodes."""

    source: str
    source_bloc: str
    region: str
    market: str
    bloc: str
    product: str
    nodes: frozenset[str]


def parts(case: Case, source: str, region: str, product: str, node: str) -> Flow:
    blocs = case.regions[source].bloc, case.regions[region].bloc
    return Flow(source, blocs[0], region, "", blocs[1], product, frozenset({node}))


def packages(case: Case, source: str, market: str, product: str) -> Flow:
    nodes = frozenset(one.node for part in case.products[product].parts for one in part.sources)
    return Flow(source, case.regions[source].bloc, "", market, case.markets[market].bloc, product, nodes)


def holds(row: Lane | Event, flow: Flow, t: int) -> bool:
    """Say whether a row is about a flow: what stays inside a region must be named as such."""
    leaves = row.from_region == flow.source if row.from_region else flow.source != flow.region
    arrives = (row.to_region, row.to_market) == (flow.region, flow.market)
    if isinstance(row, Lane) and row.from_bloc:
        leaves = leaves and row.from_bloc == flow.source_bloc
    if isinstance(row, Lane) and row.to_bloc:
        arrives = row.to_bloc == flow.bloc
    return (
        leaves
        and arrives
        and (not row.node or row.node in flow.nodes)
        and row.product in ("", flow.product)
        and row.from_period <= t <= row.until_period
    )


def is_open(case: Case, scenario: str, flow: Flow, t: int) -> bool:
    """Say whether nothing closes a flow: no row that says no, and no event that leaves nothing of it."""
    stopped = any(
        event.scenario == scenario and event.is_lane and event.factor == 0 and holds(event, flow, t)
        for event in case.events
    )
    return not stopped and all(lane.allowed for lane in case.lanes if holds(lane, flow, t))


def freight_and_tariff(case: Case, flow: Flow, t: int) -> tuple[float, float]:
    """Return usd a unit and the share of the price, of the row that fills most.

    Of equals it is the one with fewer blocs, then the later one.
    """
    rows = [lane for lane in case.lanes if holds(lane, flow, t)]
    if not rows:
        return 0.0, 0.0
    best = max(reversed(rows), key=_filled)
    return best.cost_usd_per_unit, best.tariff


def _filled(lane: Lane) -> tuple[int, int]:
    filled = bool(lane.from_region or lane.from_bloc) + bool(lane.node) + bool(lane.product)
    return filled, -bool(lane.from_bloc) - bool(lane.to_bloc)


def most(case: Case, scenario: str, lane: Lane, t: int) -> float:
    """Return the thousand units of a limited row: events on the same way that leave some of it leave that share."""
    left = lane.max_kunits
    for event in case.events:
        same_way = (event.from_region, event.to_region, event.to_market) == (
            lane.from_region, lane.to_region, lane.to_market,
        )  # fmt: skip
        of_all = event.node in ("", lane.node) and event.product in ("", lane.product)
        if (
            event.is_lane
            and event.scenario == scenario
            and same_way
            and not (lane.from_bloc or lane.to_bloc)
            and of_all
            and event.holds(t)
        ):
            left *= event.factor
    return left
