"""Shares of a common gain: what each player is worth in three senses, side by side, with what the gaps leave open."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, Sort, field, layer
from planner.charts.palette import AMBER, NAVY, TEAL
from planner.charts.theme import WIDTH, dressed, named, scale

_TABLE = "shares"
_ROW_HEIGHT = 22
_LABEL_WIDTH = 200
ALONE, SHARE, LAST = "saves alone", "share of what all save", "adds to all others"
MEASURES = (ALONE, SHARE, LAST)


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: player, order, measure (one of MEASURES), low and high (bn USD)."""
    base = Chart(named(_TABLE)).calculate(middle="(datum.low + datum.high) / 2", zero="0")
    y = field(
        "player:N",
        sort=Sort(field="order", order="ascending"),
        title=None,
        axis=Axis(labelLimit=_LABEL_WIDTH),
    )
    offset = field("measure:N", sort=list(MEASURES))
    color = field(
        "measure:N",
        scale=scale(MEASURES, (AMBER, TEAL, NAVY)),
        legend=Legend(orient="top", labelLimit=260),
        title=None,
    )
    tooltip = ["player:N", "measure:N", field("low:Q", format=",.2f"), field("high:Q", format=",.2f")]
    x = field("middle:Q", title="bn USD saved, discounted", axis=Axis(format=",~f"))
    bars = base.mark("bar", opacity=0.85).encode(y=y, yOffset=offset, x=x, x2="zero:Q", color=color, tooltip=tooltip)
    whiskers = base.mark("rule", strokeWidth=2).encode(y=y, yOffset=offset, x="low:Q", x2="high:Q")
    chart = layer(bars, whiskers).properties(
        width=WIDTH - _LABEL_WIDTH, height=len(MEASURES) * _ROW_HEIGHT * max(1, table["player"].nunique())
    )
    return dressed(chart, "Who adds what", subtitle, {_TABLE: table})
