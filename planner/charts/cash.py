"""Cash against budget, a panel for each fund."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named, period_axis, scale, tips

_COLUMNS = 3
_EDGES = 60
_NAMES = ("drawn", "budget")

_TABLE = "table"


def declare(table: pd.DataFrame, periods: Sequence[str], subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: fund, period (label), drawn_usd_bn, budget_usd_bn (both as they are compared)."""
    funds = list(dict.fromkeys(table["fund"]))
    columns = min(_COLUMNS, len(funds)) if len(funds) != 4 else 2
    lines = -(-len(funds) // columns)
    x = period_axis(periods, max_labels=4 if columns > 1 else 12)
    y = alt.Y("drawn_usd_bn:Q", title=None, axis=alt.Axis(format=",~f", tickCount=3))
    what = alt.Color("what:N", scale=scale(_NAMES, (TEAL, NAVY)), legend=alt.Legend(orient="top"), title=None)
    tooltip = tips("fund:N", "period:O", alt.Tooltip("drawn_usd_bn:Q", format=",.2f"))
    bars = alt.Chart().transform_calculate(what="'drawn'").mark_bar().encode(x=x, y=y, color=what, tooltip=tooltip)
    line = (
        alt.Chart()
        .transform_calculate(what="'budget'")
        .mark_line(strokeWidth=2.5, color=colour(NAVY))
        .encode(x=x, y="budget_usd_bn:Q", color=what)
    )
    panel = alt.layer(bars, line, data=named(_TABLE)).properties(
        width=WIDTH // columns - _EDGES, height=max(70, HEIGHT // lines - _EDGES)
    )
    faceted = (
        panel.facet(alt.Facet("fund:N", sort=funds, title=None), columns=columns)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent")
    )
    return dressed(faceted, "Cash drawn against budget", subtitle, {_TABLE: table})
