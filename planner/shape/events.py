"""Events: the share of capacity that is left at a site, flows that are stopped, and deliveries that do not come."""

from collections.abc import Iterator

from planner.case.events import Event
from planner.case.records import Case, Lane, Tool
from planner.shape.lane_rules import Route, matches
from planner.shape.tool_stock import productivity


def capacity_factor(case: Case, scenario: int, site: str, node: str, period: int) -> float:
    """Return the share of the capacity of a node at a site that a scenario leaves in a period."""
    factor = 1.0
    for event in case.events if period >= 0 else ():
        is_there = event.site == site or event.region == case.sites[site].region
        if is_there and event.node in ("", node) and _happens(case, event, scenario, period):
            factor *= event.factor
    return factor


def event_lane(event: Event) -> Lane:
    """Return the lane row whose flows an event is about."""
    return Lane(
        from_region=event.from_region,
        to_region=event.to_region,
        to_market=event.to_market,
        node=event.node,
        product=event.product,
        from_period=event.from_period,
        until_period=event.until_period,
        max_kunits=0.0,
    )


def event_lanes(case: Case) -> tuple[Lane, ...]:
    """Return the lane rows of all events on lanes: what they name is kept apart from the rest."""
    return tuple(event_lane(event) for event in case.events if event.is_lane)


def is_stopped(case: Case, scenario: int, route: Route, period: int) -> bool:
    """Say whether an event leaves nothing of a flow."""
    return any(
        event.is_lane
        and event.factor == 0
        and _happens(case, event, scenario, period)
        and matches(event_lane(event), route, period)
        for event in case.events
    )


def lane_factor(case: Case, scenario: int, lane: Lane, period: int) -> float:
    """Return the share of the limit of a lane row that a scenario leaves in a period."""
    factor = 1.0
    for event in _of_lane(case, lane):
        if _happens(case, event, scenario, period):
            factor *= event.factor
    return factor


def _of_lane(case: Case, lane: Lane) -> Iterator[Event]:
    """Yield the events on all flows of a lane row: on its way, and on its node and product or on all of them."""
    if lane.from_bloc or lane.to_bloc:
        return  # an event names regions and markets
    way = lane.from_region, lane.to_region, lane.to_market
    for event in case.events:
        is_same = event.is_lane and (event.from_region, event.to_region, event.to_market) == way
        if is_same and event.node in ("", lane.node) and event.product in ("", lane.product):
            yield event


def missing_tools(case: Case, scenario: int, tool: Tool, period: int) -> float:
    """Return the machines that have not come by a period, as machines of the first period."""
    missing = 0.0
    for u, delivered in enumerate(tool.deliveries[: period + 1]):
        left = 1.0
        for event in case.events:
            if event.tool == tool.name and _happens(case, event, scenario, u):
                left *= event.factor
        missing += (1.0 - left) * delivered
    return productivity(case, tool, period) * missing


def _happens(case: Case, event: Event, scenario: int, period: int) -> bool:
    return event.scenario == case.scenarios[scenario].name and event.holds(period)
