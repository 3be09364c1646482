"""Who pays for which fab, period by period: a panel for each site, stacked by fund and incentive."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.charts.theme import HEIGHT, WIDTH, dressed, named, period_axis, scale, tips

_COLUMNS = 3
_EDGES = 60

_TABLE = "table"


def declare(
    table: pd.DataFrame, payers: Sequence[str], colors: Sequence[str], periods: Sequence[str], subtitle: str
) -> dict[str, Any]:
    """Return the chart. Columns: site (as it is headed), payer, order, period (label), usd_bn."""
    sites = list(dict.fromkeys(table["site"]))
    columns = min(_COLUMNS, len(sites))
    lines = -(-len(sites) // columns)
    panel = (
        alt.Chart(named(_TABLE))
        .mark_bar()
        .encode(
            x=period_axis(periods, max_labels=4 if columns > 1 else 12),
            y=alt.Y("usd_bn:Q", title=None, axis=alt.Axis(format=",~f", tickCount=3)),
            color=alt.Color(
                "payer:N", scale=scale(payers, colors), legend=alt.Legend(orient="top", columns=4), title=None
            ),
            order=alt.Order("order:Q"),
            tooltip=tips("site:N", "payer:N", "period:O", alt.Tooltip("usd_bn:Q", format=",.2f")),
        )
        .properties(width=WIDTH // columns - _EDGES, height=max(50, HEIGHT // lines - _EDGES))
    )
    faceted = (
        panel.facet(alt.Facet("site:N", sort=sites, title=None), columns=columns)
        .resolve_scale(y="independent")
        .resolve_axis(x="independent")
    )
    return dressed(faceted, "Who pays for which fab", subtitle, {_TABLE: table})
