"""Demand covered: packages shipped, stacked by product or market, with the shortage on top."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from planner.charts.lite import Axis, Chart, Legend, Title, beside, field
from planner.charts.theme import HEIGHT, WIDTH, dressed, named, period_axis, scale, tips

_LEGEND = 170  # pixels beside each panel


def declare(
    panels: Sequence[tuple[str, pd.DataFrame, Sequence[str], Sequence[str]]], periods: Sequence[str], subtitle: str
) -> dict[str, Any]:
    """Return panels side by side, each of a heading, its table, and the names of the series with their colours.

    Columns of a table: series, order (0 lies at the bottom), period (label), kunits.
    """
    width = WIDTH // len(panels) - _LEGEND
    charts = [
        Chart(named(heading), title=Title(text=heading, fontSize=14, anchor="start"))
        .mark("bar")
        .encode(
            x=period_axis(periods, max_labels=10),
            y=field("kunits:Q", title="thousand packages a period", axis=Axis(format=",.0f", tickCount=6)),
            # The legend reads from the top, as the stack does.
            color=field(
                "series:N",
                scale=scale(list(reversed(names)), list(reversed(colors))),
                title=None,
                legend=Legend(labelLimit=_LEGEND - 50),
            ),
            order=field("order:Q"),
            tooltip=tips("series:N", "period:O", field("kunits:Q", format=",.1f")),
        )
        .properties(width=width, height=HEIGHT)
        for heading, _, names, colors in panels
    ]
    joined = beside(*charts, spacing=30).resolve("scale", color="independent", y="shared")
    return dressed(
        joined, "Demand covered, and what is short", subtitle, {heading: table for heading, table, _, _ in panels}
    )
