"""A frontier: a proven band of the objective and the coverage of the plans found, over one thing that is varied."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Options, Scale, Title, below, field, layer
from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named

_TABLE = "frontier"
_GAP = 60


def declare(table: pd.DataFrame, varied: str, measure: str, subtitle: str) -> dict[str, Any]:
    """Return the chart: two panels over the same axis. Columns: x, low, high (of the measure), coverage_pct."""
    height = (HEIGHT - _GAP) // 2
    axis = Axis(format=",~f", tickCount=8)
    x = field("x:Q", title=varied, axis=axis, scale=Scale(zero=False, nice=False))

    def panel(title: str) -> Options:
        return {"title": Title(text=title, anchor="start", fontSize=12), "width": WIDTH, "height": height}

    def y(column: str) -> Options:
        return field(f"{column}:Q", title=None, scale=Scale(zero=False), axis=axis)

    base = Chart(named(_TABLE))
    line = {"strokeWidth": 2.5, "point": True}
    at = field("x:Q", title=varied, format=",~f")
    ends = [
        field(f"{end}:Q", title=f"{words}, bn USD", format=",.2f")
        for end, words in (("low", "at least"), ("high", "at most"))
    ]
    chart = below(
        base.mark("line", color=colour(TEAL), **line)
        .encode(x=x, y=y("coverage_pct"), tooltip=[at, field("coverage_pct:Q", title="coverage, %", format=".1f")])
        .properties(**panel("Coverage of the plans found, %")),
        layer(
            base.mark("area", color=colour(NAVY), opacity=0.25).encode(x=x, y=y("low"), y2="high:Q"),
            base.mark("line", color=colour(NAVY), **line).encode(x=x, y=y("high"), tooltip=[at, *ends]),
            **panel(f"{measure}, bn USD: the optimum lies in the band"),
        ),
    )
    return dressed(chart, f"What more of it buys: {varied}", subtitle, {_TABLE: table})
