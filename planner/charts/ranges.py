"""Ranges: how many phases each region, node and site has in the plans that cost about as much."""

from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Scale, field, layer
from planner.charts.palette import NAVY, TEAL
from planner.charts.theme import WIDTH, colour, dressed, named, tips

_TABLE = "ranges"
_ROW_HEIGHT = 22
_LABEL_WIDTH = 230


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart. Columns: order, kind (of the row), name, at_least, fewest, best, most, at_most (phases)."""
    rows = table.assign(
        row=[
            f"{order:04d}{kind} {name}"
            for order, kind, name in zip(table["order"], table["kind"], table["name"], strict=True)
        ]
    )
    base = Chart(named(_TABLE))
    y = field("row:N", title=None, axis=Axis(labelExpr="slice(datum.value, 4)", labelLimit=_LABEL_WIDTH))
    axis = Axis(format="d", tickMinStep=1)
    phases = {
        "at_least": "every plan has at least", "fewest": "fewest found", "best": "in this plan", "most": "most found",
        "at_most": "no plan has more than",
    }  # fmt: skip
    tooltip = [*tips("kind:N", "name:N"), *(field(f"{end}:Q", title=words) for end, words in phases.items())]
    # A limit that nothing comes near would press all bars together.
    reach = int(max(table["most"].max(), table["best"].max(), 1))
    scale = Scale(domain=[0, reach + 1], clamp=True)
    proven = base.mark("rule", strokeWidth=2, color=colour(NAVY)).encode(
        y=y, x=field("at_least:Q", title="phases", axis=axis, scale=scale), x2="at_most:Q"
    )
    bars = base.mark("bar", size=_ROW_HEIGHT - 8, opacity=0.6, color=colour(TEAL)).encode(
        y=y, x="fewest:Q", x2="most:Q", tooltip=tooltip
    )
    best = base.mark("point", filled=True, size=70, color=colour(NAVY), opacity=1).encode(
        y=y, x="best:Q", tooltip=tooltip
    )
    chart = layer(proven, bars, best).properties(width=WIDTH - _LABEL_WIDTH, height=_ROW_HEIGHT * max(1, len(table)))
    return dressed(chart, "What plans of about the same cost share, and how they differ", subtitle, {_TABLE: rows})
