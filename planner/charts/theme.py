"""What all charts share: fonts, colours, the axis of periods, and tables as plain rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from planner.charts.lite import SCHEMA, Axis, Chart, Data, Options, Scale, Title, field
from planner.charts.palette import GREY, INK, RULE

WIDTH, HEIGHT = 980, 540
"""Pixels of the plot of one page, landscape."""
FONT = "Carlito, Calibri, Liberation Sans, Arial, sans-serif"
_MAX_LABELS = 14

Rows = list[dict[str, Any]]


def named(table: str) -> Options:
    """Return a table by its name; `dressed` puts the rows in."""
    return Data(name=table)


def colour(hexadecimal: str) -> str:
    """Return a colour of the palette as charts write it."""
    return f"#{hexadecimal}"


def scale(names: Sequence[str], colors: Sequence[str]) -> Options:
    """Return the scale that gives each name its colour."""
    return Scale(domain=list(names), range=[colour(color) for color in colors])


def period_axis(labels: Sequence[str], max_labels: int = _MAX_LABELS) -> Options:
    """Return the axis of periods: years where there are many, else every period."""
    yearly = len(labels) > max_labels
    shown = _first_of_years(labels) if yearly else list(labels)
    if len(shown) > 2 and labels.index(shown[1]) < len(labels) / max_labels:
        shown = shown[1:]  # the first year has so few periods that the next one's name would touch its own
    shown = shown[:: -(-len(shown) // max_labels)]
    words = "slice(datum.value, 0, 4)" if yearly else "datum.value"
    axis = Axis(title=None, values=shown, labelExpr=words, labelAngle=0, ticks=False, domainColor=colour(GREY))
    return field("period:O", axis=axis, scale=Scale(domain=list(labels), paddingInner=0.15))


_UNITS = {"usd_bn": "bn USD", "kwspm": "kwspm", "kunits": "kunits", "pct": "%"}
_WORDS = {"label": "what", "numbers": "phases no."}
"""Where the name of a column is no word for a reader."""


def tips(*columns: str | Options) -> list[Options]:
    """Return what is shown of a mark under the pointer, titles in words with their units."""
    tooltips = [field(column) if isinstance(column, str) else column for column in columns]
    return [{"title": in_words(tooltip["field"]), **tooltip} for tooltip in tooltips]


def in_words(column: str) -> str:
    """Return the title of a column, such as "drawn, bn USD" of drawn_usd_bn."""
    if column in _WORDS:
        return _WORDS[column]
    for ending, unit in _UNITS.items():
        if column.endswith(ending):
            return ", ".join(filter(None, (column.removesuffix(ending).strip("_").replace("_", " "), unit)))
    return column.replace("_", " ")


def _first_of_years(labels: Sequence[str]) -> list[str]:
    return [label for at, label in enumerate(labels) if not at or labels[at - 1][:4] != label[:4]]


_LOOK: Options = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "gridColor": colour(RULE),
        "labelColor": colour(GREY),
        "titleColor": colour(GREY),
        "labelFontSize": 11,
        "labelPadding": 5,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
    },
    "legend": {
        "labelColor": colour(INK),
        "labelFontSize": 12,
        "labelLimit": 220,
        "title": None,
        "symbolType": "square",
    },
    "title": {"color": colour(INK)},
    "header": {
        "title": None,
        "labelColor": colour(INK),
        "labelFontSize": 12,
        "labelFontWeight": "bold",
        "labelLimit": 300,
    },
}
"""The look of the reports."""


def dressed(chart: Chart, title: str, subtitle: str, tables: Mapping[str, pd.DataFrame | Rows]) -> dict[str, Any]:
    """Return a chart in Vega-Lite, with its title, the look of the reports and the rows of its tables."""
    words = Title(
        text=title,
        subtitle=subtitle,
        anchor="start",
        fontSize=20,
        subtitleFontSize=13,
        subtitlePadding=6,
        offset=14,
        color=colour(INK),
        subtitleColor=colour(GREY),
    )
    finished = chart.properties(title=words, background="white", padding=12, config=_LOOK)
    rows = {name: _rows(table) if isinstance(table, pd.DataFrame) else table for name, table in tables.items()}
    return {"$schema": SCHEMA, **finished.to_dict(), "datasets": rows}


def _rows(table: pd.DataFrame) -> Rows:
    """Return a table as records; missing values are left out."""
    return [
        {str(column): value for column, value in zip(table.columns, row, strict=True) if not _missing(value)}
        for row in table.itertuples(index=False, name=None)
    ]


def _missing(value: object) -> bool:
    return value is None or value != value
