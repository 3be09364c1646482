"""Where money goes: sites on a map of the world, circles by capex."""

from collections.abc import Sequence
from math import sqrt
from typing import Any, Literal

import pandas as pd

from planner.charts.labels import LINE, Spot, placed
from planner.charts.lite import Axis, Chart, Legend, below, field, layer
from planner.charts.palette import GREY, INK, SERIES, TEAL
from planner.charts.theme import WIDTH, Rows, colour, dressed, named, period_axis, scale, tips
from planner.charts.world import LAND, at, land_layer, land_rows, view_of

_MAX_RADIUS, _MIN_RADIUS = 22.0, 4.0
_LONGEST = 30
_AXIS, _SPENT_HEIGHT = 40, 100


def declare(table: pd.DataFrame, spend: pd.DataFrame, periods: Sequence[str], subtitle: str) -> dict[str, Any]:
    """Return the map, and below it what is spent by kind of node.

    Columns of the table: site, latitude, longitude, phases, capex_usd_bn (0: nothing is built there); of the spend:
    kind, order (0 lies at the bottom), period (label), usd_bn.
    """
    points = table.sort_values("capex_usd_bn", ascending=False, kind="stable")
    view = view_of(points["latitude"], points["longitude"])
    points = points.assign(
        x=[view.across(degrees) for degrees in points["longitude"]],
        y=[view.down(degrees) for degrees in points["latitude"]],
        radius=_radii(points["capex_usd_bn"].tolist()),
    )
    built, idle = points[points["capex_usd_bn"] > 0], points[points["capex_usd_bn"] <= 0]
    kinds = list(dict.fromkeys(spend["kind"]))
    chart = layer(land_layer(view), _ties(), _idle(), _circles(), *_names())
    joined = below(chart.properties(width=WIDTH, height=round(view.height)), _spent(kinds, periods), spacing=24)
    tables: dict[str, pd.DataFrame | Rows] = {
        LAND: land_rows(),
        "built": built,
        "idle": idle,
        "boxes": _boxes(built, view.height),
        "spend": spend,
    }
    return dressed(joined, "Where the money goes", subtitle, tables)


def _radii(capex_usd_bn: list[float]) -> list[float]:
    """Return radii that give circles proportional areas, with the smallest ones still visible."""
    largest_usd_bn = max([*capex_usd_bn, 1e-9])
    return [max(_MIN_RADIUS, _MAX_RADIUS * sqrt(max(0.0, usd_bn) / largest_usd_bn)) for usd_bn in capex_usd_bn]


def _idle() -> Any:
    dots = Chart(named("idle")).mark("circle", size=26, color=colour(GREY), opacity=0.8, clip=True)
    return dots.encode(**at("x", "y"), tooltip=tips("site:N"))


def _circles() -> Any:
    circles = (
        Chart(named("built"))
        .calculate(area="PI * datum.radius * datum.radius")
        .mark("circle", color=colour(TEAL), opacity=0.75, stroke="white", strokeWidth=1)
    )
    return circles.encode(
        **at("x", "y"),
        size=field("area:Q", scale=None, legend=None),
        tooltip=tips("site:N", "phases:Q", field("capex_usd_bn:Q", format=",.1f", title="capex, bn USD")),
    )


def _boxes(built: pd.DataFrame, height: float) -> pd.DataFrame:
    texts = [
        f"{site if len(site) <= _LONGEST else site[: _LONGEST - 1] + '…'}  {usd_bn:,.1f}"
        for site, usd_bn in zip(built["site"], built["capex_usd_bn"], strict=True)
    ]
    spots = [Spot(*spot) for spot in zip(texts, built["x"], built["y"], built["radius"], strict=True)]
    lines = []
    for spot, box in zip(spots, placed(spots, WIDTH, height), strict=True):
        side = "right" if box.left + box.width <= spot.x else "left"
        near = box.left + box.width if side == "right" else max(spot.x, box.left)
        lines.append((spot.text, side, near, box.top + LINE / 2, spot.x, spot.y))
    return pd.DataFrame(lines, columns=["text", "side", "near", "middle", "x", "y"])


def _ties() -> Any:
    ties = Chart(named("boxes")).mark("rule", color=colour(GREY), strokeWidth=0.8)
    return ties.encode(**at("x", "y"), x2=field("near:Q"), y2=field("middle:Q"))


def _names() -> list[Any]:
    """Return the texts, which start or end where their ties do."""
    layers = []
    sides: tuple[tuple[Literal["left", "right"], int], ...] = (("left", 3), ("right", -3))
    for side, shift in sides:
        texts = Chart(named("boxes")).filter(f"datum.side === '{side}'")
        marks = texts.mark("text", fontSize=12, color=colour(INK), align=side, baseline="middle", dx=shift)
        layers.append(marks.encode(**at("near", "middle"), text=field("text:N")))
    return layers


def _spent(kinds: Sequence[str], periods: Sequence[str]) -> Any:
    bars = Chart(named("spend")).mark("bar")
    return bars.encode(
        x=period_axis(periods),
        y=field("usd_bn:Q", title="bn USD a period", axis=Axis(format=",~f", tickCount=3)),
        color=field("kind:N", scale=scale(kinds, SERIES[: len(kinds)]), legend=Legend(orient="bottom"), title=None),
        order=field("order:Q"),
        tooltip=tips("kind:N", "period:O", field("usd_bn:Q", format=",.2f")),
    ).properties(width=WIDTH - _AXIS, height=_SPENT_HEIGHT)
