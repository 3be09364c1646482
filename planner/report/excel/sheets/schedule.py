"""Sheet `schedule`: a Gantt of construction, tool-in, ramp and full output, by site, node and phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from openpyxl.styles import Border, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.charts.palette import CONSTRUCTION as AMBER
from planner.charts.palette import FULL as TEAL
from planner.charts.palette import INK, RULE, TOOL_IN
from planner.charts.palette import RAMP as MINT
from planner.plan.records import Plan
from planner.report.excel.links import Place, add_sources, cells
from planner.report.excel.page import print_landscape
from planner.report.excel.style import (
    CENTRE,
    COUNT,
    HEAD,
    HEAD_RIGHT,
    KWSPM,
    LEFT,
    NOTE,
    OVER,
    UNDER,
    USD_BN,
    Look,
    font,
    heading,
    label,
    label_width,
    number,
    solid,
    widths,
    write,
)
from planner.report.figures import phase_stages as stages
from planner.report.figures.built import extras
from planner.report.figures.phase_stages import Row, staged, staged_shells
from planner.report.words.formats import short

NAME = "schedule"

_FILLS = {
    stages.CONSTRUCTION: (solid(AMBER), INK, "construction"),
    stages.TOOL_IN: (solid(TOOL_IN), INK, "tool-in: scarce tools are held, no output yet"),
    stages.RAMP: (solid(MINT), INK, "ramp"),
    stages.FULL: (solid(TEAL), "FFFFFF", "full output"),
    stages.FINISHED: (solid(RULE), INK, "finished shell: floor for phases"),
}
_LABELS = ("Site", "Node", "Phases", "Count", "Capex [bn USD]", "Start", "Output")
_WIDTHS = (8.0, 7.0, 14.0, 9.5, 10.5)
_WORDS, _DATES = 3, (6, 7)
"""Columns of text labels and of dates, which are centred to keep off the first bar; others are right-aligned."""
_PHASES, _CAPEX = 4, 5
_LEGEND_ROW, _YEAR_ROW, _PART_ROW = 4, 9, 10
_PERIODS_A_PAGE = 24
_STARTED = Border(left=Side(style="medium", color=INK), bottom=Side(style="thin", color=RULE))
_DATE = Look(font(), "@", alignment=CENTRE, border=UNDER)
_EMPTY = Look(font(), border=Border(bottom=Side(style="hair", color=RULE)))
_QUIET = Look(font(color="9AA5B1"), alignment=label().alignment, border=label().border)
_SUM = Look(font(8), COUNT, alignment=CENTRE, border=OVER)
_SUM_BELOW = Look(font(8), COUNT, alignment=CENTRE, border=_EMPTY.border)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The places of the figures of the schedule: total phases, and the rows of every site and node."""

    phases: Place
    sites: Place
    rows: dict[tuple[str, str], Place]


