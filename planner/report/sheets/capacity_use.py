"""Sheet `capacity_use`: committed, new and used capacity of each node by period, with a chart for each."""

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.grid import Line, Placed, add_grid
from planner.report.native import Strip, column_chart, place, row_strip
from planner.report.page import print_in_bands
from planner.report.style import AMBER, KWSPM, NAVY, NOTE, PCT, TEAL, heading, widths, write
from planner.report.usage import Usage, usages

NAME = "capacity_use"

_LABELS = ("Node", "Measure")
_FIRST_ROW = 4
_CHART_ROWS, _CHART_COLUMNS = 15, 9
_CHARTS_ACROSS = 2


def add(book: Workbook, case: Case, plan: Plan) -> None:
    """Append the sheet: the charts on top, then one grid with five lines per node."""
    sheet = book.create_sheet(NAME)
    heading(sheet, "Capacity and its use", "Usable capacity of all sites by node, thousand wafer starts per month")
    found = usages(case, plan)
    widths(sheet, (16, 24, *(8.5 for _ in case.calendar.horizon)))
    if not found:
        write(sheet, _FIRST_ROW, 1, "No node has capacity in the horizon.", NOTE)
        return
    chart_bands = -(-len(found) // _CHARTS_ACROSS)
    top = _FIRST_ROW + chart_bands * _CHART_ROWS
    placed = add_grid(
        sheet,
        top,
        "By node and period",
        _LABELS,
        case.calendar.labels(),
        [line for usage in found for line in _lines(usage)],
    )
    for index, usage in enumerate(found):
        _chart(sheet, usage, placed, index)
    print_in_bands(sheet, top, len(_LABELS), case.calendar.periods)


def _lines(usage: Usage) -> list[Line]:
    return [
        Line((usage.node, "Committed [kwspm]"), usage.committed_kwspm, KWSPM),
        Line((usage.node, "New [kwspm]"), usage.new_kwspm, KWSPM),
        Line((usage.node, "Usable [kwspm]"), usage.usable_kwspm, KWSPM),
        Line((usage.node, "Used [kwspm]"), usage.used_kwspm, KWSPM),
        Line((usage.node, "Use of usable [%]"), usage.used_pct, PCT, strong=True),
    ]


def _chart(sheet: Worksheet, usage: Usage, placed: Placed, index: int) -> None:
    first = placed.first + 5 * index

    def strip(name: str, color: str, offset: int) -> Strip:
        return Strip(name, color, row_strip(sheet, first + offset, placed.left, placed.right))

    chart = column_chart(
        usage.node,
        "kwspm",
        row_strip(sheet, placed.header, placed.left, placed.right),
        [strip("Committed", NAVY, 0), strip("New", TEAL, 1)],
        [strip("Used", AMBER, 3)],
    )
    down, across = divmod(index, _CHARTS_ACROSS)
    left = 1 + across * (_CHART_COLUMNS - 2)
    right = left + (_CHART_COLUMNS - 2 if across == 0 else _CHART_COLUMNS)
    top = _FIRST_ROW + down * _CHART_ROWS
    place(sheet, chart, left, top, right, top + _CHART_ROWS - 1)
