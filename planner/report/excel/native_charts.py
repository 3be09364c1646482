"""Native charts: stacked columns with a line over them, from rows or columns of cells of the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.worksheet.worksheet import Worksheet

from planner.charts.palette import GREY, INK, RULE
from planner.report.excel.page import printed_columns
from planner.report.words.formats import short

_MAX_LARGE = 4  # charts that stand two by two
_MAX_LABELS = 11
_LEVEL = 600
"""The rotation of axis labels, in 60,000ths of a degree: too little to be seen."""
_MAX_NAMES_BELOW = 5
"""Number of series names below a chart; more would cost several lines of height."""
_LINE_EMU = 28_575  # 2.25 pt


@dataclass(frozen=True, slots=True)
class Strip:
    """Cells of one row or column that make a series, with its name and colour."""

    name: str
    color: str
    cells: Reference


def row_strip(sheet: Worksheet, row: int, left: int, right: int) -> Reference:
    """Return the cells of a row from one column to another."""
    return Reference(sheet, min_row=row, max_row=row, min_col=left, max_col=right)


def column_strip(sheet: Worksheet, column: int, top: int, bottom: int) -> Reference:
    """Return the cells of a column from one row to another."""
    return Reference(sheet, min_row=top, max_row=bottom, min_col=column, max_col=column)


def column_chart(
    title: str, unit: str, categories: Reference, stacked: Sequence[Strip], lines: Sequence[Strip] = ()
) -> BarChart:
    """Return stacked columns with lines over them on the same axes."""
    bar = BarChart()
    bar.type, bar.grouping, bar.overlap, bar.gapWidth = "col", "stacked", 100, 45
    for strip in stacked:
        series = Series(strip.cells, title=short(strip.name))
        series.graphicalProperties = GraphicalProperties(solidFill=strip.color)
        series.graphicalProperties.line.noFill = True
        series.invertIfNegative = False
        bar.series.append(series)
    bar.set_categories(categories)
    if lines:
        bar += _line_chart(categories, lines)
    _dress(bar, title, unit, _length(categories), len(stacked) + len(lines))
    # Columns are compared by length: without this an axis may begin just below the shortest.
    bar.y_axis.scaling.min = 0
    return bar


def _line_chart(categories: Reference, lines: Sequence[Strip]) -> LineChart:
    chart = LineChart()
    for strip in lines:
        series = Series(strip.cells, title=short(strip.name))
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=strip.color, w=_LINE_EMU))
        series.marker.symbol = "none"
        series.smooth = False
        chart.series.append(series)
    chart.set_categories(categories)
    return chart


def side_by_side(widths: Sequence[float], labels: int, periods: int, count: int = 2) -> tuple[int, ...]:
    """Return the columns, counted from 1, at which charts side by side start over a page's width, and the end."""
    end = labels + printed_columns(periods)
    whole, so_far, column, edges = sum(widths[:end]), 0.0, 1, [1]
    while len(edges) < count:
        while so_far + widths[column - 1] / 2 < whole * len(edges) / count:
            so_far += widths[column - 1]
            column += 1
        edges.append(column)
    return (*edges, end + 1)


def across(charts: int) -> int:
    """Return how many of so many charts stand side by side: a few are large, and more are three to a row."""
    return 2 if charts <= _MAX_LARGE else 3


def place(sheet: Worksheet, chart: BarChart, left: int, top: int, right: int, bottom: int) -> None:
    """Put a chart over a block of cells, all four counted from 1 and the last two not covered."""
    start, end = AnchorMarker(col=left - 1, row=top - 1), AnchorMarker(col=right - 1, row=bottom - 1)
    chart.anchor = TwoCellAnchor("twoCell", start, end)  # type: ignore[assignment]  # the stubs know cell names only
    sheet.add_chart(chart)


def _dress(chart: BarChart, title: str, unit: str, categories: int, names: int) -> None:
    heading = RegularTextRun(rPr=_characters(1100, INK, bold=True), t=f"{short(title)} [{unit}]")
    chart.title = Title(tx=Text(rich=RichText(p=[Paragraph(r=[heading])])), overlay=False)
    chart.legend.position = "b" if names <= _MAX_NAMES_BELOW else "r"
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=RULE)))
    chart.y_axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=GREY))
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.noMultiLvlLbl = True
    chart.x_axis.tickLblSkip = max(1, -(-categories // _MAX_LABELS))
    # Without an explicit rotation some programs slant labels or break them into letters.
    level = RichTextProperties(rot=_LEVEL)
    for axis in (chart.x_axis, chart.y_axis):
        axis.txPr = RichText(
            bodyPr=level,
            p=[Paragraph(pPr=ParagraphProperties(defRPr=_characters(900)), endParaRPr=_characters(900))],
        )


def _characters(size: int, color: str = GREY, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=color)


def _length(cells: Reference) -> int:
    return int(max(cells.max_col - cells.min_col, cells.max_row - cells.min_row)) + 1
