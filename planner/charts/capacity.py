"""Capacity against use, a panel for each node."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.charts.palette import AMBER, NAVY, TEAL
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named, period_axis, scale, tips

_COLUMNS = 3
_EDGES = 60  # pixels of a panel that its axis and the space beside it take

_TABLE = "table"


def declare(table: pd.DataFrame, periods: Sequence[str], subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: node, period (label), committed_kwspm, new_kwspm, used_kwspm (may be missing)."""
    nodes = list(dict.fromkeys(table["node"]))
    columns = min(_COLUMNS, len(nodes))
    lines = -(-len(nodes) // columns)
    base = (
        alt.Chart()
        .transform_fold(["committed_kwspm", "new_kwspm"], as_=["measure", "kwspm"])
        .transform_calculate(order="datum.measure == 'committed_kwspm' ? 0 : 1")
    )
    names = {"committed_kwspm": "committed", "new_kwspm": "new", "used_kwspm": "used"}
    measure = alt.Color(
        "measure:N",
        scale=scale(list(names), (NAVY, TEAL, AMBER)),
        legend=alt.Legend(orient="top", labelExpr=_renamed(names)),
        title=None,
    )
    x = period_axis(periods, max_labels=4 if columns > 1 else 12)
    y = alt.Y("kwspm:Q", title=None, axis=alt.Axis(format=",~f", tickCount=3))
    bars = base.mark_bar().encode(
        x=x, y=y, color=measure, order=alt.Order("order:Q"), tooltip=tips("node:N", "period:O", "measure:N", "kwspm:Q")
    )
    line = (
        alt.Chart()
        .transform_filter("isValid(datum.used_kwspm)")
        .transform_calculate(measure="'used_kwspm'")
        .mark_line(strokeWidth=2.5, color=colour(AMBER))
        .encode(x=x, y=alt.Y("used_kwspm:Q"), color=measure)
    )
    panel = alt.layer(bars, line, data=named(_TABLE)).properties(
        width=WIDTH // columns - _EDGES, height=max(70, HEIGHT // lines - _EDGES)
    )
    faceted = (
        panel.facet(alt.Facet("node:N", sort=nodes, title=None), columns=columns)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent")
    )
    return dressed(faceted, "Capacity against use", subtitle, {_TABLE: table})


def _renamed(names: dict[str, str]) -> str:
    cases = [f"datum.label == '{key}' ? '{name}' : " for key, name in names.items()]
    return "".join(cases) + "datum.label"
