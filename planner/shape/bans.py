"""Bans: closed lane rows, and the flows that each of them alone blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from planner.registry.keys import MoveKey, ShipmentKey
from planner.shape.lane_rules import Route, lane_rules, matches, package_route, part_route
from planner.shape.shape import Shape


@dataclass(frozen=True, slots=True)
class Ban:
    """Lane rows, by number, each of which alone blocks the same flows."""

    rows: tuple[int, ...]
    shipments: tuple[ShipmentKey, ...]
    moves: tuple[MoveKey, ...]


def bans(shape: Shape) -> tuple[Ban, ...]:
    """Return the bans of a case that block something."""
    shipments: dict[int, dict[ShipmentKey, None]] = {}
    moves: dict[int, dict[MoveKey, None]] = {}
    closing: dict[Route, tuple[tuple[tuple[int, ...], Route], ...]] = {}
    for key in shape.closed_shipments:
        route = package_route(shape.case, key.zone, key.market_group, key.product)
        for row in _alone(shape, route, key.period, closing):
            shipments.setdefault(row, {})[key] = None
    for move in shape.closed_moves:
        route = part_route(shape.case, move.from_zone, move.zone, move.node, move.product)
        for row in _alone(shape, route, move.period, closing):
            moves.setdefault(row, {})[move] = None
    alike: dict[tuple[tuple[ShipmentKey, ...], tuple[MoveKey, ...]], list[int]] = {}
    for row in sorted(shipments.keys() | moves.keys()):
        alike.setdefault((tuple(shipments.get(row, ())), tuple(moves.get(row, ()))), []).append(row)
    return tuple(Ban(tuple(rows), *flows) for flows, rows in alike.items())


def _alone(
    shape: Shape, route: Route, period: int, closing: dict[Route, tuple[tuple[tuple[int, ...], Route], ...]]
) -> Iterator[int]:
    """Yield the rows without which the route would be open in a period between some members of its zones."""
    if route not in closing:
        closing[route] = tuple(_by_member(shape, route))
    for rows, own in closing[route]:
        holding = [row for row in rows if matches(shape.case.lanes[row], own, period)]
        if len(holding) == 1:
            yield holding[0]


def _by_member(shape: Shape, route: Route) -> Iterator[tuple[tuple[int, ...], Route]]:
    regions = shape.zones[route.to_region] if route.to_region else ("",)
    markets = shape.groups[route.to_market] if route.to_market else ("",)
    for source, region, market in product(shape.zones[route.from_region], regions, markets):
        own = route.between(shape.case, source, region, market)
        closed = [row for row in lane_rules(shape.case, own) if not row.allowed]
        yield tuple(number for number, row in enumerate(shape.case.lanes) if row in closed), own
