"""Labels beside points without overlap: each takes the nearest free place, in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

CHARACTER, LINE = 6.4, 15.0
"""Pixels that a character and a line take in the font of the labels."""
_RINGS, _PLACES = 14, 16


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in pixels with its radius and the text of its label."""

    text: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float = LINE

    def overlaps(self, other: "Box") -> bool:
        """True where the two overlap."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


def placed(spots: Sequence[Spot], width: float, height: float) -> list[Box]:
    """Return a box for the text of every spot, inside the picture; where no place is free, the nearest one."""
    occupied = [Box(s.x - s.radius, s.y - s.radius, 2 * s.radius, 2 * s.radius) for s in spots]
    boxes = []
    for spot in spots:
        around = [box for box in _around(spot) if _inside(box, width, height)]
        free = (box for box in around if not any(box.overlaps(other) for other in occupied))
        box = next(free, around[0] if around else next(_around(spot)))
        occupied.append(box)
        boxes.append(box)
    return boxes


def _around(spot: Spot) -> Iterator[Box]:
    """Yield places from near to far, the right-hand side first."""
    width = CHARACTER * len(spot.text)
    for ring in range(_RINGS):
        distance = spot.radius + 4 + ring * LINE / 2
        for place in range(_PLACES):
            turn = (-1) ** place * -(-place // 2) * 2 * pi / _PLACES
            x, y = spot.x + distance * cos(turn), spot.y + distance * sin(turn)
            left = x if cos(turn) > 0.1 else x - width if cos(turn) < -0.1 else x - width / 2
            yield Box(left, y - LINE / 2, width)


def _inside(box: Box, width: float, height: float) -> bool:
    return box.left >= 0 and box.top >= 0 and box.left + box.width <= width and box.top + box.height <= height
