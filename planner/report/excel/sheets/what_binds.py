"""Sheet `what_binds`: what limits the plan as a whole, then the rules that leave too little for one more, in words."""

import math
from dataclasses import dataclass

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.excel.links import Place, add_sources, cells
from planner.report.excel.page import print_landscape
from planner.report.excel.style import (
    BODY,
    COUNT,
    HEAD,
    HEAD_RIGHT,
    NOTE,
    UNDER,
    USD_BN,
    WRAPPED,
    Look,
    font,
    heading,
    label,
    number,
    widths,
    write,
)
from planner.report.words.bans import RULE, ban_lines
from planner.report.words.binding import binds, rule_name, when
from planner.report.words.remarks import remarks
from planner.workbook.template.style import HIGHEST_ROW_POINTS

NAME = "what_binds"

_FIRST_ROW = 4
_TITLES = ("What binds", "When", "Rule", "Where", "Periods", "At stake [bn USD]")
_NUMBERS = 2
"""Columns of numbers, on the right."""
_WIDTHS = (60, 40, 20, 28, 9, 15)
_LETTERS = 1.1  # letters of the body font per unit of column width
_LINE = 14  # points


@dataclass(frozen=True, slots=True)
class Bound:
    """The place of the table, and of each rule and location in it."""

    table: Place
    rows: dict[tuple[str, str], Place]


def add(book: Workbook, case: Case, plan: Plan) -> Bound:
    """Append the sheet: a line for each remark, then one row per rule and place, the most at stake first."""
    sheet = book.create_sheet(NAME)
    heading(
        sheet,
        "What binds",
        "Rules that leave too little for one more phase, package or dollar. At stake: penalty of the shortage in these "
        "periods, discounted, by the share of the plan that meets the rule; what lifting a ban saves",
    )
    add_sources(sheet, "binding", "bans", "summary")
    notes = remarks(case, plan)
    for row, remark in enumerate(notes, start=_FIRST_ROW):
        write(sheet, row, 1, remark, BODY)
    header = _FIRST_ROW + len(notes) + (1 if notes else 0)
    for column, text in enumerate(_TITLES, start=1):
        write(sheet, header, column, text, HEAD if column <= len(_TITLES) - _NUMBERS else HEAD_RIGHT)
    rules = binds(case, plan)
    if not rules and not plan.bans:
        write(sheet, header + 1, 1, "No rule is reported to bind.", NOTE)
    sentence = Look(font(), alignment=WRAPPED, border=UNDER)
    places = {}
    for row, line in enumerate(rules, start=header + 1):
        write(sheet, row, 1, line.sentence, sentence)
        write(sheet, row, 2, when(case, line), sentence)
        write(sheet, row, 3, rule_name(line.rule), label())
        write(sheet, row, 4, line.where, label())
        write(sheet, row, 5, None if line.holds_throughout else len(line.periods), number(COUNT))
        write(sheet, row, 6, line.stake_usd_bn, number(USD_BN))
        places[line.rule, line.where] = cells(sheet, row, 1, row, len(_TITLES))
    for row, ban in enumerate(ban_lines(plan), start=header + 1 + len(rules)):
        write(sheet, row, 1, ban.sentence, sentence)
        first, last = (case.calendar.label(t) for t in (ban.row.from_period, ban.row.until_period))
        write(sheet, row, 2, f"{first} to {last}", sentence)
        write(sheet, row, 3, RULE, label())
        write(sheet, row, 4, ban.where, sentence)
        write(sheet, row, 5, ban.row.until_period - ban.row.from_period + 1, number(COUNT))
        write(sheet, row, 6, None if ban.is_hidden else ban.row.usd_bn, number(USD_BN))
        # Of rows that close one lane at different times the most expensive is first and is shown elsewhere.
        places.setdefault((RULE, ban.where), cells(sheet, row, 1, row, len(_TITLES)))
    for row in range(header + 1, sheet.max_row + 1):
        lines = max(_lines(sheet, row, column) for column in range(1, len(_TITLES) - _NUMBERS + 1))
        sheet.row_dimensions[row].height = min(_LINE * lines, HIGHEST_ROW_POINTS)
    widths(sheet, _WIDTHS)
    sheet.freeze_panes = f"A{header + 1}"
    print_landscape(sheet, repeat_rows=f"{header}:{header}")
    return Bound(cells(sheet, header, 1, max(header + 1, sheet.max_row), len(_TITLES)), places)


def _lines(sheet: Worksheet, row: int, column: int) -> int:
    """Return how many lines a sentence takes: a spreadsheet program does not always adjust the height itself."""
    cell = sheet.cell(row, column)
    if not cell.alignment.wrap_text:
        return 1
    return max(1, math.ceil(len(str(cell.value)) / (_WIDTHS[column - 1] * _LETTERS)))
