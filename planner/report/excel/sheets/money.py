"""Sheet `money`: cash by fund against its budget, over the horizon and by period."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from openpyxl.chart import BarChart
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.charts.palette import INK, OTHERS, TEAL
from planner.plan.records import Plan
from planner.report.excel.grid import Heads, Line, Placed, add_grid
from planner.report.excel.links import Place, add_sources, cells
from planner.report.excel.native_charts import (
    Strip,
    column_chart,
    column_strip,
    place,
    row_strip,
    side_by_side,
)
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, fits_beside, print_pages, printed_columns
from planner.report.excel.style import PCT, USD_BN, heading, label_width, widths
from planner.report.figures.cash import FundCash, fund_cash, total_cash
from planner.report.figures.largest import Ranked, largest

NAME = "money"

CashChart = Callable[[], BarChart | None]
"""Draws a chart of cash; returns None where there are no figures to draw it from."""

_LABELS = ("What", "Measure")
_FIRST_ROW = 4
_MIN_CHART_ROWS, _MAX_CHART_ROWS = 18, 26
_FUNDS_IN_CHART = 12
_TOTALS = ("Budget", "Drawn", "Not drawn", "Drawn [%]")
_TOTALS_LINES = 4
"""Lines of the grid by fund beside those of the funds."""


@dataclass(frozen=True, slots=True)
class Money:
    """The places of the budget and the draws of all funds, and a function that draws the cash chart."""

    budget: Place
    drawn: Place
    funds: Place
    chart: CashChart


def add(book: Workbook, case: Case, plan: Plan) -> Money:
    """Append the sheet: cash to date and every fund against its budget as charts, then the grids."""
    sheet = book.create_sheet(NAME)
    year = f" of {case.settings.price_year}" if case.settings.price_year else ""
    heading(
        sheet, "Money", f"Real bn USD{year}, undiscounted; funds pay capex, openings and conversions net of credits"
    )
    add_sources(sheet, "draws", "credits")
    funds, whole = fund_cash(case, plan), total_cash(case, plan)
    columns = (
        label_width([*case.funds, "All funds"]),
        29.0,
        *(8.5 for _ in range(max(case.calendar.periods + 1, COLUMNS_A_PAGE))),
    )
    widths(sheet, columns)
    ranked = sorted(funds, key=lambda fund: -sum(fund.available_usd_bn))
    pages = Pages.of_width(columns[: len(_LABELS) + printed_columns(case.calendar.periods + 1)])
    below = len(funds) + _TOTALS_LINES + (pages.lines if fits_beside(case.calendar.periods + 1) else 0)
    top = _FIRST_ROW + pages.left_for_charts(_FIRST_ROW, below, _MIN_CHART_ROWS, _MAX_CHART_ROWS)
    title = "By fund, over the horizon [bn USD]"
    heads = Heads(("Fund", "What is not drawn"), _TOTALS, wrapped=True)
    totals = add_grid(sheet, top, title, heads, _total_lines(ranked, whole), pages)
    by_period = [*case.calendar.labels(), "Total"]
    if not fits_beside(len(by_period)):
        pages.start_page(totals.below)
    drawn = largest({fund.fund: fund.drawn_usd_bn for fund in funds}, "funds")
    stack = _add_stack(sheet, totals.below, case, drawn, whole, pages)
    lines = [line for fund in (whole, *ranked) for line in _fund_lines(fund, strong=fund is whole)]
    grid = add_grid(sheet, stack.below, "By fund and period", Heads(_LABELS, by_period), lines, pages)

    def chart() -> BarChart:
        return _cash_chart(sheet, stack, drawn)

    left, middle, right = side_by_side(columns, len(_LABELS), len(by_period))
    bottom = top - 1
    place(sheet, chart(), left, _FIRST_ROW, middle, bottom)
    place(sheet, _fund_chart(sheet, totals, len(funds)), middle, _FIRST_ROW, right, bottom)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, len(_LABELS) + 1).coordinate
    print_pages(sheet, pages, totals.below, len(_LABELS), len(by_period))
    return Money(
        budget=cells(sheet, grid.rows[0], grid.left, grid.rows[0], grid.right),
        drawn=cells(sheet, grid.rows[1], grid.left, grid.rows[1], grid.right),
        funds=cells(sheet, totals.header, 1, totals.below - 2, totals.right),
        chart=chart,
    )


def _total_lines(funds: list[FundCash], whole: FundCash) -> list[Line]:
    """Return what each fund has, gives and keeps over the horizon, the largest budget first."""
    lines = []
    for fund in (*funds, whole):
        budget, drawn = sum(fund.available_usd_bn), sum(fund.drawn_usd_bn)
        share = 100 * drawn / budget if budget > 0 else None
        rest = "" if fund is whole else "carries over" if fund.carry_over else "lapses in each period"
        formats = (USD_BN, USD_BN, USD_BN, PCT)
        lines.append(Line((fund.fund, rest), [budget, drawn, budget - drawn, share], formats, fund is whole))
    return lines


def _fund_chart(sheet: Worksheet, totals: Placed, funds: int) -> BarChart:
    # The rows of the largest funds are together on the first page.
    first, last = totals.rows[0], totals.rows[min(funds, _FUNDS_IN_CHART) - 1]
    title = "Drawn and not drawn by fund" if funds <= _FUNDS_IN_CHART else f"The {_FUNDS_IN_CHART} largest funds"
    strips = [
        Strip(name, color, column_strip(sheet, totals.left + offset, first, last))
        for name, color, offset in (("Drawn", TEAL, 1), ("Not drawn", OTHERS, 2))
    ]
    return column_chart(title, "bn USD", column_strip(sheet, 1, first, last), strips)


def _add_stack(sheet: Worksheet, row: int, case: Case, drawn: Ranked, whole: FundCash, pages: Pages) -> Placed:
    """Write what the largest funds have given to date, and under it the budget to date."""
    lines = [
        Line((name, "Drawn to date [bn USD]"), tuple(accumulate(series)), USD_BN)
        for name, series in drawn.series.items()
    ]
    lines.append(Line(("All funds", "Budget to date [bn USD]"), whole.available_to_date_usd_bn, USD_BN, strong=True))
    return add_grid(sheet, row, "Cash to date", Heads(_LABELS, case.calendar.labels()), lines, pages)


def _cash_chart(sheet: Worksheet, stack: Placed, drawn: Ranked) -> BarChart:
    """Return the draws to date by fund, stacked, and the line of their budgets below."""

    def strip(name: str, color: str, at: int) -> Strip:
        return Strip(name, color, row_strip(sheet, stack.rows[at], stack.left, stack.right))

    layers = enumerate(zip(drawn.names, drawn.colors, strict=True))
    return column_chart(
        "Cash drawn against budget, to date",
        "bn USD",
        row_strip(sheet, stack.header, stack.left, stack.right),
        [strip(name, color, at) for at, (name, color) in layers],
        [strip("Budget", INK, len(drawn.names))],
    )


def _fund_lines(fund: FundCash, strong: bool) -> list[Line]:
    left = "Left [bn USD]" if fund.carry_over else "Lapses in the period [bn USD]"
    return [
        Line((fund.fund, "Available [bn USD]"), [*fund.available_usd_bn, sum(fund.available_usd_bn)], USD_BN, strong),
        Line((fund.fund, "Drawn [bn USD]"), [*fund.drawn_usd_bn, sum(fund.drawn_usd_bn)], USD_BN, strong),
        Line((fund.fund, "Available to date [bn USD]"), [*fund.available_to_date_usd_bn, None], USD_BN),
        Line((fund.fund, "Drawn to date [bn USD]"), [*fund.drawn_to_date_usd_bn, None], USD_BN),
        Line((fund.fund, left), [*fund.left_usd_bn, None], USD_BN),
    ]
