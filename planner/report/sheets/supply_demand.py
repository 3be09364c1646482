"""Sheet `supply_demand`: what is demanded, shipped and short, in all and by product and market."""

from collections.abc import Callable, Mapping, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.grid import Line, Placed, add_grid
from planner.report.native import FEWEST_COLUMNS, Strip, column_chart, place, row_strip, two_across
from planner.report.page import print_in_bands
from planner.report.service import Key, Service, services, summed, total, years
from planner.report.style import KUNITS, PCT, RED, TEAL, heading, widths

NAME = "supply_demand"

_LABELS = ("What", "Measure")
_FIRST_ROW = 4
_CHART_ROWS = 16


def add(book: Workbook, case: Case, plan: Plan) -> None:
    """Append the sheet: charts, then the grid by year, then by period where that differs."""
    sheet = book.create_sheet(NAME)
    many = len(case.scenarios) > 1
    expected = ", expected over the scenarios" if many else ""
    heading(sheet, "Supply and demand", f"Thousand packages{expected}")
    found = services(case, plan)
    spans = years(case)
    top = _FIRST_ROW + _CHART_ROWS
    columns = (22.0, 20.0, *(9.5 for _ in range(max(case.calendar.periods, len(spans) + 1, FEWEST_COLUMNS))))
    widths(sheet, columns)
    left, middle, right = two_across(columns, len(_LABELS), case.calendar.periods)
    yearly = add_grid(
        sheet,
        top,
        "By year",
        _LABELS,
        [*(f"{year}" for year in spans), "Total"],
        [
            *_groups(found, lambda key: case.calendar.year(key[2]), spans, with_total=True),
            *(_coverage_by_scenario(case, plan, spans) if many else ()),
        ],
    )
    _chart(sheet, yearly, "Demand covered by year", left, middle, drop_last=1)
    if case.calendar.periods_per_year > 1:
        lines = _groups(found, lambda key: key[2], tuple(case.calendar.horizon), with_total=False)
        placed = add_grid(sheet, yearly.below, "By period", _LABELS, case.calendar.labels(), lines)
        _chart(sheet, placed, "Demand covered by period", middle, right)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, len(_LABELS) + 1).coordinate
    print_in_bands(sheet, yearly.below, len(_LABELS), case.calendar.periods)


def _groups(
    found: Mapping[Key, Service], column: Callable[[Key], int], columns: Sequence[int], with_total: bool
) -> list[Line]:
    """Return four lines for all demand, for each product and for each market."""
    lines = _lines("All", found, column, columns, with_total, strong=True)
    products, markets = sorted({key[0] for key in found}), sorted({key[1] for key in found})
    parts = [(name, {key: service for key, service in found.items() if key[0] == name}) for name in products]
    parts = parts if len(products) > 1 else []
    if len(markets) > 1:
        parts += [(name, {key: service for key, service in found.items() if key[1] == name}) for name in markets]
    for name, part in parts:
        lines += _lines(name, part, column, columns, with_total)
    return lines


def _lines(
    what: str,
    found: Mapping[Key, Service],
    column: Callable[[Key], int],
    columns: Sequence[int],
    with_total: bool,
    strong: bool = False,
) -> list[Line]:
    sums = summed(found, column)
    row = [sums.get(at, Service()) for at in columns]
    if with_total:
        row.append(total(row))
    return [
        Line((what, "Demand [kunits]"), [service.demand_kunits for service in row], KUNITS, strong),
        Line((what, "Shipped [kunits]"), [service.shipped_kunits for service in row], KUNITS),
        Line((what, "Shortage [kunits]"), [service.shortage_kunits for service in row], KUNITS),
        Line((what, "Coverage [%]"), [_coverage(service) for service in row], PCT, strong),
    ]


def _coverage(service: Service) -> float | None:
    return service.coverage_pct if service.demand_kunits > 0 else None


def _coverage_by_scenario(case: Case, plan: Plan, spans: Sequence[int]) -> list[Line]:
    lines = []
    for scenario in case.scenarios:
        found = services(case, plan, scenario.name)
        sums = summed(found, lambda key: case.calendar.year(key[2]))
        row = [sums.get(year, Service()) for year in spans]
        covered = [_coverage(service) for service in (*row, total(row))]
        lines.append(Line((f"Scenario {scenario.name}", "Coverage [%]"), covered, PCT))
    return lines


def _chart(sheet: Worksheet, placed: Placed, title: str, left: int, right: int, drop_last: int = 0) -> None:
    end = placed.right - drop_last
    chart = column_chart(
        title,
        "kunits",
        row_strip(sheet, placed.header, placed.left, end),
        [
            Strip("Shipped", TEAL, row_strip(sheet, placed.first + 1, placed.left, end)),
            Strip("Shortage", RED, row_strip(sheet, placed.first + 2, placed.left, end)),
        ],
    )
    place(sheet, chart, left, _FIRST_ROW, right, _FIRST_ROW + _CHART_ROWS - 1)
