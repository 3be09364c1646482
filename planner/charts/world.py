"""The map of the world under all charts of places: the view, where a place lies in it, and the outline of the land."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import atan, degrees, exp, log, pi, radians, tan
from pathlib import Path
from typing import Any

from planner.charts.lite import Chart, field
from planner.charts.palette import RULE
from planner.charts.theme import WIDTH, Rows, colour, named

LAND = "land"
_LAND = Path(__file__).with_name("land.json")
_WEST, _EAST, _SOUTH, _NORTH = -170.0, 180.0, -46.0, 68.0
"""Degrees of the whole view, in the projection of Mercator."""
_BESIDE, _BELOW = 18.0, 10.0
"""Degrees that a view leaves around its places."""
_MIN_WIDTH, _MIN_SHARE, _MAX_SHARE = 50.0, 0.36, 0.56
"""The narrowest view in degrees, and its height as a share of its width."""
_APART, _AROUND = 24.0, 7.0
"""Degrees of longitude without a place that part two panels, and those that a panel leaves around its places."""
_PANEL_HEIGHT, _BETWEEN, _MIN_PANEL = 400.0, 14.0, 0.2
"""Pixels of the height of panels and of the space between two, and the narrowest as a share of them all."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world between degrees, from `left` on as many pixels wide; as wide as a chart by default."""

    west: float = _WEST
    east: float = _EAST
    south: float = _SOUTH
    north: float = _NORTH
    left: float = 0.0
    width: float = WIDTH

    @property
    def height(self) -> float:
        """Pixels of the map from north to south."""
        return self.per_radian * (_up(self.north) - _up(self.south))

    @property
    def per_radian(self) -> float:
        """Pixels of a radian of the equator."""
        return self.width / radians(self.east - self.west)

    def across(self, longitude: float) -> float:
        """Return how many pixels from the left a place lies."""
        return self.left + self.per_radian * radians(longitude - self.west)

    def down(self, latitude: float) -> float:
        """Return how many pixels from the top a place lies."""
        return self.per_radian * (_up(self.north) - _up(latitude))


def view_of(latitudes: Iterable[float], longitudes: Iterable[float]) -> View:
    """Return the part of the world that holds some places, not much more, and is neither flat nor tall."""
    lats, lons = list(latitudes), list(longitudes)
    if not lats:
        return View()
    west, east = min(lons) - _BESIDE, max(lons) + _BESIDE
    spare = max(0.0, _MIN_WIDTH - (east - west)) / 2
    west, east = max(_WEST, west - spare), min(_EAST, east + spare)
    bottom, top = _up(min(lats) - _BELOW), _up(max(lats) + _BELOW)
    width = radians(east - west)
    if top - bottom > _MAX_SHARE * width:  # wider, so that all of it is shown
        more = ((top - bottom) / _MAX_SHARE - width) / 2
        west, east = max(_WEST, west - more * 180 / pi), min(_EAST, east + more * 180 / pi)
        width = radians(east - west)
    spare = max(0.0, _MIN_SHARE * width - (top - bottom)) / 2
    north = min(_up(_NORTH), top + spare)
    south = max(_up(_SOUTH), north - max(top - bottom, _MIN_SHARE * width))
    return View(west, east, _latitude(south), _latitude(north))


def panels_of(places: Iterable[tuple[float, float]]) -> dict[float, View]:
    """Return the view of every longitude of some places, (latitude, longitude): one beside the other, close together.

    An ocean between places takes no room. Panels are as wide as they have places, and of one height.
    """
    groups: list[list[tuple[float, float]]] = []
    for place in sorted(set(places), key=lambda place: place[1]):
        if not groups or place[1] - groups[-1][-1][1] > _APART:
            groups.append([])
        groups[-1].append(place)
    if len(groups) < 2:
        view = view_of(*zip(*groups[0], strict=True)) if groups else View()
        return {longitude: view for group in groups for _, longitude in group}
    count, pixels = sum(map(len, groups)), WIDTH - _BETWEEN * (len(groups) - 1)
    shares = [max(_MIN_PANEL, len(group) / count) for group in groups]
    panels: dict[float, View] = {}
    left = 0.0
    for group, share in zip(groups, shares, strict=True):
        width = pixels * share / sum(shares)
        view = _panel(group, left, width)
        panels |= {longitude: view for _, longitude in group}
        left += width + _BETWEEN
    return panels


def _panel(places: Sequence[tuple[float, float]], left: float, width: float) -> View:
    """Return the view that fills a panel, with its places in the middle."""
    lats, lons = zip(*places, strict=True)
    degrees_wide = max(_MIN_WIDTH / 2, max(lons) - min(lons) + 2 * _AROUND)
    bottom, top = _up(min(lats) - _AROUND), _up(max(lats) + _AROUND)
    per_radian = min(width / radians(degrees_wide), _PANEL_HEIGHT / (top - bottom))
    middle, beside = (max(lons) + min(lons)) / 2, degrees(width / per_radian) / 2
    above = _PANEL_HEIGHT / per_radian / 2
    south, north = _latitude((bottom + top) / 2 - above), _latitude((bottom + top) / 2 + above)
    return View(middle - beside, middle + beside, south, north, left, width)


def _up(latitude: float) -> float:
    """Return how far north a latitude lies on the map, in radians of the equator."""
    return log(tan(pi / 4 + radians(max(-85.0, min(85.0, latitude))) / 2))


def _latitude(up: float) -> float:
    """Return the latitude that lies so far north on the map."""
    return degrees(2 * atan(exp(up)) - pi / 2)


def at(x: str, y: str) -> dict[str, Any]:
    """Return the channels that put a mark at pixels of the map."""
    return {"x": field(f"{x}:Q", scale=None, axis=None), "y": field(f"{y}:Q", scale=None, axis=None)}


def land_layer(view: View) -> Any:
    """Return the land of a view, whose rows are `land_rows()` in the table named `LAND`."""
    return (
        Chart(named(LAND))
        .mark("geoshape", fill=colour(RULE), stroke="white", strokeWidth=0.4, clip=True)
        .properties(
            projection={
                "type": "mercator",
                "scale": view.per_radian,
                "translate": [view.left - view.per_radian * radians(view.west), view.per_radian * _up(view.north)],
                "clipExtent": [[view.left, 0], [view.left + view.width, view.height]],
            }
        )
    )


@cache
def _rows() -> Rows:
    outline = json.loads(_LAND.read_text(encoding="utf-8"))
    geometry = {"type": outline["type"], "coordinates": outline["coordinates"]}
    return [{"type": "Feature", "geometry": geometry, "properties": {}}]


def land_rows() -> Rows:
    """Return the outline of the land as one feature."""
    return _rows()
