"""Sites over time: a map of the world at one period, which a slider of the page chooses by the parameter `at`."""

from collections.abc import Mapping, Sequence
from math import pi, sqrt
from typing import Any, Literal

import pandas as pd

from planner.charts.apart import Point, apart
from planner.charts.labels import LINE, Spot, placed
from planner.charts.lite import Chart, Legend, Param, field, layer
from planner.charts.palette import AMBER, GREY, INK, PAPER, RULE, TEAL
from planner.charts.panels import Place, panels_of
from planner.charts.theme import WIDTH, Rows, colour, dressed, named, scale, tips
from planner.charts.world import LAND, View, at, land_layer, land_rows

PERIOD = "at"
"""The parameter: the ordinal of the period that is shown."""
_TABLE, _FRAMES = "sites", "frames"
_MIN_AREA, _AREA_PER_PHASE = 40, 90
STAGES = {"online": TEAL, "under construction": AMBER, "committed only": GREY}


def declare(table: pd.DataFrame, last: int, subtitle: str) -> dict[str, Any]:
    """Return the chart, which opens where construction begins, or at the last period where there is none.

    Columns: site, latitude, longitude, period (ordinal), label (of the period), online, building (phases), committed
    (yes or no). A site without anything in a period has no row for it.
    """
    # Larger circles lie below smaller ones, and all are opaque: mixed colours would match no stage.
    largest = (table["online"] + table["building"]).sort_values(ascending=False, kind="stable").index
    ordered = table.loc[largest]
    places = list(zip(ordered["latitude"], ordered["longitude"], strict=True))
    panels = panels_of(places)
    views = list(dict.fromkeys(panels.values()))
    points = _points(ordered, panels)
    spread = ordered.assign(
        x=[points[site][0] for site in ordered["site"]], y=[points[site][1] for site in ordered["site"]]
    )
    spread = spread.merge(_boxes(spread, panels), on="site", how="left")
    now = Param(name=PERIOD, value=_opened_at(table, last))
    base = Chart(named(_TABLE)).filter(f"datum.period == {PERIOD}")
    tooltip = tips("site:N", field("label:N", title="period"), "online:Q", "building:Q", "committed:N")
    colours = field(
        "stage:N", scale=scale(list(STAGES), list(STAGES.values())), legend=Legend(orient="bottom"), title=None
    )
    area = field("area:Q", scale=None, legend=None)

    def circles(stage: str, phases: str, wanted: str) -> Any:
        sized = base.filter(wanted).calculate(
            stage=f"'{stage}'", area=f"max({_MIN_AREA}, {_AREA_PER_PHASE} * ({phases}))"
        )
        marks = sized.mark("circle", opacity=1, stroke="white", strokeWidth=1, clip=True)
        return marks.encode(**at("x", "y"), size=area, color=colours, tooltip=tooltip)

    layers = [
        _frames(),
        *(land_layer(view) for view in views),
        circles("committed only", "0", "datum.online + datum.building == 0"),
        # Phases under construction surround those online.
        circles("under construction", "datum.online + datum.building", "datum.building > 0"),
        circles("online", "datum.online", "datum.online > 0"),
        *_names(base),
    ]
    height = max(view.top + view.height for view in views)
    chart = layer(*layers).properties(params=[now], width=WIDTH, height=round(height))
    tables: dict[str, pd.DataFrame | Rows] = {LAND: land_rows(), _TABLE: spread, _FRAMES: _corners(views)}
    return dressed(chart, "Sites over time", subtitle, tables)


def _opened_at(table: pd.DataFrame, last: int) -> int:
    """Return the first period in which something new stands or is under construction."""
    new = table[table["online"] + table["building"] > 0]["period"]
    return int(new.min()) if len(new) else last


def _corners(views: Sequence[View]) -> pd.DataFrame:
    lines = [(view.left, view.top, view.left + view.width, view.top + view.height) for view in views]
    return pd.DataFrame(lines, columns=["left", "upper", "right", "lower"])


def _frames() -> Any:
    """Return the sea of every panel in a frame, so that a coast that is cut reads as the edge of a picture."""
    sea = Chart(named(_FRAMES)).mark("rect", fill=colour(PAPER), stroke=colour(RULE), strokeWidth=1)
    return sea.encode(**at("left", "upper"), x2=field("right:Q"), y2=field("lower:Q"))


def _points(table: pd.DataFrame, panels: Mapping[Place, View]) -> dict[str, Point]:
    """Return where each site is drawn: at its place, or beside it where another site's circle would cover it."""
    phases = (table["online"] + table["building"]).groupby(table["site"], sort=False).max()
    in_panels: dict[View, dict[str, Spot]] = {}
    for site, latitude, longitude in table[["site", "latitude", "longitude"]].itertuples(index=False, name=None):
        view = panels[latitude, longitude]
        spot = Spot(
            str(site), view.across(longitude) - view.left, view.down(latitude) - view.top, _radius(phases[site])
        )
        in_panels.setdefault(view, {})[str(site)] = spot
    return {
        site: (view.left + x, view.top + y)
        for view, spots in in_panels.items()
        for site, (x, y) in zip(spots, apart(list(spots.values()), view.width, view.height), strict=True)
    }


def _boxes(table: pd.DataFrame, panels: Mapping[Place, View]) -> pd.DataFrame:
    """Return the places of the names of all sites ever built at, each in its panel, with space for the longest text."""
    phases = (table["online"] + table["building"]).groupby(table["site"], sort=False).max()
    columns = ["site", "latitude", "longitude", "x", "y"]
    points = {str(site): point for site, *point in table[columns].itertuples(index=False, name=None)}
    in_panels: dict[View, list[tuple[str, Spot]]] = {}
    for site, count in phases[phases > 0].sort_values(ascending=False, kind="stable").items():
        latitude, longitude, x, y = points[str(site)]
        view = panels[latitude, longitude]
        spot = Spot(f"{site}  00 + 0", x - view.left, y - view.top, _radius(count))
        in_panels.setdefault(view, []).append((str(site), spot))
    lines = []
    for view, spots in in_panels.items():
        boxes = placed([spot for _, spot in spots], view.width, view.height)
        for (site, spot), box in zip(spots, boxes, strict=True):
            side = "right" if box.left + box.width <= spot.x else "left"
            near = box.left + box.width if side == "right" else max(spot.x, box.left)
            lines.append((site, side, view.left + near, view.top + box.top + LINE / 2))
    return pd.DataFrame(lines, columns=["site", "side", "near", "middle"])


def _radius(phases: float) -> float:
    return sqrt(max(_MIN_AREA, _AREA_PER_PHASE * phases) / pi)


def _names(base: Any) -> list[Any]:
    labels = base.filter("datum.online + datum.building > 0").calculate(
        text="datum.site + '  ' + datum.online + (datum.building > 0 ? ' + ' + datum.building : '')"
    )
    ties = labels.mark("rule", color=colour(GREY), strokeWidth=0.8).encode(
        **at("x", "y"), x2=field("near:Q"), y2=field("middle:Q")
    )
    sides: tuple[tuple[Literal["left", "right"], int], ...] = (("left", 3), ("right", -3))
    texts = [
        labels.filter(f"datum.side == '{side}'")
        .mark("text", fontSize=11, color=colour(INK), align=side, baseline="middle", dx=shift)
        .encode(**at("near", "middle"), text=field("text:N"))
        for side, shift in sides
    ]
    return [ties, *texts]
