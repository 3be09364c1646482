"""What bans cost: a flow over a closed lane is held at zero, and its reduced cost says what one unit would be worth."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from planner.case.lanes import Route, lane_rules, package_route, part_route
from planner.case.money import discount
from planner.case.records import Lane
from planner.case.shape import Shape
from planner.plan.extract.building import Values
from planner.plan.records import Ban

SMALLEST_USD = 0.01
USD_PER_USD_BN_AND_KUNIT = 1e6
Flow = tuple[Route, str, int]


def bans(shape: Shape, worth: Values) -> tuple[Ban, ...]:
    """Return the closed lane rows that bind, by row and period, each with the flow that would be worth most."""
    best: dict[tuple[int, int], Ban] = {}
    closing: dict[Route, dict[int, Lane]] = {}
    for (route, part, t), usd_bn_per_kunit in _by_flow(shape, worth).items():
        usd = usd_bn_per_kunit / discount(shape.case, t) * USD_PER_USD_BN_AND_KUNIT
        if usd < SMALLEST_USD:
            continue
        if route not in closing:
            closing[route] = dict(_closing(shape, route))
        for i, row in closing[route].items():
            holds = row.from_period <= t <= row.until_period
            if holds and ((i, t) not in best or usd > best[i, t].usd_per_unit):
                best[i, t] = Ban(row.from_region, row.to_region, row.to_market, route.product, part, t, usd)
    return tuple(best[key] for key in sorted(best))


def _by_flow(shape: Shape, worth: Values) -> dict[Flow, float]:
    """Return what one unit of each closed flow would be worth, over all scenarios."""
    found: dict[Flow, float] = {}
    for key in shape.closed_shipments:
        _, zone, group, package, t = key
        route = package_route(shape.case, zone, group, package)
        found[route, "", t] = found.get((route, "", t), 0.0) + max(0.0, worth.get("shipped", {}).get(key, 0.0))
    for move in shape.closed_moves:
        _, zone, to_zone, node, package, part, t = move
        route = part_route(zone, to_zone, node, package)
        found[route, part, t] = found.get((route, part, t), 0.0) + max(0.0, worth.get("moved", {}).get(move, 0.0))
    return found


def _closing(shape: Shape, route: Route) -> Iterator[tuple[int, Lane]]:
    """Yield the rows, by their number, that in some period close a route between any members of its zones or groups."""
    regions = shape.zones[route.to_region] if route.to_region else ("",)
    markets = shape.groups[route.to_market] if route.to_market else ("",)
    for source, region, market in product(shape.zones[route.from_region], regions, markets):
        own = replace(route, from_region=source, to_region=region, to_market=market)
        closed = [row for row in lane_rules(shape.case, own) if not row.allowed]
        yield from ((i, row) for i, row in enumerate(shape.case.lanes) if row in closed)
