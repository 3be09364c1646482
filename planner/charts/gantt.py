"""Construction, tool-in, ramp and full output of phases over the years."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, Scale, field
from planner.charts.palette import CONSTRUCTION, FULL, INK, RAMP, RULE, TOOL_IN
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named, scale, tips

STAGES: Mapping[str, str] = {
    "construction": CONSTRUCTION,
    "tool-in": TOOL_IN,
    "ramp": RAMP,
    "full output": FULL,
    "finished shell": RULE,
}
_LABELS = 230  # pixels that the names of the rows take
_TALLEST, _LOWEST = 22, 10

_MAX_YEARS = 16

_TABLE = "table"


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart.

    Columns: order, label (of the pair that builds), numbers (of the phases), stage, from_year, until_year (2027.25 is
    2027Q2), from, until (labels), phases. Every row names its pair and phases, so that each can be read on its own.
    """
    names = zip(table["order"], table["label"], table["numbers"], strict=True)
    named_rows = table.assign(row=[f"{order:04d}{label} ({numbers})" for order, label, numbers in names])
    lines = table["order"].nunique()
    height = lines * min(_TALLEST, max(_LOWEST, HEIGHT // max(1, lines)))
    y = field(
        "row:N",
        title=None,
        axis=Axis(
            labelExpr="slice(datum.value, 4)",
            labelLimit=_LABELS,
            labelFontSize=min(11, height // lines),
            labelColor=colour(INK),
        ),
        scale=Scale(paddingInner=0.2),
    )
    x = field(
        "from_year:Q",
        title=None,
        scale=Scale(zero=False, nice=False, domain=[table["from_year"].min(), table["until_year"].max()]),
        axis=Axis(format="d", values=_years(table), orient="top"),
    )
    shown = [stage for stage in STAGES if stage in set(table["stage"])]
    bars = (
        Chart(named(_TABLE))
        .mark("bar")
        .encode(
            y=y,
            x=x,
            x2="until_year:Q",
            color=field(
                "stage:N",
                scale=scale(shown, [STAGES[stage] for stage in shown]),
                legend=Legend(orient="bottom"),
                title=None,
            ),
            tooltip=tips("label:N", "numbers:N", "phases:Q", "stage:N", "from:N", "until:N"),
        )
        .properties(width=WIDTH - _LABELS, height=height)
    )
    return dressed(bars, "What is built, when", subtitle, {_TABLE: named_rows})


def _years(table: pd.DataFrame) -> list[int]:
    """Return the years that begin inside the chart, each once: the default scale would label half years too."""
    years = list(range(ceil(table["from_year"].min()), floor(table["until_year"].max()) + 1))
    return years[:: -(-len(years) // _MAX_YEARS) or 1]
