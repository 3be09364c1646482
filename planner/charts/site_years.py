"""Sites over time: a map of the world at one period, which a slider of the page chooses by the parameter `at`."""

from math import pi, sqrt
from typing import Any, Literal

import pandas as pd

from planner.charts.labels import LINE, Spot, placed
from planner.charts.lite import Chart, Legend, Param, field, layer
from planner.charts.palette import AMBER, GREY, INK, TEAL
from planner.charts.theme import WIDTH, colour, dressed, named, scale, tips
from planner.charts.world import LAND, at, land_layer, land_rows, panels_of

PERIOD = "at"
"""The parameter: the ordinal of the period that is shown."""
_TABLE = "sites"
_MIN_AREA, _AREA_PER_PHASE = 40, 90
STAGES = {"online": TEAL, "under construction": AMBER, "committed only": GREY}


def declare(table: pd.DataFrame, last: int, subtitle: str) -> dict[str, Any]:
    """Return the chart, which shows the last period first.

    Columns: site, latitude, longitude, period (ordinal), label (of the period), online, building (phases), committed
    (yes or no). A site without anything in a period has no row for it.
    """
    # Larger circles lie below smaller ones, and all are opaque: mixed colours would match no stage.
    largest = (table["online"] + table["building"]).sort_values(ascending=False, kind="stable").index
    ordered = table.loc[largest]
    panels = panels_of(zip(ordered["latitude"], ordered["longitude"], strict=True))
    views = list(dict.fromkeys(panels.values()))
    places = zip(ordered["latitude"], ordered["longitude"], strict=True)
    at_pixels = [
        (panels[longitude].across(longitude), panels[longitude].down(latitude)) for latitude, longitude in places
    ]
    spread = ordered.assign(x=[x for x, _ in at_pixels], y=[y for _, y in at_pixels])
    spread = spread.merge(_boxes(spread, views[0].height), on="site", how="left")
    now = Param(name=PERIOD, value=last)
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
        *(land_layer(view) for view in views),
        circles("committed only", "0", "datum.online + datum.building == 0"),
        # Phases under construction surround those online.
        circles("under construction", "datum.online + datum.building", "datum.building > 0"),
        circles("online", "datum.online", "datum.online > 0"),
        *_names(base),
    ]
    chart = layer(*layers).properties(params=[now], width=WIDTH, height=round(views[0].height))
    return dressed(chart, "Sites over time", subtitle, {LAND: land_rows(), _TABLE: spread})


def _boxes(table: pd.DataFrame, height: float) -> pd.DataFrame:
    """Return the places of the names of all sites ever built at, with space for their longest text."""
    phases = (table["online"] + table["building"]).groupby(table["site"], sort=False).max()
    largest = phases[phases > 0].sort_values(ascending=False, kind="stable")
    places = {str(site): (x, y) for site, x, y in table[["site", "x", "y"]].itertuples(index=False, name=None)}
    spots = [Spot(f"{site}  00 + 0", *places[str(site)], _radius(count)) for site, count in largest.items()]
    lines = []
    for site, spot, box in zip(largest.index, spots, placed(spots, WIDTH, height), strict=True):
        side = "right" if box.left + box.width <= spot.x else "left"
        near = box.left + box.width if side == "right" else max(spot.x, box.left)
        lines.append((site, side, near, box.top + LINE / 2))
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
