"""Sheet `capacity_use`: committed, new and used capacity of each node by period, with a chart for each."""

from openpyxl.chart import BarChart
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.grid import Line, Placed, add_grid
from planner.report.native import FEWEST_COLUMNS, Strip, column_chart, place, row_strip, two_across
from planner.report.page import print_in_bands
from planner.report.style import AMBER, KWSPM, NAVY, NOTE, PCT, TEAL, heading, widths, write
from planner.report.usage import Usage, usages

NAME = "capacity_use"

_LABELS = ("Node", "Measure")
_FIRST_ROW = 4
_CHART_ROWS = 15
_LINES = 5


def add(book: Workbook, case: Case, plan: Plan) -> None:
    """Append the sheet: the charts on top, then one grid with five lines per node."""
    sheet = book.create_sheet(NAME)
    heading(sheet, "Capacity and its use", "Usable capacity of all sites by node, thousand wafer starts per month")
    found = usages(case, plan)
    columns = (16.0, 24.0, *(8.5 for _ in range(max(case.calendar.periods, FEWEST_COLUMNS))))
    widths(sheet, columns)
    if not found:
        write(sheet, _FIRST_ROW, 1, "No node has capacity in the horizon.", NOTE)
        return
    edges = two_across(columns, len(_LABELS), case.calendar.periods)
    top = _FIRST_ROW + -(-len(found) // (len(edges) - 1)) * _CHART_ROWS
    placed = add_grid(
        sheet,
        top,
        "By node and period",
        _LABELS,
        case.calendar.labels(),
        [line for usage in found for line in _lines(usage)],
    )
    for index, usage in enumerate(found):
        chart = _chart(sheet, usage, placed.first + _LINES * index, placed)
        down, across = divmod(index, len(edges) - 1)
        row = _FIRST_ROW + down * _CHART_ROWS
        place(sheet, chart, edges[across], row, edges[across + 1], row + _CHART_ROWS - 1)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, len(_LABELS) + 1).coordinate
    print_in_bands(sheet, top, len(_LABELS), case.calendar.periods)


def _lines(usage: Usage) -> list[Line]:
    return [
        Line((usage.node, "Committed [kwspm]"), usage.committed_kwspm, KWSPM),
        Line((usage.node, "New [kwspm]"), usage.new_kwspm, KWSPM),
        Line((usage.node, "Usable [kwspm]"), usage.usable_kwspm, KWSPM),
        Line((usage.node, "Used [kwspm]"), usage.used_kwspm, KWSPM),
        Line((usage.node, "Use of usable [%]"), usage.used_pct, PCT, strong=True),
    ]


def _chart(sheet: Worksheet, usage: Usage, first: int, placed: Placed) -> BarChart:
    """Return the chart of the node whose lines start in row `first`."""

    def strip(name: str, color: str, offset: int) -> Strip:
        return Strip(name, color, row_strip(sheet, first + offset, placed.left, placed.right))

    return column_chart(
        usage.node,
        "kwspm",
        row_strip(sheet, placed.header, placed.left, placed.right),
        [strip("Committed", NAVY, 0), strip("New", TEAL, 1)],
        [strip("Used", AMBER, 3)],
    )
