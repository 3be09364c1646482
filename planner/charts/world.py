"""The map of the world under all charts of places: the view, where a place lies in it, and the outline of the land."""

import json
from functools import cache
from math import log, pi, radians, tan
from pathlib import Path
from typing import Any

import altair as alt

from planner.charts.palette import RULE
from planner.charts.theme import WIDTH, Rows, colour, named

LAND = "land"
_LAND = Path(__file__).with_name("land.json")
_WEST, _EAST, _SOUTH, _NORTH = -170.0, 180.0, -46.0, 68.0
"""Degrees of the view, in the projection of Mercator."""
_PER_RADIAN = WIDTH / radians(_EAST - _WEST)


def _up(latitude: float) -> float:
    """Return how far north a latitude lies on the map, in radians of the equator."""
    return log(tan(pi / 4 + radians(max(-85.0, min(85.0, latitude))) / 2))


HEIGHT = _PER_RADIAN * (_up(_NORTH) - _up(_SOUTH))
"""Pixels of the map from north to south."""


def across(longitude: float) -> float:
    """Return how many pixels from the left a place lies."""
    return _PER_RADIAN * radians(longitude - _WEST)


def down(latitude: float) -> float:
    """Return how many pixels from the top a place lies."""
    return _PER_RADIAN * (_up(_NORTH) - _up(latitude))


def at(x: str, y: str) -> dict[str, Any]:
    """Return the channels that put a mark at pixels of the map."""
    return {"x": alt.X(f"{x}:Q", scale=None, axis=None), "y": alt.Y(f"{y}:Q", scale=None, axis=None)}


def land_layer() -> Any:
    """Return the land, whose rows are `land_rows()` in the table named `LAND`."""
    return (
        alt.Chart(named(LAND))
        .mark_geoshape(fill=colour(RULE), stroke="white", strokeWidth=0.4, clip=True)
        .project(
            type="mercator",
            scale=_PER_RADIAN,
            translate=[-_PER_RADIAN * radians(_WEST), _PER_RADIAN * _up(_NORTH)],
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
