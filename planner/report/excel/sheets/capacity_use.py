"""Sheet `capacity_use`: committed, new and used capacity of each node by period, with a chart for each."""

from collections.abc import Sequence

from openpyxl.chart import BarChart
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.charts.palette import AMBER, NAVY, TEAL
from planner.plan.records import Plan
from planner.report.excel.grid import Heads, Line, Placed, add_grid
from planner.report.excel.links import Place, add_sources, cells
from planner.report.excel.native_charts import Strip, across, column_chart, place, row_strip, side_by_side
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, fits_beside, print_landscape, print_pages, printed_columns
from planner.report.excel.style import KWSPM, NOTE, PCT, heading, label_width, widths, write
from planner.report.figures.usage import Usage, usages

NAME = "capacity_use"

_LABELS = ("Node", "Measure")
_FIRST_ROW = 4
_TALLEST_CHART, _LOWEST_CHART = 20, 9
_LINES = 5
_ENDS = "Use ends before the horizon where wafers would leave after it"


def add(book: Workbook, case: Case, plan: Plan) -> Place:
    """Append the sheet: the charts on top, then one grid with five lines per node, whose place is returned."""
    sheet = book.create_sheet(NAME)
    first = f"; use in the first scenario, {case.scenarios[0].name}" if len(case.scenarios) > 1 else ""
    heading(
        sheet,
        "Capacity and its use",
        f"Usable capacity of all sites by node, thousand wafer starts per month{first}. {_ENDS}",
    )
    add_sources(sheet, "capacity", "wafers")
    node_usages = usages(case, plan)
    columns = (
        label_width(usage.node for usage in node_usages),
        24.0,
        *(8.5 for _ in range(max(case.calendar.periods, COLUMNS_A_PAGE))),
    )
    widths(sheet, columns)
    if not node_usages:
        write(sheet, _FIRST_ROW, 1, "No node has capacity in the horizon.", NOTE)
        print_landscape(sheet)
        return cells(sheet, _FIRST_ROW, 1, _FIRST_ROW, 1)
    edges = side_by_side(columns, len(_LABELS), case.calendar.periods, across(len(node_usages)))
    in_a_row = len(edges) - 1
    pages = Pages.of_width(columns[: len(_LABELS) + printed_columns(case.calendar.periods)])
    down = -(-len(node_usages) // in_a_row)
    height = max(_LOWEST_CHART, min(_TALLEST_CHART, (pages.lines - _FIRST_ROW) // down))
    tops = []
    row = _FIRST_ROW
    for _ in range(down):
        if not pages.fits(row, height):
            pages.start_page(row)
        tops.append(row)
        row += height
    if not fits_beside(case.calendar.periods):
        pages.start_page(row)
    lines = [line for usage in node_usages for line in _lines(usage)]
    placed = add_grid(sheet, row, "By node and period", Heads(_LABELS, case.calendar.labels()), lines, pages)
    for index, usage in enumerate(node_usages):
        rows = placed.rows[_LINES * index : _LINES * (index + 1)]
        at, column = tops[index // in_a_row], index % in_a_row
        place(sheet, _chart(sheet, usage, rows, placed), edges[column], at, edges[column + 1], at + height - 1)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, len(_LABELS) + 1).coordinate
    print_pages(sheet, pages, row, len(_LABELS), case.calendar.periods)
    return cells(sheet, placed.header, 1, placed.below - 2, placed.right)


def _lines(usage: Usage) -> list[Line]:
    return [
        Line((usage.node, "Committed [kwspm]"), usage.committed_kwspm, KWSPM),
        Line((usage.node, "New [kwspm]"), usage.new_kwspm, KWSPM),
        Line((usage.node, "Usable [kwspm]"), usage.usable_kwspm, KWSPM),
        Line((usage.node, "Used [kwspm]"), usage.used_kwspm, KWSPM),
        Line((usage.node, "Use of usable [%]"), usage.used_pct, PCT, strong=True),
    ]


def _chart(sheet: Worksheet, usage: Usage, rows: Sequence[int], placed: Placed) -> BarChart:
    """Return the chart of the node whose lines are in these rows."""

    def strip(name: str, color: str, offset: int) -> Strip:
        return Strip(name, color, row_strip(sheet, rows[offset], placed.left, placed.right))

    return column_chart(
        usage.node,
        "kwspm",
        row_strip(sheet, placed.header, placed.left, placed.right),
        [strip("Committed", NAVY, 0), strip("New", TEAL, 1)],
        [strip("Used", AMBER, 3)],
    )
