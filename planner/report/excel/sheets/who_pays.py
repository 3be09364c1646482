"""Sheet `who_pays`: what each site costs and which fund or incentive pays for it, over the horizon and by period."""

from dataclasses import dataclass

from openpyxl.chart import BarChart
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.excel.grid import Heads, Line, Placed, add_grid
from planner.report.excel.links import Place, add_sources, cells
from planner.report.excel.native_charts import Strip, column_chart, column_strip, place
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, fits_beside, print_pages, printed_columns
from planner.report.excel.style import NOTE, USD_BN, heading, label_width, widths, write
from planner.report.figures.largest import Ranked, largest
from planner.report.figures.payers import Fab, all_fabs, fabs

NAME = "who_pays"

_LABELS = ("Site", "Payer")
_COST = "Capex before credits"
_FIRST_ROW = 4
_MIN_CHART_ROWS, _MAX_CHART_ROWS = 12, 28
_MATRIX_LINES = 12
"""Lines of the grid by site and payer beside those of the sites."""
_SITES_IN_CHART = 15
_COLUMN = 10.5
_SMALLEST_USD_BN = 0.05


@dataclass(frozen=True, slots=True)
class Payers:
    """The places of the capex of all sites and of the grid by site and payer."""

    capex: Place
    sites: Place


def add(book: Workbook, case: Case, plan: Plan) -> Payers:
    """Append the sheet: the chart of sites by payer, their grid, and the same period by period."""
    sheet = book.create_sheet(NAME)
    heading(sheet, "Who pays for which fab", "bn USD, undiscounted: capex, openings and conversions as they fall due")
    add_sources(sheet, "draws", "credits", "starts", "openings")
    site_costs = fabs(case, plan)
    whole = all_fabs(site_costs, case.calendar.periods)
    ranked = largest(whole.paid_usd_bn, "payers")
    columns = [*case.calendar.labels(), "Total"]
    first = label_width([*(fab.site for fab in site_costs), whole.site])
    widths_ = (
        first,
        label_width([*whole.paid_usd_bn, _COST]),
        *(_COLUMN for _ in range(max(len(columns), COLUMNS_A_PAGE))),
    )
    widths(sheet, widths_)
    pages = Pages.of_width(widths_[: len(_LABELS) + printed_columns(len(columns))])
    below = len(site_costs) + _MATRIX_LINES + (pages.lines if fits_beside(len(columns)) else 0)
    top = _FIRST_ROW + pages.left_for_charts(_FIRST_ROW, below, _MIN_CHART_ROWS, _MAX_CHART_ROWS)
    heads = Heads(("Site", "Region"), ["Capex", *ranked.names], wrapped=True)
    lines = [_matrix_line(fab, case.sites[fab.site].region, ranked) for fab in site_costs]
    lines.append(_matrix_line(whole, "", ranked, strong=True))
    matrix = add_grid(sheet, top, "By site and payer, over the horizon", heads, lines, pages)
    if not fits_beside(len(columns)):
        pages.start_page(matrix.below)
    lines = [line for fab in (whole, *site_costs) for line in _period_lines(fab)]
    grid = add_grid(sheet, matrix.below, "By site, payer and period", Heads(_LABELS, columns), lines, pages)
    if site_costs:
        right = len(_LABELS) + 1 + printed_columns(len(columns))
        place(sheet, _chart(sheet, matrix, ranked, len(site_costs)), 1, _FIRST_ROW, right, top - 1)
    else:
        write(sheet, _FIRST_ROW, 1, "Nothing is built, so nobody pays.", NOTE)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, len(_LABELS) + 1).coordinate
    print_pages(sheet, pages, matrix.below, len(_LABELS), len(columns))
    return Payers(
        capex=cells(sheet, grid.rows[0], grid.left, grid.rows[0], grid.right),
        sites=cells(sheet, matrix.header, 1, matrix.below - 2, matrix.right),
    )


def _matrix_line(fab: Fab, region: str, ranked: Ranked, strong: bool = False) -> Line:
    """Return the cost of a fab and the part of each payer; the last column may combine several."""
    named = ranked.names[:-1] if ranked.others else ranked.names
    given = [sum(fab.paid_usd_bn.get(payer, ())) for payer in named]
    if ranked.others:
        given.append(sum(sum(series) for payer, series in fab.paid_usd_bn.items() if payer not in named))
    return Line((fab.site, region), [sum(fab.capex_usd_bn), *given], USD_BN, strong)


def _period_lines(fab: Fab) -> list[Line]:
    lines = [Line((fab.site, _COST), [*fab.capex_usd_bn, sum(fab.capex_usd_bn)], USD_BN, strong=True)]
    return lines + [
        Line((fab.site, payer), [_shown(usd_bn) for usd_bn in (*series, sum(series))], USD_BN)
        for payer, series in fab.paid_usd_bn.items()
    ]


def _shown(usd_bn: float) -> float | None:
    """Return an amount, or a blank where it would read as 0.0: most payers give nothing in most periods."""
    return usd_bn if abs(usd_bn) >= _SMALLEST_USD_BN else None


def _chart(sheet: Worksheet, matrix: Placed, ranked: Ranked, sites: int) -> BarChart:
    first, last = matrix.rows[0], matrix.rows[min(sites, _SITES_IN_CHART) - 1]
    title = "Who pays, by site" if sites <= _SITES_IN_CHART else f"Who pays, the {_SITES_IN_CHART} most expensive sites"
    strips = [
        Strip(name, color, column_strip(sheet, matrix.left + offset, first, last))
        for offset, (name, color) in enumerate(zip(ranked.names, ranked.colors, strict=True), start=1)
    ]
    return column_chart(title, "bn USD", column_strip(sheet, 1, first, last), strips)
