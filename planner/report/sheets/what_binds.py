"""Sheet `what_binds`: the rules that leave no slack, as sentences."""

from openpyxl.workbook import Workbook

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.bans import ban_lines, way
from planner.report.binding import binds, when
from planner.report.page import print_landscape
from planner.report.style import (
    COUNT,
    HEAD,
    HEAD_RIGHT,
    NOTE,
    UNDER,
    WRAPPED,
    Look,
    font,
    heading,
    label,
    number,
    widths,
    write,
)

NAME = "what_binds"

_HEADER_ROW = 4


def add(book: Workbook, case: Case, plan: Plan) -> None:
    """Append the sheet: one row per rule and place, the longest-lasting first."""
    sheet = book.create_sheet(NAME)
    heading(sheet, "What binds", "Rules that leave no slack; easing one of them may be worth more than it costs")
    for place, text in enumerate(("What binds", "When", "Rule", "Where", "Periods"), start=1):
        write(sheet, _HEADER_ROW, place, text, HEAD_RIGHT if text == "Periods" else HEAD)
    found = binds(plan)
    if not found and not plan.bans:
        write(sheet, _HEADER_ROW + 1, 1, "No rule is reported to bind.", NOTE)
    sentence = Look(font(), alignment=WRAPPED, border=UNDER)
    for row, line in enumerate(found, start=_HEADER_ROW + 1):
        write(sheet, row, 1, line.sentence, sentence)
        write(sheet, row, 2, when(case, line), sentence)
        write(sheet, row, 3, line.rule, label())
        write(sheet, row, 4, line.where, label())
        write(sheet, row, 5, None if line.holds_throughout else len(line.periods), number(COUNT))
    for row, ban in enumerate(ban_lines(plan), start=_HEADER_ROW + 1 + len(found)):
        write(sheet, row, 1, ban.sentence, sentence)
        first, last = (case.calendar.label(t) for t in (ban.dearest.from_period, ban.dearest.until_period))
        write(sheet, row, 2, f"{first} to {last}", sentence)
        write(sheet, row, 3, "export ban", label())
        write(sheet, row, 4, "; ".join(way(one) for one in ban.bans), sentence)
        write(sheet, row, 5, ban.dearest.until_period - ban.dearest.from_period + 1, number(COUNT))
    widths(sheet, (60, 44, 20, 28, 9))
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    print_landscape(sheet, repeat_rows=f"{_HEADER_ROW}:{_HEADER_ROW}")
