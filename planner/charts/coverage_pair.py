"""Two plans side by side: the share of demand that each covers, year by year."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, Scale, field
from planner.charts.palette import GREY, TEAL
from planner.charts.theme import WIDTH, dressed, named, scale, tips

_TABLE = "coverage"
_HEIGHT = 260


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: plan, year (text), coverage_pct."""
    plans = list(dict.fromkeys(table["plan"]))
    chart = (
        Chart(named(_TABLE))
        .mark("bar")
        .encode(
            x=field("year:N", title=None, axis=Axis(labelAngle=0)),
            xOffset=field("plan:N", sort=plans),
            y=field("coverage_pct:Q", title="demand covered, %", scale=Scale(domain=[0, 100])),
            color=field(
                "plan:N", scale=scale(plans, (GREY, TEAL)), legend=Legend(orient="top"), title=None, sort=plans
            ),
            tooltip=tips("plan:N", "year:N", field("coverage_pct:Q", format=".1f")),
        )
        .properties(width=WIDTH, height=_HEIGHT)
    )
    return dressed(chart, "Demand covered", subtitle, {_TABLE: table})
