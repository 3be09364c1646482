"""Two plans side by side: the share of demand that each covers, year by year."""

from typing import Any

import altair as alt
import pandas as pd

from planner.charts.palette import GREY, TEAL
from planner.charts.theme import WIDTH, dressed, named, scale, tips

_TABLE = "coverage"
_HEIGHT = 260


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: plan, year (text), coverage_pct."""
    plans = list(dict.fromkeys(table["plan"]))
    chart = (
        alt.Chart(named(_TABLE))
        .mark_bar()
        .encode(
            x=alt.X("year:N", title=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("plan:N", sort=plans),
            y=alt.Y("coverage_pct:Q", title="demand covered, %", scale=alt.Scale(domain=[0, 100])),
            color=alt.Color(
                "plan:N", scale=scale(plans, (GREY, TEAL)), legend=alt.Legend(orient="top"), title=None, sort=plans
            ),
            tooltip=tips("plan:N", "year:N", alt.Tooltip("coverage_pct:Q", format=".1f")),
        )
        .properties(width=WIDTH, height=_HEIGHT)
    )
    return dressed(chart, "Demand covered", subtitle, {_TABLE: table})
