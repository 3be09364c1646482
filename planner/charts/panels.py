"""Panels of the map: groups of places, each in a frame of its own, so that oceans and empty land take no space.

Places that are close share a panel. Panels stand in columns of one or two; of all ways to arrange them, the one that
shows places largest is taken, and a group with many places counts for more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, degrees, hypot, log, radians

from planner.charts.theme import WIDTH
from planner.charts.world import View, latitude_at, up, view_of

Place = tuple[float, float]
"""Latitude and longitude."""
_APART, _AROUND, _MIN_DEGREES = 24.0, 6.0, 22.0
"""Degrees that part two groups, those that a panel leaves around its places, and the narrowest panel."""
_MAX_PANELS = 6
_HEIGHT, _BETWEEN = 420.0, 10.0
"""Pixels of the height of the whole and of the space between two panels."""
_MIN_WIDTH, _MAX_PER_RADIAN = 150.0, 620.0
"""Pixels of the narrowest column, wide enough for the name of a site, and of a radian: coasts are no finer."""


@dataclass(frozen=True, slots=True)
class _Box:
    """Places of a panel, and what it has to show at least, in radians of the equator."""

    places: tuple[Place, ...]
    west: float
    east: float
    south: float
    north: float

    @property
    def slope(self) -> float:
        """Height as a share of width."""
        return (self.north - self.south) / (self.east - self.west)

    def per_radian(self, width: float, height: float) -> float:
        """Return the pixels of a radian where the box fills a panel as far as it can."""
        return min(_MAX_PER_RADIAN, width / (self.east - self.west), height / (self.north - self.south))


def panels_of(places: Iterable[Place]) -> dict[Place, View]:
    """Return the view of every place; views have frames, of which none overlaps another."""
    unique = sorted(set(places), key=lambda place: (place[1], place[0]))
    groups = _groups(unique)
    if len(groups) < 2:
        view = view_of(*zip(*unique, strict=True)) if unique else View()
        return dict.fromkeys(unique, view)
    boxes = [_box(group) for group in groups]
    best = max((_arranged(columns) for columns in _columns(boxes)), key=_worth)
    return {place: view for box, view in best for place in box.places}


def _groups(places: Sequence[Place]) -> list[list[Place]]:
    """Return places in groups from west to east; two that are close are in one group."""
    apart, groups = _APART, list[list[Place]]()
    while not groups or len(groups) > _MAX_PANELS:
        groups = []
        for place in places:
            near = [group for group in groups if any(_degrees(place, other) <= apart for other in group)]
            groups = [group for group in groups if group not in near]
            groups.append([*(other for group in near for other in group), place])
        if not places:
            break
        apart *= 1.25
    return sorted(groups, key=lambda group: min(longitude for _, longitude in group))


def _degrees(one: Place, other: Place) -> float:
    """Return about how many degrees of a great circle two places are apart."""
    shrunk = cos(radians((one[0] + other[0]) / 2))
    return hypot(one[0] - other[0], (one[1] - other[1]) * shrunk)


def _box(places: Sequence[Place]) -> _Box:
    lats, lons = zip(*places, strict=True)
    spare = max(0.0, _MIN_DEGREES - (max(lons) - min(lons) + 2 * _AROUND)) / 2
    west, east = radians(min(lons) - _AROUND - spare), radians(max(lons) + _AROUND + spare)
    south, north = up(min(lats) - _AROUND), up(max(lats) + _AROUND)
    more = max(0.0, (east - west) * 0.6 - (north - south)) / 2  # no panel is flat
    return _Box(tuple(places), west, east, south - more, north + more)


def _columns(boxes: Sequence[_Box]) -> Iterator[list[list[_Box]]]:
    """Yield every way to put boxes, in their order, into columns of one or two, the northern one on top."""
    if not boxes:
        yield []
    for count in range(1, min(2, len(boxes)) + 1):
        column = sorted(boxes[:count], key=lambda box: -box.north)
        yield from ([column, *rest] for rest in _columns(boxes[count:]))


def _arranged(columns: list[list[_Box]]) -> list[tuple[_Box, View]]:
    """Return the views of columns that share the width by what they have to show, and fill it."""
    natural = [(_HEIGHT - _BETWEEN * (len(column) - 1)) / sum(box.slope for box in column) for column in columns]
    spare = WIDTH - _BETWEEN * (len(columns) - 1) - _MIN_WIDTH * len(columns)
    shown: list[tuple[_Box, View]] = []
    left = 0.0
    for column, wanted in zip(columns, natural, strict=True):
        width = _MIN_WIDTH + spare * wanted / sum(natural)
        height, top = _HEIGHT - _BETWEEN * (len(column) - 1), 0.0
        for box in column:
            tall = height * box.slope / sum(one.slope for one in column)
            shown.append((box, _view(box, left, top, width, tall)))
            top += tall + _BETWEEN
        left += width + _BETWEEN
    return shown


def _view(box: _Box, left: float, top: float, width: float, height: float) -> View:
    """Return the view that fills a panel, with the box in the middle."""
    per_radian = box.per_radian(width, height)
    middle, beside = degrees((box.west + box.east) / 2), degrees(width / per_radian) / 2
    centre, above = (box.south + box.north) / 2, height / per_radian / 2
    south, north = latitude_at(centre - above), latitude_at(centre + above)
    return View(middle - beside, middle + beside, south, north, left, width, top)


def _worth(shown: list[tuple[_Box, View]]) -> float:
    """Return how large places are shown, on average."""
    return sum(len(box.places) * log(view.per_radian) for box, view in shown)
