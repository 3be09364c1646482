"""The gap as it closes: the incumbent and the dual bound over the seconds of a solve."""

from typing import Any

import altair as alt

from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import dressed, named, scale

TABLE, GAPS = "progress", "gaps"
_MARKS_PCT = (1.0, 0.5)
_MIN_PCT = 0.01
"""Smaller gaps, and a closed one, lie on this line of the logarithmic scale."""
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
                axis=alt.Axis(format=",.6~g", tickCount=5),
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


def gap() -> dict[str, Any]:
    """Return the chart of the gap, whose rows are added while it is shown. Columns: seconds, gap_pct."""
    seconds = alt.X("seconds:Q", title="seconds", axis=alt.Axis(format="~f", tickCount=8), scale=alt.Scale(nice=False))
    logarithmic = alt.Y(
        "shown_pct:Q",
        title="gap, % (logarithmic)",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(values=[100, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01], format="~g"),
    )
    line = (
        alt.Chart(named(GAPS))
        .transform_calculate(shown_pct=f"max({_MIN_PCT}, datum.gap_pct)")
        .mark_line(interpolate="step-after", strokeWidth=2.5, color=f"#{TEAL}")
        .encode(x=seconds, y=logarithmic)
    )
    marks = (
        alt.Chart(alt.InlineData(values=[{"shown_pct": pct} for pct in _MARKS_PCT]))
        .mark_rule(strokeDash=[4, 4], color=f"#{NAVY}")
        .encode(y=logarithmic)
    )
    chart = alt.layer(line, marks).properties(width="container", height=200)
    return dressed(chart, "How the gap closes", "Gap over the seconds of the solve", {GAPS: []})
