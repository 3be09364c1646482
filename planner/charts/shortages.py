"""What stays short year by year: in the plan, without the rules of some kind, and without any rule."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, field
from planner.charts.palette import AMBER, NAVY, OTHERS, SHORT
from planner.charts.theme import WIDTH, dressed, named, scale, tips

_TABLE, _HEIGHT = "short", 300
_COLORS = (SHORT, NAVY, AMBER, OTHERS)
MAX_SERIES = len(_COLORS)


def declare(table: pd.DataFrame, series: Sequence[str], subtitle: str) -> dict[str, Any]:
    """Return the chart of up to four series. Columns: series, year (text), kunits."""
    names = list(series)
    chart = (
        Chart(named(_TABLE))
        .mark("bar")
        .encode(
            x=field("year:N", title=None, axis=Axis(labelAngle=0)),
            xOffset=field("series:N", sort=names),
            y=field("kunits:Q", title="thousand packages short in the year", axis=Axis(format=",.0f")),
            color=field("series:N", scale=scale(names, _COLORS), legend=Legend(orient="top"), title=None, sort=names),
            tooltip=tips("series:N", "year:N", field("kunits:Q", format=",.1f")),
        )
        .properties(width=WIDTH, height=_HEIGHT)
    )
    return dressed(chart, "Demand that stays short", subtitle, {_TABLE: table})
