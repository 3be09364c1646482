"""The gap as it closes: the incumbent and the dual bound over the seconds of a solve."""

from typing import Any

import altair as alt

from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import dressed, named, scale

TABLE = "progress"
_NAMES = ("best plan", "bound")


def declare() -> dict[str, Any]:
    """Return the chart, whose rows are added while it is shown. Columns: seconds, series, usd_bn."""
    chart = (
        alt.Chart(named(TABLE))
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=alt.X("seconds:Q", title="seconds", axis=alt.Axis(format="~f", tickCount=8), scale=alt.Scale(nice=False)),
            y=alt.Y(
                "usd_bn:Q",
                title="objective, discounted bn USD",
                axis=alt.Axis(format=",~f", tickCount=5),
                scale=alt.Scale(zero=False),
            ),
            color=alt.Color("series:N", scale=scale(_NAMES, (TEAL, NAVY)), legend=alt.Legend(orient="top"), title=None),
            strokeDash=alt.StrokeDash(
                "series:N",
                scale=alt.Scale(domain=list(_NAMES), range=[[1, 0], [6, 3]]),
                legend=alt.Legend(orient="top"),
                title=None,
            ),
        )
        .properties(width="container", height=260)
    )
    return dressed(chart, "How the gap closes", "Best plan so far and proven bound, discounted bn USD", {TABLE: []})
