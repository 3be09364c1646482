"""Two plans side by side: what each of them draws, year by year, a panel for each fund."""

from typing import Any

import altair as alt
import pandas as pd

from planner.charts.palette import GREY, TEAL
from planner.charts.theme import WIDTH, dressed, named, scale, tips

_TABLE = "cash"
_COLUMNS, _HEIGHT, _EDGES = 3, 130, 60


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: plan, fund, year (text), drawn_usd_bn."""
    plans, funds = list(dict.fromkeys(table["plan"])), list(dict.fromkeys(table["fund"]))
    columns = min(_COLUMNS, len(funds))
    years = sorted(set(table["year"]))
    panel = (
        alt.Chart(named(_TABLE))
        .mark_bar()
        .encode(
            x=alt.X("year:N", title=None, axis=alt.Axis(labelAngle=0, values=years[:: -(-len(years) // 6)])),
            xOffset=alt.XOffset("plan:N", sort=plans),
            y=alt.Y("drawn_usd_bn:Q", title=None, axis=alt.Axis(format=",~f", tickCount=3)),
            color=alt.Color(
                "plan:N", scale=scale(plans, (GREY, TEAL)), legend=alt.Legend(orient="top"), title=None, sort=plans
            ),
            tooltip=tips("plan:N", "fund:N", "year:N", alt.Tooltip("drawn_usd_bn:Q", format=",.2f")),
        )
        .properties(width=WIDTH // columns - _EDGES, height=_HEIGHT)
    )
    faceted = panel.facet(alt.Facet("fund:N", sort=funds, title=None), columns=columns).resolve_scale(y="independent")
    return dressed(faceted, "Cash drawn by year", subtitle, {_TABLE: table})
