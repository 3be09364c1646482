"""Ranked values as intervals: a full bar as far as the value is proven, a faint one as far as it may go."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, Sort, field
from planner.charts.palette import AMBER, TEAL
from planner.charts.theme import WIDTH, dressed, named, scale, tips

_TABLE = "ranked"
_ROW_HEIGHT, _LABEL_WIDTH = 26, 300
PROVEN, OPEN = "proven", "left open by the gaps"


def declare(table: pd.DataFrame, title: str, axis: str, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: name, order, part (proven or open), low and high (where that part begins and ends)."""
    chart = (
        Chart(named(_TABLE))
        .mark("bar", opacity=0.85)
        .encode(
            y=field(
                "name:N", sort=Sort(field="order", order="ascending"), title=None, axis=Axis(labelLimit=_LABEL_WIDTH)
            ),
            x=field("low:Q", title=axis, axis=Axis(format=",~f")),
            x2="high:Q",
            color=field("part:N", scale=scale((PROVEN, OPEN), (TEAL, AMBER)), legend=Legend(orient="top"), title=None),
            tooltip=tips("name:N", "part:N", field("low:Q", format=",.2f"), field("high:Q", format=",.2f")),
        )
        .properties(width=WIDTH - _LABEL_WIDTH, height=_ROW_HEIGHT * max(1, table["name"].nunique()))
    )
    return dressed(chart, title, subtitle, {_TABLE: table})
