"""What stays short year by year: in the plan, without the rules of some kind, and without any rule."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.charts.palette import AMBER, NAVY, OTHERS, SHORT
from planner.charts.theme import WIDTH, dressed, named, scale, tips

_TABLE, _HEIGHT = "short", 300
_COLORS = (SHORT, NAVY, AMBER, OTHERS)
MAX_SERIES = len(_COLORS)


def declare(table: pd.DataFrame, series: Sequence[str], subtitle: str) -> dict[str, Any]:
    """Return the chart of up to four series. Columns: series, year (text), kunits."""
    names = list(series)
    chart = (
        alt.Chart(named(_TABLE))
        .mark_bar()
        .encode(
            x=alt.X("year:N", title=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("series:N", sort=names),
            y=alt.Y("kunits:Q", title="thousand packages short in the year", axis=alt.Axis(format=",.0f")),
            color=alt.Color(
                "series:N", scale=scale(names, _COLORS), legend=alt.Legend(orient="top"), title=None, sort=names
            ),
            tooltip=tips("series:N", "year:N", alt.Tooltip("kunits:Q", format=",.1f")),
        )
        .properties(width=WIDTH, height=_HEIGHT)
    )
    return dressed(chart, "Demand that stays short", subtitle, {_TABLE: table})
