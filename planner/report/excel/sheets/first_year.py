"""Sheet `first_year`: what has to be approved, paid and ordered in the first year of a plan."""

from openpyxl.workbook import Workbook

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.excel.grid import Heads, Line, add_grid
from planner.report.excel.links import add_sources
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, print_landscape
from planner.report.excel.style import CENTS, COUNT, NOTE, heading, label_width, widths, write
from planner.report.figures.first_periods.approvals import approvals, what
from planner.report.figures.first_periods.orders import orders
from planner.report.figures.first_periods.payments import payments

NAME = "first_year"

_FIRST_ROW, _COLUMN = 4, 11.5
_FRACTION, _AS_IS = "#,##0.00", "General"
_NOTE = "From the plan alone. How far a start may slip, and what a delay costs, is what planner calendar says."


def add(book: Workbook, case: Case, plan: Plan) -> None:
    """Append the sheet where something starts in the first year."""
    periods, label = case.calendar.periods_per_year, case.calendar.label
    started = approvals(case, plan, periods)
    if not started:
        return
    last = min(periods, case.calendar.periods) - 1
    sheet = book.create_sheet(NAME)
    heading(sheet, "What to decide first", f"{label(0)} to {label(last)}; money in bn USD, undiscounted")
    add_sources(sheet, "starts", "draws")
    needed = orders(case, plan, periods)
    paid = payments(case, plan, periods)
    columns = (
        label_width([*(one.start.site for one in started), *paid]),
        label_width([*(what(one.start) for one in started), *(one.what for one in needed)]),
        *(_COLUMN for _ in range(max(last + 2, COLUMNS_A_PAGE))),
    )
    widths(sheet, columns)
    pages = Pages.of_width(columns)
    write(sheet, _FIRST_ROW, 1, _NOTE, NOTE)
    row = _FIRST_ROW + 2
    lines = [
        Line(
            (one.start.site, what(one.start)),
            [label(one.start.period), one.count, one.capex_usd_bn, label(one.ready)],
            [_AS_IS, COUNT, CENTS, _AS_IS],
        )
        for one in started
    ]
    total = [None, None, sum(one.capex_usd_bn for one in started), None]
    lines.append(Line(("Total", ""), total, [_AS_IS, COUNT, CENTS, _AS_IS], strong=True))
    heads = Heads(("Site", "Node"), ["Approve by", "Count", "Capex", "Output from"])
    row = add_grid(sheet, row, "To approve", heads, lines, pages).below
    if paid:
        by_period = [sum(of) for of in zip(*paid.values(), strict=True)]
        lines = [Line((fund, ""), [*usd_bn, sum(usd_bn)], CENTS) for fund, usd_bn in paid.items()]
        lines.append(Line(("Total", ""), [*by_period, sum(by_period)], CENTS, strong=True))
        heads = Heads(("Fund", ""), [*(label(t) for t in range(last + 1)), "Total"])
        row = add_grid(sheet, row, "To pay", heads, lines, pages).below
    if needed:
        lines = [
            Line(
                (one.site, one.what),
                [label(one.needed_by), one.quantity, one.node],
                [_AS_IS, COUNT if round(one.quantity, 2).is_integer() else _FRACTION, _AS_IS],
            )
            for one in needed
        ]
        heads = Heads(("Site", "What"), ["Needed by", "Quantity", "For"])
        add_grid(sheet, row, "To order: on site, or connected, by the period named", heads, lines, pages)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, 3).coordinate
    print_landscape(sheet, one_page=pages.fits_smaller(sheet.max_row))
