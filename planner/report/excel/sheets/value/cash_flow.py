"""Sheet `cash_flow`: cash of funds, owners, sites and taxpayers by year, and what stands already."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from openpyxl.chart import Reference
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.charts.palette import AMBER, TEAL
from planner.report.excel.grid import Heads, Line, Placed, add_grid
from planner.report.excel.links import add_sources
from planner.report.excel.native_charts import Strip, column_chart, place, row_strip
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, print_pages, printed_columns
from planner.report.excel.style import CENTS, heading, label_width, widths
from planner.report.figures.cash import by_year
from planner.report.figures.service import year_names
from planner.report.figures.value.returns import Value
from planner.report.figures.value.statements import Flow, Series, Statement, added
from planner.report.figures.value.views import tariffs_usd_bn

NAME = "cash_flow"
NET, TO_DATE, END = "Net cash", "To date", "End value"
STANDING, NOBODY, TAXPAYERS = "Standing capacity", "For no fund", "Taxpayers"

_FIRST_ROW, _CHART_ROWS, _COLUMN = 4, 16, 10.0
_SMALLEST_USD_BN = 1e-6
_MAX_PAGES = 2


def add(book: Workbook, worth: Value | None) -> None:
    """Append the sheet where the case has transfer prices: a block of lines for each, and a chart of all new fabs."""
    if worth is None:
        return
    case = worth.case
    sheet = book.create_sheet(NAME)
    heading(sheet, "Cash flow", "bn USD in each year, real and not discounted; what comes in is positive")
    add_sources(sheet, "draws", "wafers", "packages", "credits")
    years = list(year_names(case).values())
    lines = list(_lines(worth))
    columns = (
        label_width(line.labels[0] for line in lines),
        14.0,
        *(_COLUMN for _ in range(max(len(years) + 2, COLUMNS_A_PAGE))),
    )
    widths(sheet, columns)
    across = 2 + printed_columns(len(years) + 2)
    pages = Pages.of_width(columns[:across])
    heads = Heads(("Whose", "Cash"), [*years, "Total", END])
    grid = add_grid(sheet, _FIRST_ROW + _CHART_ROWS, "By investor, owner, site and year", heads, lines, pages)
    chart = column_chart(
        worth.whole.name,
        "bn USD",
        row_strip(sheet, grid.header, grid.left, grid.right - 2),
        [Strip(NET, TEAL, _strip(sheet, grid, lines, NET))],
        [Strip(TO_DATE, AMBER, _strip(sheet, grid, lines, TO_DATE))],
    )
    chart.y_axis.scaling.min = None  # cash may be negative
    place(sheet, chart, 1, _FIRST_ROW, across, _FIRST_ROW + _CHART_ROWS - 1)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, 3).coordinate
    print_pages(sheet, pages, grid.header, 2, len(years) + 2, _MAX_PAGES)


def _strip(sheet: Worksheet, grid: Placed, lines: Sequence[Line], name: str) -> Reference:
    """Return the years of a line of all new fabs, which stand first."""
    row = grid.rows[[line.labels[1] for line in lines].index(name)]
    return row_strip(sheet, row, grid.left, grid.right - 2)


def _lines(worth: Value) -> Iterator[Line]:
    for of in (worth.whole, *worth.funds):
        yield from _block(worth.case, of.name, of.statement)
    yield from _block(worth.case, NOBODY, worth.nobody)
    for of in worth.owners:
        yield from _block(worth.case, f"Owner {of.name}", of.statement)
    for of in worth.sites:
        yield from _block(worth.case, of.name, of.statement)
    yield from _block(worth.case, STANDING, worth.standing)
    every = added(worth.fabs.values(), worth.case.calendar.periods)
    grants = tuple(-usd_bn for usd_bn in every.lines[Flow.GRANTS])
    yield from _cash_lines(worth.case, TAXPAYERS, {"Grants": grants, "Tariffs": tariffs_usd_bn(worth)})


def _block(case: Case, name: str, of: Statement) -> Iterator[Line]:
    lines = {flow.value.capitalize(): series for flow, series in of.lines.items()}
    yield from _cash_lines(case, name, lines, of.end_value_usd_bn)


def _cash_lines(case: Case, name: str, lines: Mapping[str, Series], end_usd_bn: float = 0.0) -> Iterator[Line]:
    """Yield the lines that are not zero, their sum, and the sum to date; nothing where all is zero."""
    shown = {line: series for line, series in lines.items() if max(map(abs, series)) > _SMALLEST_USD_BN}
    if not shown and abs(end_usd_bn) <= _SMALLEST_USD_BN:
        return
    net = tuple(map(sum, zip(*lines.values(), strict=True)))
    for line, series in shown.items():
        yield Line((name, line), [*by_year(case, series).values(), sum(series), None], CENTS)
    yearly = list(by_year(case, net).values())
    yield Line((name, NET), [*yearly, sum(net), end_usd_bn or None], CENTS, strong=True)
    yield Line((name, TO_DATE), [*accumulate(yearly), None, None], CENTS)
