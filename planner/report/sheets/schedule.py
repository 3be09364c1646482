"""Sheet `schedule`: a Gantt of phases by site, node and period."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from openpyxl.styles import Border, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.cohorts import Cohort, cohorts
from planner.report.page import print_landscape
from planner.report.style import (
    AMBER,
    CENTRE,
    COUNT,
    HEAD,
    HEAD_RIGHT,
    INK,
    MINT,
    NOTE,
    RULE,
    TEAL,
    Look,
    font,
    heading,
    label,
    number,
    solid,
    widths,
    write,
)

NAME = "schedule"

BUILDING = solid(AMBER)
RAMPING = solid(MINT)
FULL = solid(TEAL)
# Stripes of the colour of construction over the colour of what is online already.
RAMPING_AND_BUILDING = PatternFill("lightUp", start_color=AMBER, end_color=MINT)
FULL_AND_BUILDING = PatternFill("lightUp", start_color=AMBER, end_color=TEAL)

_LABELS = ("Site", "Node", "Phases")
_LEGEND = (
    (BUILDING, "construction"),
    (RAMPING, "ramp"),
    (RAMPING_AND_BUILDING, "ramp, more in construction"),
    (FULL, "full output"),
    (FULL_AND_BUILDING, "full output, more in construction"),
)
_LEGEND_ROW, _YEAR_ROW, _PART_ROW = 4, 10, 11
_STARTED = Border(left=Side(style="medium", color=INK), bottom=Side(style="thin", color=RULE))
_EMPTY = Look(font(), border=Border(bottom=Side(style="hair", color=RULE)))


def add(book: Workbook, case: Case, plan: Plan) -> None:
    """Append the sheet: one row per site and node, coloured by what the phases of it do in each period."""
    sheet = book.create_sheet(NAME)
    heading(sheet, "Schedule", "Phases started so far, by site, node and period; a heavy left edge marks a start")
    _legend(sheet)
    _header(sheet, case)
    row = _PART_ROW + 1
    for (site, node), group in groupby(cohorts(case, plan), key=lambda cohort: (cohort.site, cohort.node)):
        _row(sheet, row, case, site, node, list(group))
        row += 1
    row = _conversions(sheet, row, case, plan)
    if row == _PART_ROW + 1:
        write(sheet, row, 1, "Nothing is built.", NOTE)
    sheet.freeze_panes = sheet.cell(_PART_ROW + 1, len(_LABELS) + 1).coordinate
    widest = max((len(str(sheet.cell(at, 2).value)) for at in range(_PART_ROW, row)), default=0)
    widths(sheet, (30, max(12, widest + 2), 8, *(_period_width(case) for _ in case.calendar.horizon)))
    print_landscape(sheet, repeat_rows=f"{_YEAR_ROW}:{_PART_ROW}", repeat_columns="A:C")


def _legend(sheet: Worksheet) -> None:
    for row, (fill, text) in enumerate(_LEGEND, start=_LEGEND_ROW):
        write(sheet, row, 1, text, Look(font(9, _ink(fill)), fill=fill, alignment=CENTRE))


def _ink(fill: PatternFill) -> str:
    return "FFFFFF" if fill in (FULL, FULL_AND_BUILDING) else INK


def _header(sheet: Worksheet, case: Case) -> None:
    for place, text in enumerate(_LABELS, start=1):
        write(sheet, _YEAR_ROW, place, None, HEAD)
        write(sheet, _PART_ROW, place, text, HEAD if place < 3 else HEAD_RIGHT)
    left = len(_LABELS) + 1
    centred = Look(HEAD.font, fill=HEAD.fill, alignment=CENTRE)
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


def _row(sheet: Worksheet, row: int, case: Case, site: str, node: str, found: Sequence[Cohort]) -> None:
    write(sheet, row, 1, site, label())
    write(sheet, row, 2, node, label())
    write(sheet, row, 3, sum(cohort.phases for cohort in found), number(COUNT, bold=True))
    starts = {cohort.start for cohort in found}
    for period in case.calendar.horizon:
        column = len(_LABELS) + 1 + period
        begun = [cohort for cohort in found if cohort.start <= period]
        if not begun:
            write(sheet, row, column, None, _EMPTY)
            continue
        fill = _state(begun, period)
        ink = font(9, _ink(fill), bold=period in starts)
        border = _STARTED if period in starts else _EMPTY.border
        write(sheet, row, column, sum(cohort.phases for cohort in begun), Look(ink, COUNT, fill, CENTRE, border))


def _state(begun: Iterable[Cohort], period: int) -> PatternFill:
    found = tuple(begun)
    building = any(period < cohort.first_output for cohort in found)
    online = [cohort for cohort in found if period >= cohort.first_output]
    if not online:
        return BUILDING
    if any(period < cohort.full_output for cohort in online):
        return RAMPING_AND_BUILDING if building else RAMPING
    return FULL_AND_BUILDING if building else FULL


def _conversions(sheet: Worksheet, row: int, case: Case, plan: Plan) -> int:
    """Add one row per conversion: lumps converted so far."""
    found = sorted(plan.converted, key=lambda c: (c.site, c.from_node, c.node, c.period))
    for (site, from_node, node), group in groupby(found, key=lambda c: (c.site, c.from_node, c.node)):
        lumps = list(group)
        write(sheet, row, 1, site, label())
        write(sheet, row, 2, f"{from_node} → {node} [lumps]", label())
        write(sheet, row, 3, sum(c.lumps for c in lumps), number(COUNT, bold=True))
        for period in case.calendar.horizon:
            so_far = sum(c.lumps for c in lumps if c.period <= period)
            starts = any(c.period == period for c in lumps)
            look = Look(font(9, bold=starts), COUNT, solid(RULE), CENTRE, _STARTED if starts else _EMPTY.border)
            write(sheet, row, len(_LABELS) + 1 + period, so_far or None, look if so_far else _EMPTY)
        row += 1
    return row


def _period_width(case: Case) -> float:
    return {1: 4.6, 3: 4.2, 12: 7.0}[case.calendar.period_months]
