"""Ranges: how many phases each region, node and site has in the plans that cost about as much."""

from typing import Any

import altair as alt
import pandas as pd

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
    base = alt.Chart(named(_TABLE))
    y = alt.Y("row:N", title=None, axis=alt.Axis(labelExpr="slice(datum.value, 4)", labelLimit=_LABEL_WIDTH))
    axis = alt.Axis(format="d", tickMinStep=1)
    phases = {
        "at_least": "every plan has at least", "fewest": "fewest found", "best": "in this plan", "most": "most found",
        "at_most": "no plan has more than",
    }  # fmt: skip
    tooltip = [*tips("kind:N", "name:N"), *(alt.Tooltip(f"{field}:Q", title=words) for field, words in phases.items())]
    # A limit that nothing comes near would press all bars together.
    reach = int(max(table["most"].max(), table["best"].max(), 1))
    scale = alt.Scale(domain=[0, reach + 1], clamp=True)
    proven = base.mark_rule(strokeWidth=2, color=colour(NAVY)).encode(
        y=y, x=alt.X("at_least:Q", title="phases", axis=axis, scale=scale), x2="at_most:Q"
    )
    bars = base.mark_bar(size=_ROW_HEIGHT - 8, opacity=0.6, color=colour(TEAL)).encode(
        y=y, x="fewest:Q", x2="most:Q", tooltip=tooltip
    )
    best = base.mark_point(filled=True, size=70, color=colour(NAVY), opacity=1).encode(y=y, x="best:Q", tooltip=tooltip)
    chart = alt.layer(proven, bars, best).properties(
        width=WIDTH - _LABEL_WIDTH, height=_ROW_HEIGHT * max(1, len(table))
    )
    return dressed(chart, "What plans of about the same cost share, and how they differ", subtitle, {_TABLE: rows})