def add(book: Workbook, case: Case, plan: Plan) -> Schedule:
    """Append the sheet: one row for the phases that start together, coloured by what they do in each period."""
    sheet = book.create_sheet(NAME)
    heading(
        sheet,
        "Schedule",
        "Phases by site and node; those that start together share a row, a heavy edge marks their start"
        + _beside(case, plan),
    )
    shells = staged_shells(case, plan)
    optional = [*(["shells_built"] if shells else []), *(["retired"] if plan.retired else [])]
    add_sources(sheet, "starts", "openings", "converted", *optional)
    _legend(sheet, [stage for stage in _FILLS if shells or stage != stages.FINISHED])
    _header(sheet, case)
    first, right = _PART_ROW + 1, len(_LABELS) + case.calendar.periods
    rows = staged(case, plan)
    places: dict[tuple[str, str], Place] = {}
    at = first
    for key, group in groupby(rows, key=lambda row: (row.cohort.site, row.cohort.node)):
        top = at
        for row in group:
            _row(sheet, at, case, row, again=at > top)
            at += 1
        places[key] = cells(sheet, top, 1, at - 1, right)
    total = at
    _totals(sheet, total, case, rows)
    at = total + 2
    for shell in shells:
        _row(sheet, at, case, shell, again=False)
        at += 1
    at = _conversions(sheet, at, case, plan)
    at = _retirements(sheet, at, case, plan)
    if not rows and not shells and not plan.converted and not plan.retired:
        write(sheet, at, 1, "Nothing is built.", NOTE)
    sheet.freeze_panes = sheet.cell(first, len(_LABELS) + 1).coordinate
    names = label_width(case.sites), label_width(case.nodes, 14.0)
    widths(sheet, (*names, *_WIDTHS, *(_period_width(case) for _ in case.calendar.horizon)))
    pages = -(-case.calendar.periods // _PERIODS_A_PAGE)
    print_landscape(sheet, f"{_YEAR_ROW}:{_PART_ROW}", "A:G", pages_wide=pages)
    return Schedule(cells(sheet, first, _PHASES, total, _PHASES), cells(sheet, total, 2, total, 2), places)


def _beside(case: Case, plan: Plan) -> str:
    """Say what the capex of phases leaves out, which totals on other sheets hold."""
    words = " and ".join(f"{extra.what.lower()}, {extra.capex_usd_bn:,.1f} bn" for extra in extras(case, plan))
    return f". Capex is that of phases, without {words}" if words else ""


def _legend(sheet: Worksheet, shown: Sequence[str]) -> None:
    for row, (fill, ink, text) in enumerate((_FILLS[stage] for stage in shown), start=_LEGEND_ROW):
        write(sheet, row, 1, text.partition(":")[0], Look(font(9, ink), fill=fill, alignment=CENTRE))
        write(sheet, row, 2, text.partition(": ")[2] or None, NOTE)


def _header(sheet: Worksheet, case: Case) -> None:
    centred = Look(HEAD.font, fill=HEAD.fill, alignment=CENTRE)
    for place, text in enumerate(_LABELS, start=1):
        write(sheet, _YEAR_ROW, place, None, HEAD)
        write(sheet, _PART_ROW, place, text, HEAD if place <= _WORDS else centred if place in _DATES else HEAD_RIGHT)
    left = len(_LABELS) + 1
    small = Look(font(8, "FFFFFF"), fill=HEAD.fill, alignment=CENTRE)
    for period in case.calendar.horizon:
        year = case.calendar.year(period)
        first_of_year = period == 0 or case.calendar.year(period - 1) != year
        write(sheet, _YEAR_ROW, left + period, f"{year}" if first_of_year else None, centred)
        write(sheet, _PART_ROW, left + period, case.calendar.label(period)[4:], small)
    for _, periods in groupby(case.calendar.horizon, key=case.calendar.year):
        span = list(periods)
        if len(span) > 1:
            sheet.merge_cells(
                start_row=_YEAR_ROW, end_row=_YEAR_ROW, start_column=left + span[0], end_column=left + span[-1]
            )


def _row(sheet: Worksheet, at: int, case: Case, row: Row, again: bool) -> None:
    cohort, name = row.cohort, case.calendar.label
    write(sheet, at, 1, short(cohort.site), _QUIET if again else label())
    write(sheet, at, 2, short(cohort.node), _QUIET if again else label())
    write(sheet, at, 3, row.numbers, label())
    write(sheet, at, _PHASES, cohort.phases, number(COUNT))
    write(sheet, at, _CAPEX, row.capex_usd_bn, number(USD_BN))
    for column, date in zip(_DATES, (cohort.start, cohort.first_output), strict=True):
        write(sheet, at, column, name(date), _DATE)
    for period in case.calendar.horizon:
        column, stage = len(_LABELS) + 1 + period, row.stage(period)
        if not stage:
            write(sheet, at, column, None, _EMPTY)
            continue
        starts = period == cohort.start
        write(sheet, at, column, cohort.phases if starts else None, _look(stage, starts))


@cache
def _look(stage: str, starts: bool) -> Look:
    """Return the look of a phase in a stage; one look for all such cells, so that its style is found at once."""
    fill, ink, _ = _FILLS[stage]
    return Look(font(9, ink, bold=True), COUNT, fill, CENTRE, _STARTED if starts else _EMPTY.border)


def _totals(sheet: Worksheet, at: int, case: Case, rows: Sequence[Row]) -> None:
    """Write phases, sites and capex in all, then how many phases are built and how many make output in each period."""
    write(sheet, at, 1, "Total; under construction", label(True, OVER))
    sites = len({row.cohort.site for row in rows})
    words = '0" site"' if sites == 1 else '0" sites"'
    write(sheet, at, 2, sites, Look(font(bold=True), words, alignment=LEFT, border=OVER))
    write(sheet, at, 3, None, label(True, OVER))
    write(sheet, at, _PHASES, sum(row.cohort.phases for row in rows), number(COUNT, True, OVER))
    write(sheet, at, _CAPEX, sum(row.capex_usd_bn for row in rows), number(USD_BN, True, OVER))
    for column in _DATES:
        write(sheet, at, column, None, label(True, OVER))
        write(sheet, at + 1, column, None, label())
    write(sheet, at + 1, 1, "Making output", label(True))
    for column in range(2, len(_LABELS) + 1):
        write(sheet, at + 1, column, None, label())
    for period in case.calendar.horizon:
        column = len(_LABELS) + 1 + period
        doing = [(row.stage(period), row.cohort.phases) for row in rows]
        building = sum(phases for stage, phases in doing if stage in (stages.CONSTRUCTION, stages.TOOL_IN))
        making = sum(phases for stage, phases in doing if stage in (stages.RAMP, stages.FULL))
        write(sheet, at, column, building or None, _SUM)
        write(sheet, at + 1, column, making or None, _SUM_BELOW)


def _conversions(sheet: Worksheet, at: int, case: Case, plan: Plan) -> int:
    """Add one row per conversion: lumps converted so far."""
    conversions = sorted(plan.converted, key=lambda c: (c.site, c.from_node, c.node, c.period))
    for (site, from_node, node), group in groupby(conversions, key=lambda c: (c.site, c.from_node, c.node)):
        lumps = list(group)
        write(sheet, at, 1, short(site), label())
        write(sheet, at, 2, short(f"{from_node} → {node}"), label())
        write(sheet, at, 3, "lumps", label())
        write(sheet, at, _PHASES, sum(c.lumps for c in lumps), number(COUNT))
        for period in case.calendar.horizon:
            so_far = sum(c.lumps for c in lumps if c.period <= period)
            starts = any(c.period == period for c in lumps)
            look = Look(font(9, bold=starts), COUNT, solid(RULE), CENTRE, _STARTED if starts else _EMPTY.border)
            write(sheet, at, len(_LABELS) + 1 + period, so_far or None, look if so_far else _EMPTY)
        at += 1
    return at


def _retirements(sheet: Worksheet, at: int, case: Case, plan: Plan) -> int:
    """Add one row for capacity that is given up: its kwspm as long as it stands."""
    for given_up in sorted(plan.retired, key=lambda row: (row.period, row.site, row.node)):
        write(sheet, at, 1, short(given_up.site), label())
        write(sheet, at, 2, short(given_up.node), label())
        write(sheet, at, 3, "retired", label())
        write(sheet, at, _DATES[0], case.calendar.label(given_up.period), _DATE)
        rows = [row for row in case.committed if (row.site, row.node) == (given_up.site, given_up.node)]
        kwspm = [sum(row.kwspm[t] for row in rows if row.may_retire) for t in case.calendar.horizon]
        for period in case.calendar.horizon:
            stands = period < given_up.period and kwspm[period] > 0
            look = Look(font(9), KWSPM, solid(RULE), CENTRE, _EMPTY.border)
            write(sheet, at, len(_LABELS) + 1 + period, kwspm[period] if stands else None, look if stands else _EMPTY)
        at += 1
    return at


def _period_width(case: Case) -> float:
    return {1: 4.4, 3: 3.6, 12: 7.0}[case.calendar.period_months]
