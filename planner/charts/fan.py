"""A fan: by year the least and the most over several futures, and a line between or beside them."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, field, layer
from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named

COLUMNS = ["year", "low", "line", "high"]
_TABLE = "fan"


def declare(table: pd.DataFrame, title: str, unit: str, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: year (text), low, line, high."""
    base = Chart(named(_TABLE))
    x = field("year:O", title=None, axis=Axis(labelAngle=0))
    y = field("low:Q", title=unit, axis=Axis(format=",~f"))
    ends = {"low": "the least", "line": "the line", "high": "the most"}
    figures = [field(f"{end}:Q", title=f"{words}, {unit}", format=",.1f") for end, words in ends.items()]
    tooltip = [field("year:O", title="year"), *figures]
    band = base.mark("area", color=colour(TEAL), opacity=0.3).encode(x=x, y=y, y2="high:Q")
    line = base.mark("line", color=colour(NAVY), strokeWidth=2.5, point=True).encode(x=x, y="line:Q", tooltip=tooltip)
    chart = layer(band, line).properties(width=WIDTH, height=HEIGHT)
    return dressed(chart, title, subtitle, {_TABLE: table})
