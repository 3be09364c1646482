"""A frontier: a proven band of the objective and the coverage of the plans found, over one thing that is varied."""

from typing import Any

import altair as alt
import pandas as pd

from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named

_TABLE = "frontier"
_GAP = 60


def declare(table: pd.DataFrame, varied: str, measure: str, subtitle: str) -> dict[str, Any]:
    """Return the chart: two panels over the same axis. Columns: x, low, high (of the measure), coverage_pct."""
    height = (HEIGHT - _GAP) // 2
    axis = alt.Axis(format=",~f", tickCount=8)
    x = alt.X("x:Q", title=varied, axis=axis, scale=alt.Scale(zero=False, nice=False))

    def panel(title: str) -> Any:
        return alt.Chart(named(_TABLE), title=alt.TitleParams(title, anchor="start", fontSize=12)).properties(
            width=WIDTH, height=height
        )

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title=None, scale=alt.Scale(zero=False), axis=axis)

    covered = panel("Coverage of the plans found, %")
    proven = panel(f"{measure}, bn USD: the optimum lies in the band")
    line = {"strokeWidth": 2.5, "point": True}
    at = alt.Tooltip("x:Q", title=varied, format=",~f")
    ends = [
        alt.Tooltip(f"{end}:Q", title=f"{words}, bn USD", format=",.2f")
        for end, words in (("low", "at least"), ("high", "at most"))
    ]
    chart = alt.vconcat(
        covered.mark_line(color=colour(TEAL), **line).encode(
            x=x, y=y("coverage_pct"), tooltip=[at, alt.Tooltip("coverage_pct:Q", title="coverage, %", format=".1f")]
        ),
        alt.layer(
            proven.mark_area(color=colour(NAVY), opacity=0.25).encode(x=x, y=y("low"), y2="high:Q"),
            proven.mark_line(color=colour(NAVY), **line).encode(x=x, y=y("high"), tooltip=[at, *ends]),
        ),
    )
    return dressed(chart, f"What more of it buys: {varied}", subtitle, {_TABLE: table})
