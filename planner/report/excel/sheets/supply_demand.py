"""Sheet `supply_demand`: what is demanded, shipped and short, in all and by product, market and tier."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.excel.grid import Heads, Line, add_grid
from planner.report.excel.links import Place, add_sources, cells
from planner.report.excel.native_charts import Strip, column_chart, place, row_strip, side_by_side
from planner.report.excel.page import COLUMNS_A_PAGE, Pages, fits_beside, print_pages, printed_columns
from planner.report.excel.style import KUNITS, PCT, heading, label_width, widths
from planner.report.figures.service import Key, Service, services, summed, tiers_of, total, year_names, years
from planner.report.figures.stacks import Stack, stacks

NAME = "supply_demand"

_LABELS = ("What", "Measure")
_FIRST_ROW = 4
_CHART_ROWS = 20


@dataclass(frozen=True, slots=True)
class Covered:
    """The places of total demand by year and over the horizon, and the stacks by period."""

    demand: Place
    shipped: Place
    shortage: Place
    coverage: Place
    stacks: Place


def add(book: Workbook, case: Case, plan: Plan) -> Covered:
    """Append the sheet: a chart by product and one by market, the grid by year, then grids by period."""
    sheet = book.create_sheet(NAME)
    many = len(case.scenarios) > 1
    expected = ", expected over the scenarios" if many else ""
    heading(sheet, "Supply and demand", f"Thousand packages{expected}{_of_classes(case)}")
    add_sources(sheet, "shipments", "shortage")
    by_key = services(case, plan)
    spans = years(case)
    max_columns = max(case.calendar.periods, len(spans) + 1)
    top = _FIRST_ROW + _CHART_ROWS
    by_tier = {_tier_name(tier): services(case, plan, tier=tier) for tier in tiers_of(case)}
    names = [*case.products, *case.markets, *case.classes, *by_tier]
    columns = (
        label_width(names),
        20.0,
        *(10.5 for _ in range(max(max_columns, COLUMNS_A_PAGE))),
    )
    widths(sheet, columns)
    pages = Pages.of_width(columns[: len(_LABELS) + max(printed_columns(max_columns), len(spans) + 1)])
    heads = Heads(_LABELS, [*year_names(case).values(), "Total"])
    lines = _groups(by_key, by_tier, lambda key: case.calendar.year(key[2]), spans, with_total=True)
    lines += _coverage_by_scenario(case, plan, spans) if many else []
    yearly = add_grid(sheet, top, "By year", heads, lines, pages)
    if not fits_beside(max_columns):
        pages.start_page(yearly.below)
    edges = side_by_side(columns, len(_LABELS), max_columns)
    below = yearly.below
    for index, stack in enumerate(stacks(case, by_key)):
        below = _add_stack(sheet, below, case, stack, pages, (edges[index], edges[index + 1]))
    if case.calendar.periods_per_year > 1:
        lines = _groups(by_key, by_tier, lambda key: key[2], tuple(case.calendar.horizon), with_total=False)
        add_grid(sheet, below, "By period", Heads(_LABELS, case.calendar.labels()), lines, pages)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, len(_LABELS) + 1).coordinate
    print_pages(sheet, pages, yearly.below, len(_LABELS), max_columns, columns_above=len(spans) + 1)
    return Covered(
        demand=cells(sheet, yearly.rows[0], yearly.left, yearly.rows[0], yearly.right),
        shipped=cells(sheet, yearly.rows[1], yearly.left, yearly.rows[1], yearly.right),
        shortage=cells(sheet, yearly.rows[2], yearly.left, yearly.rows[2], yearly.right),
        coverage=cells(sheet, yearly.rows[0], yearly.left, yearly.rows[3], yearly.right),
        stacks=cells(sheet, yearly.below, 1, below - 2, len(_LABELS) + case.calendar.periods),
    )


def _add_stack(sheet: Worksheet, row: int, case: Case, stack: Stack, pages: Pages, edges: tuple[int, int]) -> int:
    """Write the layers of a stack as a grid and draw them on top of the sheet; return the next free row."""
    layers = stack.layers
    measures = ["Shipped [kunits]"] * (len(layers) - 1) + ["Shortage [kunits]"]
    lines = [
        Line((name if measure.startswith("Shipped") else "All", measure), series, KUNITS)
        for (name, series, _), measure in zip(layers, measures, strict=True)
    ]
    lines.append(Line(("All", "Demand [kunits]"), stack.demand_kunits, KUNITS, strong=True))
    title = f"By {stack.noun} and period, shortage on top"
    placed = add_grid(sheet, row, title, Heads(_LABELS, case.calendar.labels()), lines, pages)
    strips = [
        Strip(name, color, row_strip(sheet, at, placed.left, placed.right))
        for at, (name, _, color) in zip(placed.rows, layers, strict=False)
    ]
    chart = column_chart(
        f"Shipped by {stack.noun}, shortage on top",
        "kunits",
        row_strip(sheet, placed.header, placed.left, placed.right),
        strips,
    )
    place(sheet, chart, edges[0], _FIRST_ROW, edges[1], _FIRST_ROW + _CHART_ROWS - 1)
    return placed.below


def _groups(
    by_key: Mapping[Key, Service],
    by_tier: Mapping[str, Mapping[Key, Service]],
    column: Callable[[Key], int],
    columns: Sequence[int],
    with_total: bool,
) -> list[Line]:
    """Return the lines for all demand, for each product, for each market and for each tier."""
    lines = _lines("All", by_key, column, columns, with_total, strong=True)
    products, markets = sorted({key[0] for key in by_key}), sorted({key[1] for key in by_key})
    parts = [(name, {key: service for key, service in by_key.items() if key[0] == name}) for name in products]
    parts = parts if len(products) > 1 else []
    if len(markets) > 1:
        parts += [(name, {key: service for key, service in by_key.items() if key[1] == name}) for name in markets]
    for name, part in (*parts, *by_tier.items()):
        lines += _lines(name, part, column, columns, with_total)
    return lines


def _lines(
    what: str,
    by_key: Mapping[Key, Service],
    column: Callable[[Key], int],
    columns: Sequence[int],
    with_total: bool,
    strong: bool = False,
) -> list[Line]:
    sums = summed(by_key, column)
    row = [sums.get(at, Service()) for at in columns]
    if with_total:
        row.append(total(row))
    lines = [
        Line((what, "Demand [kunits]"), [service.demand_kunits for service in row], KUNITS, strong),
        Line((what, "Shipped [kunits]"), [service.shipped_kunits for service in row], KUNITS),
        Line((what, "Shortage [kunits]"), [service.shortage_kunits for service in row], KUNITS),
        Line((what, "Coverage [%]"), [_coverage(service) for service in row], PCT, strong),
    ]
    if any(service.postponed_kunits for service in by_key.values()):
        waiting: list[float | None] = list(accumulate(sums.get(at, Service()).postponed_kunits for at in columns))
        last = [None] if with_total else []
        lines.append(Line((what, "Waiting at the end [kunits]"), [*waiting, *last], KUNITS))
    return lines


def _tier_name(tier: str) -> str:
    return f"Tier {tier}" if tier else "No tier"


def _of_classes(case: Case) -> str:
    """Return how demand of classes is counted, where there are any."""
    counted = (
        f"1 of {member.product} is {member.units_per_package:g} units of {of_class.name}"
        for of_class in case.classes.values()
        for member in of_class.members[:1]
    )
    text = ", ".join(counted)
    return f"; a class counts in packages of its first product: {text}" if text else ""


def _coverage(service: Service) -> float | None:
    return service.coverage_pct if service.settled_kunits > 0 else None


def _coverage_by_scenario(case: Case, plan: Plan, spans: Sequence[int]) -> list[Line]:
    lines = []
    for scenario in case.scenarios:
        by_key = services(case, plan, scenario.name)
        sums = summed(by_key, lambda key: case.calendar.year(key[2]))
        row = [sums.get(year, Service()) for year in spans]
        covered = [_coverage(service) for service in (*row, total(row))]
        lines.append(Line((f"Scenario {scenario.name}", "Coverage [%]"), covered, PCT))
    return lines
