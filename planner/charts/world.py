"""The map of the world under all charts of places: the view, where a place lies in it, and the outline of the land."""

import json
from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world between degrees, from `left` and `top` on; as wide as a chart by default."""

    west: float = _WEST
    east: float = _EAST
    south: float = _SOUTH
    north: float = _NORTH
    left: float = 0.0
    width: float = WIDTH
    top: float = 0.0

    @property
    def height(self) -> float:
        """Pixels of the map from north to south."""
        return self.per_radian * (up(self.north) - up(self.south))

    @property
    def per_radian(self) -> float:
        """Pixels of a radian of the equator."""
        return self.width / radians(self.east - self.west)

    def across(self, longitude: float) -> float:
        """Return how many pixels from the left a place lies."""
        return self.left + self.per_radian * radians(longitude - self.west)

    def down(self, latitude: float) -> float:
        """Return how many pixels from the top a place lies."""
        return self.top + self.per_radian * (up(self.north) - up(latitude))


def view_of(latitudes: Iterable[float], longitudes: Iterable[float]) -> View:
    """Return the part of the world that holds some places, not much more, and is neither flat nor tall."""
    lats, lons = list(latitudes), list(longitudes)
    if not lats:
        return View()
    west, east = min(lons) - _BESIDE, max(lons) + _BESIDE
    spare = max(0.0, _MIN_WIDTH - (east - west)) / 2
    west, east = max(_WEST, west - spare), min(_EAST, east + spare)
    bottom, top = up(min(lats) - _BELOW), up(max(lats) + _BELOW)
    width = radians(east - west)
    if top - bottom > _MAX_SHARE * width:  # wider, so that all of it is shown
        more = ((top - bottom) / _MAX_SHARE - width) / 2
        west, east = max(_WEST, west - more * 180 / pi), min(_EAST, east + more * 180 / pi)
        width = radians(east - west)
    spare = max(0.0, _MIN_SHARE * width - (top - bottom)) / 2
    north = min(up(_NORTH), top + spare)
    south = max(up(_SOUTH), north - max(top - bottom, _MIN_SHARE * width))
    return View(west, east, latitude_at(south), latitude_at(north))


def up(latitude: float) -> float:
    """Return how far north a latitude lies on the map, in radians of the equator."""
    return log(tan(pi / 4 + radians(max(-85.0, min(85.0, latitude))) / 2))


def latitude_at(north: float) -> float:
    """Return the latitude that lies so far north on the map."""
    return degrees(2 * atan(exp(north)) - pi / 2)


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
                "translate": [
                    view.left - view.per_radian * radians(view.west),
                    view.top + view.per_radian * up(view.north),
                ],
                "clipExtent": [[view.left, view.top], [view.left + view.width, view.top + view.height]],
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
