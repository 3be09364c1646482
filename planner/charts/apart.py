"""Circles drawn apart: places that lie close together are moved until the centre of each is free of all others."""

from collections.abc import Sequence
from math import hypot, pi

from planner.charts.labels import Spot

FREE = 4.0
"""Pixels of a circle around its centre that no other circle covers."""
_ROUNDS = 400
_MAX_COMPARED = 2_000_000
"""Pairs of circles that are compared in all rounds together: many circles have fewer rounds."""
_FULL = 0.9
"""Of an area, the share that circles can cover without overlap, about that of the closest packing."""
_STEP = 0.52
"""Of what is missing between two circles, the share that each of them moves: a little more than half, to get there."""
Point = tuple[float, float]


def apart(spots: Sequence[Spot], width: float, height: float) -> list[Point]:
    """Return a point for every spot, near to its own and inside the picture; its own where not all have space."""
    points = [(spot.x, spot.y) for spot in spots]
    if sum(pi * ((spot.radius + FREE) / 2) ** 2 for spot in spots) > _FULL * width * height:
        return points
    count = len(spots) * (len(spots) - 1) // 2
    rounds = min(_ROUNDS, _MAX_COMPARED // max(count, 1))
    pairs = [(i, j) for i in range(len(spots)) for j in range(i)] if rounds else []
    for _ in range(rounds):
        has_moved = False
        for i, j in pairs:
            missing = max(spots[i].radius, spots[j].radius) + FREE - _distance(points[i], points[j])
            if missing > 0:
                points[i], points[j] = _parted(points[i], points[j], _STEP * missing, turn=i)
                has_moved = True
        if not has_moved:
            break
        points = [_inside(point, spot.radius, width, height) for point, spot in zip(points, spots, strict=True)]
    return points


def _distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _parted(one: Point, other: Point, by: float, turn: int) -> tuple[Point, Point]:
    """Return two points moved apart along the line between them; where they are one point, each pair takes its own."""
    distance = _distance(one, other)
    directions = ((1.0, 0.0), (0.0, 1.0), (0.7, 0.7), (-0.7, 0.7))
    across, down = (
        ((one[0] - other[0]) / distance, (one[1] - other[1]) / distance)
        if distance > 1e-6
        else directions[turn % len(directions)]
    )
    return (one[0] + by * across, one[1] + by * down), (other[0] - by * across, other[1] - by * down)


def _inside(point: Point, radius: float, width: float, height: float) -> Point:
    across, down = min(radius, width / 2), min(radius, height / 2)
    return min(max(point[0], across), width - across), min(max(point[1], down), height - down)
