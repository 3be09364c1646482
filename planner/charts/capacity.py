"""Capacity against use, a panel for each node."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, field, layer
from planner.charts.palette import AMBER, NAVY, TEAL
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named, period_axis, scale, tips

_COLUMNS = 3
_EDGES = 60  # pixels of a panel that its axis and the space beside it take

_TABLE = "table"
_IS_COMMITTED = "datum.measure == 'committed_kwspm'"


def declare(table: pd.DataFrame, periods: Sequence[str], subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: node, period (label), committed_kwspm, new_kwspm, used_kwspm (may be missing)."""
    nodes = list(dict.fromkeys(table["node"]))
    columns = min(_COLUMNS, len(nodes))
    lines = -(-len(nodes) // columns)
    base = (
        Chart()
        .fold(["committed_kwspm", "new_kwspm"], ["measure", "kwspm"])
        .calculate(order=f"{_IS_COMMITTED} ? 0 : 1", words=f"{_IS_COMMITTED} ? 'committed' : 'new'")
    )
    names = {"committed_kwspm": "committed", "new_kwspm": "new", "used_kwspm": "used"}
    measure = field(
        "measure:N",
        scale=scale(list(names), (NAVY, TEAL, AMBER)),
        legend=Legend(orient="top", labelExpr=_renamed(names)),
        title=None,
    )
    x = period_axis(periods, max_labels=4 if columns > 1 else 12)
    y = field("kwspm:Q", title=None, axis=Axis(format=",~f", tickCount=3))
    tooltip = tips("node:N", "period:O", field("words:N", title="capacity"), field("kwspm:Q", format=",.1f"))
    bars = base.mark("bar").encode(x=x, y=y, color=measure, order=field("order:Q"), tooltip=tooltip)
    line = (
        Chart()
        .filter("isValid(datum.used_kwspm)")
        .calculate(measure="'used_kwspm'")
        .mark("line", strokeWidth=2.5, color=colour(AMBER))
        .encode(x=x, y=field("used_kwspm:Q"), color=measure)
    )
    panel = layer(bars, line, data=named(_TABLE)).properties(
        width=WIDTH // columns - _EDGES, height=max(70, HEIGHT // lines - _EDGES)
    )
    faceted = (
        panel.facet(field("node:N", sort=nodes, title=None), columns=columns)
        .resolve("scale", y="independent")
        .resolve("axis", x="independent")
    )
    return dressed(faceted, "Capacity against use", subtitle, {_TABLE: table})


def _renamed(names: dict[str, str]) -> str:
    cases = [f"datum.label == '{key}' ? '{name}' : " for key, name in names.items()]
    return "".join(cases) + "datum.label"
