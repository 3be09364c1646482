"""A fan: by year the least and the most over several futures, and a line between or beside them."""

from typing import Any

import altair as alt
import pandas as pd

from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named

COLUMNS = ["year", "low", "line", "high"]
_TABLE = "fan"


def declare(table: pd.DataFrame, title: str, unit: str, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: year (text), low, line, high."""
    base = alt.Chart(named(_TABLE))
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("low:Q", title=unit, axis=alt.Axis(format=",~f"))
    ends = {"low": "the least", "line": "the line", "high": "the most"}
    figures = [alt.Tooltip(f"{end}:Q", title=f"{words}, {unit}", format=",.1f") for end, words in ends.items()]
    tooltip = [alt.Tooltip("year:O", title="year"), *figures]
    band = base.mark_area(color=colour(TEAL), opacity=0.3).encode(x=x, y=y, y2="high:Q")
    line = base.mark_line(color=colour(NAVY), strokeWidth=2.5, point=True).encode(x=x, y="line:Q", tooltip=tooltip)
    chart = alt.layer(band, line).properties(width=WIDTH, height=HEIGHT)
    return dressed(chart, title, subtitle, {_TABLE: table})
