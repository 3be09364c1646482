"""The two tables of the briefing, and the charts drawn from the second."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.charts.palette import SHIPPED, SHORT
from planner.plan.records import Plan
from planner.report.excel.links import link
from planner.report.excel.native_charts import Strip, column_chart, column_strip
from planner.report.excel.sheets.traces import Traces
from planner.report.excel.style import (
    COUNT,
    KUNITS,
    OVER,
    PCT,
    SECTION,
    SMALL_HEAD,
    SMALL_HEAD_RIGHT,
    UNDER,
    USD_BN,
    label,
    number,
    write,
)
from planner.report.figures.built import built, extras
from planner.report.figures.cash import by_year as cash_by_year
from planner.report.figures.cash import total_cash
from planner.report.figures.service import Service, by_year, services, total, year_names
from planner.report.words.formats import LONGEST, short

BLOCK_COLUMNS = 7
_NAMES = 3
"""Columns of the first table that hold names; the last of them is narrow."""
_LONGEST_NODE = 20
_MAX_BUILT = 10


def add_built_table(sheet: Worksheet, row: int, left: int, case: Case, plan: Plan, traces: Traces) -> int:
    """Write what is built by site and node, the rest as one line, and the total; return the next free row."""
    write(sheet, row, left, "What is built, where and when [capex in bn USD]", SECTION)
    heads = ("Site", None, "Node", "Phases", "First start", "First output", "Capex")
    for offset, text in enumerate(heads):
        write(sheet, row + 1, left + offset, text, SMALL_HEAD if offset < _NAMES else SMALL_HEAD_RIGHT)
    lines = built(case, plan)
    name = case.calendar.label
    shown = [
        (line.site, None, line.node, line.phases, name(line.first_start), name(line.first_output), line.capex_usd_bn)
        for line in lines[:_MAX_BUILT]
    ]
    rest = lines[_MAX_BUILT:]
    table: list[tuple[object, ...]] = list(shown)
    if rest:
        phases, capex = sum(line.phases for line in rest), sum(line.capex_usd_bn for line in rest)
        table.append((f"{len(rest)} more, see schedule", None, None, phases, None, None, capex))
    table += [(extra.what, None, None, None, None, None, extra.capex_usd_bn) for extra in extras(case, plan)]
    total_usd_bn = sum(float(str(line[-1])) for line in table)
    table.append(("Total", None, None, sum(line.phases for line in lines), None, None, total_usd_bn))
    formats = ("", "", "", COUNT, "", "", USD_BN)
    below = _rows(sheet, row + 2, left, table, formats, texts=_NAMES)
    for at, line in enumerate(lines[:_MAX_BUILT], start=row + 2):
        link(sheet.cell(at, left), traces.schedule.rows[line.site, line.node])
    link(sheet.cell(below - 1, left + 3), traces.schedule.phases)
    link(sheet.cell(below - 1, left + 6), traces.payers.capex)
    for at in range(row + 2, below):
        # A site's name has two columns to itself; what is said of the rest has the node's too.
        width = 1 if at < row + 2 + len(shown) else 2
        sheet.merge_cells(start_row=at, end_row=at, start_column=left, end_column=left + width)
    return below


@dataclass(frozen=True, slots=True)
class YearTable:
    """The place of the table by year: its first and last year, and the next free row."""

    left: int
    first: int
    last: int
    below: int

    def coverage_chart(self, sheet: Worksheet) -> BarChart:
        """Return the chart of shipped and short packages by year."""
        years, shipped, short = (column_strip(sheet, self.left + offset, self.first, self.last) for offset in (0, 2, 3))
        strips = [Strip("Shipped", SHIPPED, shipped), Strip("Shortage", SHORT, short)]
        return column_chart("Demand covered by year", "kunits", years, strips)


def add_year_table(sheet: Worksheet, row: int, left: int, case: Case, plan: Plan, traces: Traces) -> YearTable:
    """Write coverage and money by year."""
    write(sheet, row, left, "Demand covered [kunits] and money [bn USD] by year", SECTION)
    heads = ("Year", "Demand", "Shipped", "Shortage", "Cover [%]", "Budget", "Drawn")
    for offset, text in enumerate(heads):
        write(sheet, row + 1, left + offset, text, SMALL_HEAD if offset == 0 else SMALL_HEAD_RIGHT)
    served = by_year(case, services(case, plan))
    cash = total_cash(case, plan)
    budget, drawn = cash_by_year(case, cash.available_usd_bn), cash_by_year(case, cash.drawn_usd_bn)
    names = year_names(case)
    table: list[tuple[object, ...]] = [
        (names[year], *_service_cells(service), budget[year], drawn[year]) for year, service in served.items()
    ]
    table.append(("Total", *_service_cells(total(served.values())), sum(budget.values()), sum(drawn.values())))
    formats = ("", KUNITS, KUNITS, KUNITS, PCT, USD_BN, USD_BN)
    below = _rows(sheet, row + 2, left, table, formats, texts=1)
    covered, money = traces.covered, traces.money
    places = (covered.demand, covered.shipped, covered.shortage, covered.coverage, money.budget, money.drawn)
    for column, place in enumerate(places, start=left + 1):
        link(sheet.cell(below - 1, column), place)
    return YearTable(left, row + 2, row + 1 + len(served), below)


def _service_cells(service: Service) -> tuple[float | None, ...]:
    covered = service.coverage_pct if service.settled_kunits > 0 else None
    return service.demand_kunits, service.shipped_kunits, service.shortage_kunits, covered


def _rows(
    sheet: Worksheet, row: int, left: int, table: Sequence[Sequence[object]], formats: Sequence[str], texts: int
) -> int:
    """Write the rows, the last one as the total; the first `texts` columns are set as words."""
    for at, line in enumerate(table, start=row):
        last = at == row + len(table) - 1
        border = OVER if last else UNDER
        for offset, value in enumerate(line):
            words = offset < texts
            look = label(last, border) if words else number(formats[offset] or "General", last, border)
            shown = (
                short(value, _LONGEST_NODE if offset == _NAMES - 1 else LONGEST) if isinstance(value, str) else value
            )
            write(sheet, at, left + offset, shown, look)
    return row + len(table)
