"""Sheet `money`: what every fund has, gives and keeps by period, and what every site receives."""

from collections.abc import Callable

from openpyxl.chart import BarChart
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.cash import Purse, drawn_by_site, purses, whole_purse
from planner.report.grid import Line, Placed, add_grid
from planner.report.native import Strip, column_chart, place, row_strip
from planner.report.page import print_in_bands
from planner.report.style import NAVY, TEAL, USD_BN, heading, widths

NAME = "money"

CashChart = Callable[[], BarChart]

_LABELS = ("What", "Measure")
_FIRST_ROW = 4
_CHART_ROWS = 16


def add(book: Workbook, case: Case, plan: Plan) -> CashChart:
    """Append the sheet: the chart of cash against budget, then the grids by fund and by site.

    Returns what draws the same chart anywhere else in the workbook.
    """
    sheet = book.create_sheet(NAME)
    year = f" of {case.settings.price_year}" if case.settings.price_year else ""
    heading(
        sheet, "Money", f"Real USD bn{year}, undiscounted; funds pay capex, openings and conversions net of credits"
    )
    whole = whole_purse(case, plan)
    columns = [*case.calendar.labels(), "Total"]
    lines = [line for purse in (whole, *purses(case, plan)) for line in _purse_lines(purse, strong=purse is whole)]
    top = _FIRST_ROW + _CHART_ROWS
    funds = add_grid(sheet, top, "By fund", _LABELS, columns, lines)
    sites = [
        Line((site, "Drawn [USD bn]"), [*series, sum(series)], USD_BN)
        for site, series in drawn_by_site(case, plan).items()
    ]
    sites.append(Line(("All sites", "Drawn [USD bn]"), [*whole.drawn_usd_bn, sum(whole.drawn_usd_bn)], USD_BN, True))
    add_grid(sheet, funds.below, "By site", _LABELS, columns, sites)

    place(sheet, _cash_chart(sheet, funds), 1, _FIRST_ROW, 13, _FIRST_ROW + _CHART_ROWS - 1)
    widths(sheet, (22, 26, *(8.5 for _ in columns)))
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, len(_LABELS) + 1).coordinate
    print_in_bands(sheet, top, len(_LABELS), len(columns))
    return lambda: _cash_chart(sheet, funds)


def _cash_chart(sheet: Worksheet, funds: Placed) -> BarChart:
    """Return the chart from the lines of all funds, which stand first; the last column is the total."""

    def strip(name: str, color: str, offset: int) -> Strip:
        return Strip(name, color, row_strip(sheet, funds.first + offset, funds.left, funds.right - 1))

    return column_chart(
        "Cash drawn against budget, to date",
        "USD bn",
        row_strip(sheet, funds.header, funds.left, funds.right - 1),
        [strip("Drawn to date", TEAL, 3)],
        [strip("Budget to date", NAVY, 2)],
    )


def _purse_lines(purse: Purse, strong: bool) -> list[Line]:
    left = "Left [USD bn]" if purse.carry_over else "Lapses in the period [USD bn]"
    return [
        Line(
            (purse.fund, "Available [USD bn]"), [*purse.available_usd_bn, sum(purse.available_usd_bn)], USD_BN, strong
        ),
        Line((purse.fund, "Drawn [USD bn]"), [*purse.drawn_usd_bn, sum(purse.drawn_usd_bn)], USD_BN, strong),
        Line((purse.fund, "Available to date [USD bn]"), [*purse.available_to_date_usd_bn, None], USD_BN),
        Line((purse.fund, "Drawn to date [USD bn]"), [*purse.drawn_to_date_usd_bn, None], USD_BN),
        Line((purse.fund, left), [*purse.left_usd_bn, None], USD_BN),
    ]
