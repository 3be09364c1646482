"""Sheet `power_use`: power drawn against what is connected at sites and can be energised in markets, where limited."""

from collections.abc import Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.charts.palette import AMBER, TEAL
from planner.plan.records import Plan
from planner.report.excel.grid import Heads, Line, Placed, add_grid
from planner.report.excel.links import add_sources
from planner.report.excel.native_charts import Strip, across, column_chart, place, row_strip, side_by_side
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, print_pages, printed_columns, prints
from planner.report.excel.style import KWSPM, PCT, heading, label_width, widths
from planner.report.figures.power import Power, market_powers, site_powers

NAME = "power_use"

_FIRST_ROW, _CHART_ROWS, _LINES = 4, 16, 3
_TITLES = {
    "Site": "Power of the phases online, against what is connected",
    "Market": "Power of the accelerators shipped to date, against what can be energised",
}


def add(book: Workbook, case: Case, plan: Plan) -> None:
    """Append the sheet where a case limits power by period: a grid of sites and one of markets, each with charts."""
    powers = {"Site": site_powers(case, plan), "Market": market_powers(case, plan)}
    if not any(powers.values()):
        return
    sheet = book.create_sheet(NAME)
    several = "; of markets in the scenario that needs most by the end" if len(case.scenarios) > 1 else ""
    heading(sheet, "Power and its use", f"MW in each period{several}")
    add_sources(sheet, "starts", "shipments")
    columns = (
        label_width(one.place for of in powers.values() for one in of),
        24.0,
        *(8.5 for _ in range(max(case.calendar.periods, COLUMNS_A_PAGE))),
    )
    widths(sheet, columns)
    pages = Pages.of_width(columns[: 2 + printed_columns(case.calendar.periods)])
    row = _FIRST_ROW
    for name, of in powers.items():
        if of:
            heads = Heads((name, "Measure"), case.calendar.labels())
            placed = add_grid(sheet, row, _TITLES[name], heads, [line for one in of for line in _lines(one)], pages)
            row = _add_charts(
                sheet, of, placed, side_by_side(columns, 2, case.calendar.periods, across(len(of))), pages
            )
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, 3).coordinate
    periods = case.calendar.periods
    print_pages(sheet, pages, _FIRST_ROW if prints(periods) else row, 2, periods)  # its grids stand between charts


def _lines(power: Power) -> list[Line]:
    return [
        Line((power.place, "Drawn [MW]"), power.drawn_mw, KWSPM),
        Line((power.place, "Limit [MW]"), power.limit_mw, KWSPM),
        Line((power.place, "Drawn of the limit [%]"), power.drawn_pct, PCT, strong=True),
    ]


def _add_charts(sheet: Worksheet, of: Sequence[Power], placed: Placed, edges: tuple[int, ...], pages: Pages) -> int:
    """Add a chart for each place below its grid, side by side, and return the next free row."""
    row = placed.below
    for index, power in enumerate(of):
        side = index % (len(edges) - 1)
        if side == 0 and index:
            row += _CHART_ROWS
        if side == 0 and not pages.fits(row, _CHART_ROWS):
            pages.start_page(row)
        drawn, limit = (row_strip(sheet, at, placed.left, placed.right) for at in placed.rows[_LINES * index :][:2])
        chart = column_chart(
            power.place,
            "MW",
            row_strip(sheet, placed.header, placed.left, placed.right),
            [Strip("Drawn", TEAL, drawn)],
            [Strip("Limit", AMBER, limit)],
        )
        place(sheet, chart, edges[side], row, edges[side + 1], row + _CHART_ROWS - 1)
    return row + _CHART_ROWS + 1
