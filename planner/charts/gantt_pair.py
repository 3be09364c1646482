"""Two plans side by side: what each of them builds, and when, in the same rows."""

import json
from typing import Any

import pandas as pd

from planner.charts.gantt import STAGES
from planner.charts.lite import Axis, Chart, Legend, Scale, Title, beside, field
from planner.charts.palette import INK, NAVY
from planner.charts.theme import HEIGHT, WIDTH, colour, dressed, named, scale, tips

_COLOURS = {**STAGES, "started": NAVY}
"""Of a plan whose case is not known, only starts are."""
_TABLE = "table"
_LABELS = 230  # pixels that the names of the rows take
_TALLEST, _LOWEST = 22, 10
_SPACING = 24


def declare(table: pd.DataFrame, subtitle: str) -> dict[str, Any]:
    """Return the chart: a panel for each plan.

    Columns: plan, order, label (of the pair), numbers (of the phases), stage, from_year, until_year (2027.25 is
    2027Q2), from, until (labels), phases. A row without bars in a plan is in the other one only.
    """
    names = zip(table["order"], table["label"], table["numbers"], strict=True)
    rows = table.assign(row=[f"{order:04d}{label} ({numbers})" for order, label, numbers in names])
    lines = sorted(set(rows["row"]))
    height = len(lines) * min(_TALLEST, max(_LOWEST, HEIGHT // len(lines)))
    stages = [stage for stage in _COLOURS if stage in set(table["stage"])]
    years = Scale(zero=False, nice=False, domain=[table["from_year"].min(), table["until_year"].max()])

    def panel(plan: str, is_first: bool) -> Any:
        labels = Axis(
            labelExpr="slice(datum.value, 4)",
            labelLimit=_LABELS,
            labelFontSize=min(11, height // len(lines)),
            labelColor=colour(INK),
        )
        return (
            Chart(named(_TABLE), title=Title(text=plan, fontSize=14, anchor="start"))
            .filter(f"datum.plan === {json.dumps(plan)}")
            .mark("bar")
            .encode(
                y=field(
                    "row:N",
                    title=None,
                    axis=labels if is_first else None,
                    scale=Scale(domain=lines, paddingInner=0.2),
                ),
                x=field("from_year:Q", title=None, scale=years, axis=Axis(format="d", tickMinStep=1, orient="top")),
                x2="until_year:Q",
                color=field(
                    "stage:N",
                    scale=scale(stages, [_COLOURS[stage] for stage in stages]),
                    legend=Legend(orient="bottom"),
                    title=None,
                ),
                tooltip=tips("label:N", "numbers:N", "phases:Q", "stage:N", "from:N", "until:N"),
            )
            .properties(width=(WIDTH - _LABELS - _SPACING) // 2, height=height)
        )

    plans = list(dict.fromkeys(table["plan"]))
    chart = beside(*(panel(plan, not at) for at, plan in enumerate(plans)), spacing=_SPACING)
    return dressed(chart, "What is built, when", subtitle, {_TABLE: rows})
