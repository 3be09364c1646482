"""The gap as it closes: the incumbent and the dual bound over the seconds of a solve."""

from typing import Any

from planner.charts.lite import Axis, Chart, Data, Legend, Scale, field, layer
from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import dressed, named, scale

TABLE, GAPS = "progress", "gaps"
_MARKS_PCT = (1.0, 0.5)
_MIN_PCT = 0.01
"""Smaller gaps, and a closed one, lie on this line of the logarithmic scale."""
_AXIS = 46
"""Pixels for the numbers of an axis, which come after its chart has been laid out."""
_NAMES = ("best plan", "bound")


def declare() -> dict[str, Any]:
    """Return the chart, whose rows are added while it is shown. Columns: seconds, series, usd_bn."""
    chart = (
        Chart(named(TABLE))
        .mark("line", interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=field("seconds:Q", title="seconds", axis=Axis(format="~f", tickCount=8), scale=Scale(nice=False)),
            y=field(
                "usd_bn:Q",
                title="objective, discounted bn USD",
                axis=Axis(format=",.6~g", tickCount=5, minExtent=_AXIS),
                scale=Scale(zero=False),
            ),
            color=field("series:N", scale=scale(_NAMES, (TEAL, NAVY)), legend=Legend(orient="top"), title=None),
            strokeDash=field(
                "series:N",
                scale=Scale(domain=list(_NAMES), range=[[1, 0], [6, 3]]),
                legend=Legend(orient="top"),
                title=None,
            ),
        )
        .properties(width="container", height=260)
    )
    return dressed(chart, "How the gap closes", "Best plan so far and proven bound, discounted bn USD", {TABLE: []})


def gap() -> dict[str, Any]:
    """Return the chart of the gap, whose rows are added while it is shown. Columns: seconds, gap_pct."""
    seconds = field("seconds:Q", title="seconds", axis=Axis(format="~f", tickCount=8), scale=Scale(nice=False))
    logarithmic = field(
        "shown_pct:Q",
        title="gap, % (logarithmic)",
        scale=Scale(type="log", nice=False),
        axis=Axis(values=[100, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01], format="~g"),
    )
    line = (
        Chart(named(GAPS))
        .calculate(shown_pct=f"max({_MIN_PCT}, datum.gap_pct)")
        .mark("line", interpolate="step-after", strokeWidth=2.5, color=f"#{TEAL}")
        .encode(x=seconds, y=logarithmic)
    )
    marks = (
        Chart(Data(values=[{"shown_pct": pct} for pct in _MARKS_PCT]))
        .mark("rule", strokeDash=[4, 4], color=f"#{NAVY}")
        .encode(y=logarithmic)
    )
    chart = layer(line, marks).properties(width="container", height=200)
    return dressed(chart, "How the gap closes", "Gap over the seconds of the solve", {GAPS: []})
