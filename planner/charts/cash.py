"""Cash against budget, a panel for each fund."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, field, layer
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
    y = field("drawn_usd_bn:Q", title=None, axis=Axis(format=",~f", tickCount=3))
    what = field("what:N", scale=scale(_NAMES, (TEAL, NAVY)), legend=Legend(orient="top"), title=None)
    tooltip = tips("fund:N", "period:O", field("drawn_usd_bn:Q", format=",.2f"))
    bars = Chart().calculate(what="'drawn'").mark("bar").encode(x=x, y=y, color=what, tooltip=tooltip)
    line = (
        Chart()
        .calculate(what="'budget'")
        .mark("line", strokeWidth=2.5, color=colour(NAVY))
        .encode(x=x, y="budget_usd_bn:Q", color=what)
    )
    panel = layer(bars, line, data=named(_TABLE)).properties(
        width=WIDTH // columns - _EDGES, height=max(70, HEIGHT // lines - _EDGES)
    )
    faceted = (
        panel.facet(field("fund:N", sort=funds, title=None), columns=columns)
        .resolve("scale", y="independent")
        .resolve("axis", x="independent")
    )
    return dressed(faceted, "Cash drawn against budget", subtitle, {_TABLE: table})
