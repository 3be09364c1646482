"""Sheet `returns`: what a plan is worth to whom, and returns by fund, owner and site."""

from collections.abc import Iterable, Mapping

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case, Fund
from planner.plan.records import Plan
from planner.report.excel.grid import Heads, Line, add_grid
from planner.report.excel.links import add_sources
from planner.report.excel.page import Pages, print_pages
from planner.report.excel.style import CENTS, NOTE, PCT, heading, label_width, widths, write
from planner.report.figures.service import Key, Service, services
from planner.report.figures.service import total as total_service
from planner.report.figures.value.returns import Return, Value
from planner.report.figures.value.statements import RUNNING, Flow
from planner.report.figures.value.views import ViewLine, total, views
from planner.report.words.returns import (
    HOW,
    VIEWS,
    missing_sentence,
    no_price_sentence,
    payback_words,
    rate_words,
    worth_words,
)

NAME = "returns"

_FIRST_ROW, _COLUMN = 4, 12.0
_VIEWS = Heads(("Line", ""), ("Fabs", "Chip designers", "Taxpayers", "Society"))
_RETURNS = (
    "Put in", "Sales", "Running", "End value", "NPV", "NPV at [%]", "IRR [% a year]", "Paid back", "Discounted",
)  # fmt: skip
_FORMATS = (CENTS, CENTS, CENTS, CENTS, CENTS, "0.0", "0.0", "General", "General")


def add(book: Workbook, plan: Plan, worth: Value | None) -> None:
    """Append the sheet where the case has transfer prices."""
    if worth is None:
        return
    case = worth.case
    sheet = book.create_sheet(NAME)
    heading(sheet, "Returns", "bn USD, real, expected over the scenarios, at the transfer prices of the case")
    add_sources(sheet, "draws", "wafers", "packages", "credits")
    lines = views(worth, plan)
    names = [of.name for listed in worth.by_kind.values() for of in listed]
    columns = (label_width([*names, *(line.name for line in lines)]), 10.0, *(_COLUMN for _ in _RETURNS))
    widths(sheet, columns)
    pages = Pages.of_width(columns)
    grid = add_grid(
        sheet,
        _FIRST_ROW,
        "Who gains, discounted to today",
        _VIEWS,
        [*map(_view, lines), _view(total(lines), strong=True)],
        pages,
    )
    row = _notes(sheet, grid.below, (*VIEWS, no_price_sentence(case), missing_sentence(worth)))
    heads = Heads(("Investor", "Kind"), _RETURNS, wrapped=True)
    rows = [_return(case, kind, of) for kind, listed in worth.by_kind.items() for of in listed]
    grid = add_grid(sheet, row, "Returns on what is new", heads, rows, pages)
    row = _notes(sheet, grid.below, HOW)
    if homes := [fund for fund in case.funds.values() if fund.home_markets]:
        heads = Heads(("Fund", "Markets"), ("Covered [%]",))
        served = services(case, plan)
        covered = [
            Line((fund.name, ", ".join(sorted(fund.home_markets))), [_covered_pct(served, fund)], PCT) for fund in homes
        ]
        add_grid(sheet, row, "Coverage of home markets, over the horizon", heads, covered, pages)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, 2).coordinate
    print_pages(sheet, pages, _FIRST_ROW, 2, len(_RETURNS))


def _covered_pct(served: Mapping[Key, Service], fund: Fund) -> float:
    """Return the coverage of the home markets of a fund."""
    return total_service(of for key, of in served.items() if key[1] in fund.home_markets).coverage_pct


def _notes(sheet: Worksheet, row: int, sentences: Iterable[str]) -> int:
    """Write sentences below a grid and return the next free row."""
    for sentence in filter(None, sentences):
        write(sheet, row, 1, sentence, NOTE)
        row += 1
    return row + 1


def _view(line: ViewLine, strong: bool = False) -> Line:
    given = (line.fabs, line.designers, line.taxpayers, line.society)
    return Line((line.name, ""), [usd_bn or None for usd_bn in given] if not strong else given, CENTS, strong)


def _return(case: Case, kind: str, of: Return) -> Line:
    lines = {flow: sum(series) for flow, series in of.statement.lines.items()}
    running = sum(lines[flow] for flow in RUNNING if flow is not Flow.SALES)
    values = [
        of.invested_usd_bn,
        lines[Flow.SALES],
        running,
        of.statement.end_value_usd_bn,
        worth_words(of),
        100 * of.rate,
        rate_words(of),
        payback_words(case, of, of.payback),
        payback_words(case, of, of.discounted_payback),
    ]
    return Line((of.name, kind), values, _FORMATS, strong=kind == "All")
