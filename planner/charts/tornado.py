"""A tornado: how far each assumption moves the optimum, the largest on top."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, Sort, field, layer
from planner.charts.palette import AMBER, TEAL
from planner.charts.theme import WIDTH, dressed, named, scale

_TABLE = "tornado"
_ROW_HEIGHT = 34
_LABEL_WIDTH = 260
LESS, MORE = "less", "more"


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: name, order, side (less or more), low and high (change of the optimum, bn USD)."""
    order = Sort(field="order", order="ascending")
    base = Chart(named(_TABLE))
    y = field("name:N", sort=order, title=None, axis=Axis(labelLimit=_LABEL_WIDTH))
    x = field("middle:Q", title="change of the optimum, bn USD", axis=Axis(format=",~f"))
    colour = field("side:N", scale=scale((LESS, MORE), (AMBER, TEAL)), legend=Legend(orient="top"), title=None)
    tooltip = ["name:N", "side:N", field("low:Q", format=",.2f"), field("high:Q", format=",.2f")]
    bars = (
        base.calculate(middle="(datum.low + datum.high) / 2", zero="0")
        .mark("bar", opacity=0.85)
        .encode(y=y, x=x, x2="zero:Q", color=colour, tooltip=tooltip)
    )
    whiskers = base.mark("rule", strokeWidth=2).encode(y=y, x="low:Q", x2="high:Q")
    chart = layer(bars, whiskers).properties(
        width=WIDTH - _LABEL_WIDTH, height=_ROW_HEIGHT * max(1, table["name"].nunique())
    )
    return dressed(chart, "What the optimum depends on", subtitle, {_TABLE: table})
