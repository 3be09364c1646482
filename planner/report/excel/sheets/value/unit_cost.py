"""Sheet `unit_cost`: what a wafer and a package cost by site and year, with depreciation."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from openpyxl.workbook import Workbook

from planner.case.money import wafer_price_usd
from planner.case.records import Case
from planner.report.excel.grid import Heads, Line, add_grid
from planner.report.excel.links import add_sources
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, print_pages, printed_columns
from planner.report.excel.style import NOTE, heading, label_width, widths, write
from planner.report.figures.service import year_names
from planner.report.figures.value.returns import Value
from planner.report.figures.value.unit_cost import PackageCost, WaferCost, package_costs, wafer_costs

NAME = "unit_cost"

HOW = (
    "Capex is written off straight line from first output: equipment over the equipment life; buildings, shells and "
    "openings over the shell life; grants alike.",
    "A wafer bears the cost of the year in which it starts, whatever the use of the fab: a ramp makes it dear. What "
    "stands already bears its cash cost, and the fixed cost that the case gives it, also inside packages.",
)

_FIRST_ROW, _COLUMN = 4, 9.5
_USD, _KUNITS = "#,##0", "#,##0.0"
_MAX_PAGES = 2


def add(book: Workbook, worth: Value | None) -> None:
    """Append the sheet where the case has transfer prices."""
    if worth is None:
        return
    case = worth.case
    wafers, packages = wafer_costs(worth), package_costs(worth)
    sheet = book.create_sheet(NAME)
    heading(sheet, "Unit cost", "USD a wafer and a package in each year, real, expected over the scenarios")
    add_sources(sheet, "wafers", "packages", "starts", "credits")
    years = year_names(case)
    lines = [*_wafer_lines(case, wafers, list(years))]
    packed = [*_package_lines(packages, list(years))]
    columns = (
        label_width(line.labels[0] for line in (*lines, *packed)),
        24.0,
        *(_COLUMN for _ in range(max(len(years), COLUMNS_A_PAGE))),
    )
    widths(sheet, columns)
    pages = Pages.of_width(columns[: 2 + printed_columns(len(years))])
    for row, sentence in enumerate(HOW, start=_FIRST_ROW):
        write(sheet, row, 1, sentence, NOTE)
    row = _FIRST_ROW + len(HOW) + 1
    for title, label, listed in (
        (_title(wafers), "Fab", lines),
        ("A package, where it is finished", "Product and site", packed),
    ):
        if listed:
            row = add_grid(sheet, row, title, Heads((label, "USD"), list(years.values())), listed, pages).below
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, 3).coordinate
    print_pages(sheet, pages, _FIRST_ROW, 2, len(years), _MAX_PAGES)


def _title(costs: Sequence[WaferCost]) -> str:
    return "A wafer of new fabs" if all(row.fab.is_new for row in costs) else "A wafer"


def _wafer_lines(case: Case, costs: Sequence[WaferCost], years: Sequence[int]) -> Iterator[Line]:
    for fab, rows in groupby(costs, key=lambda row: row.fab):
        of = {row.year: row for row in rows}
        name = f"{fab.site} · {fab.label}"
        yield _line(name, "Wafers [thousand]", {year: row.kwafers for year, row in of.items()}, years, _KUNITS)
        yield _line(name, "Cash cost", {year: row.cash_usd for year, row in of.items()}, years)
        if fab.is_new:
            yield _line(name, "Power", {year: row.power_usd for year, row in of.items()}, years)
        yield _line(name, "Fixed cost", {year: row.fixed_usd for year, row in of.items()}, years)
        if fab.is_new:
            yield _line(name, "Depreciation", {year: row.depreciation_usd for year, row in of.items()}, years)
        if any(row.grants_usd for row in of.values()):
            yield _line(name, "Grants, written off", {year: -row.grants_usd for year, row in of.items()}, years)
        yield _line(name, "Cost of a wafer", {year: row.total_usd for year, row in of.items()}, years, strong=True)
        if case.nodes[fab.node].wafer_price_usd is not None:
            yield _line(name, "Price of a wafer", {year: _price_usd(case, fab.node, year) for year in years}, years)


def _package_lines(costs: Sequence[PackageCost], years: Sequence[int]) -> Iterator[Line]:
    ordered = sorted(costs, key=lambda row: (row.product, row.site))
    for (product, site), rows in groupby(ordered, key=lambda row: (row.product, row.site)):
        of = {row.year: row for row in rows}
        name = f"{product} · {site}"
        yield _line(name, "Packages [thousand]", {year: row.kunits for year, row in of.items()}, years, _KUNITS)
        yield _line(name, "Made here", {year: row.here_usd for year, row in of.items()}, years)
        yield _line(name, "Parts from fabs", {year: row.parts_usd for year, row in of.items()}, years)
        if any(row.bought_usd for row in of.values()):
            yield _line(name, "Parts bought", {year: row.bought_usd for year, row in of.items()}, years)
        yield _line(name, "Cost of a package", {year: row.total_usd for year, row in of.items()}, years, strong=True)


def _line(
    name: str, what: str, by_year: Mapping[int, float], years: Sequence[int], format_: str = _USD, strong: bool = False
) -> Line:
    return Line((name, what), [by_year.get(year) for year in years], format_, strong)


def _price_usd(case: Case, node: str, year: int) -> float:
    """Return the mean price of a wafer over the periods of a year."""
    prices = [wafer_price_usd(case, node, t) or 0.0 for t in case.calendar.horizon if case.calendar.year(t) == year]
    return sum(prices) / len(prices)
