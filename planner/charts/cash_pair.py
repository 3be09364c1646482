"""Two plans side by side: what each of them draws, year by year, a panel for each fund."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, field
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
        Chart(named(_TABLE))
        .mark("bar")
        .encode(
            x=field("year:N", title=None, axis=Axis(labelAngle=0, values=years[:: -(-len(years) // 6)])),
            xOffset=field("plan:N", sort=plans),
            y=field("drawn_usd_bn:Q", title=None, axis=Axis(format=",~f", tickCount=3)),
            color=field(
                "plan:N", scale=scale(plans, (GREY, TEAL)), legend=Legend(orient="top"), title=None, sort=plans
            ),
            tooltip=tips("plan:N", "fund:N", "year:N", field("drawn_usd_bn:Q", format=",.2f")),
        )
        .properties(width=WIDTH // columns - _EDGES, height=_HEIGHT)
    )
    faceted = panel.facet(field("fund:N", sort=funds, title=None), columns=columns).resolve("scale", y="independent")
    return dressed(faceted, "Cash drawn by year", subtitle, {_TABLE: table})
