"""Who pays for which fab, period by period: a panel for each site, stacked by fund and incentive."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, field
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
        Chart(named(_TABLE))
        .mark("bar")
        .encode(
            x=period_axis(periods, max_labels=4 if columns > 1 else 12),
            y=field("usd_bn:Q", title=None, axis=Axis(format=",~f", tickCount=3)),
            color=field("payer:N", scale=scale(payers, colors), legend=Legend(orient="top", columns=4), title=None),
            order=field("order:Q"),
            tooltip=tips("site:N", "payer:N", "period:O", field("usd_bn:Q", format=",.2f")),
        )
        .properties(width=WIDTH // columns - _EDGES, height=max(50, HEIGHT // lines - _EDGES))
    )
    faceted = (
        panel.facet(field("site:N", sort=sites, title=None), columns=columns)
        .resolve("scale", y="independent")
        .resolve("axis", x="independent")
    )
    return dressed(faceted, "Who pays for which fab", subtitle, {_TABLE: table})
