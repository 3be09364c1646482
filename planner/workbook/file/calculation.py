"""Formulas that were perhaps never calculated: programs that do not calculate store 0 for every formula, or nothing.

A program that calculates says so in the workbook: it does not ask for a calculation when the workbook is opened.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from planner.workbook.text.values import Broken, RawSheet, Value, Why

_CALCULATION = re.compile(rb"<(?:\w+:)?calcPr\b([^>]*)>")
_ASKS = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']|\bcalcCompleted\s*=\s*["'](?:0|false)["']""")
_MIN_FORMULAS = 2
"""One formula that gives 0 is nothing to remark on."""


def asks_for_calculation(workbook_xml: bytes) -> bool:
    """Return whether a workbook asks to be calculated when it is opened."""
    mark = _CALCULATION.search(workbook_xml)
    return mark is not None and _ASKS.search(mark[1]) is not None


def without_uncalculated(sheets: Sequence[RawSheet], is_asking: bool, is_calculated: bool) -> list[RawSheet]:
    """Return the sheets of a workbook in which formulas that were never calculated have no value.

    `is_calculated` says that some formula stores something else than 0. Zeros that are only doubtful keep their value
    and stay listed in `zeros`; those that are certainly right are not listed any more.
    """
    count = sum(len(sheet.zeros) for sheet in sheets)
    if is_asking and not is_calculated:
        return [_broken(sheet) for sheet in sheets]
    is_doubtful = is_asking or (not is_calculated and count >= _MIN_FORMULAS)
    return [sheet if is_doubtful else replace(sheet, zeros=()) for sheet in sheets]


def _broken(sheet: RawSheet) -> RawSheet:
    rows: dict[int, list[Value]] = {number: list(cells) for number, cells in sheet.rows}
    for formula in sheet.zeros:
        cells = rows.setdefault(formula.row, [])
        cells.extend([None] * (formula.column - len(cells)))
        stored = "nothing" if cells[formula.column - 1] is None else "0"
        cells[formula.column - 1] = Broken(f"{formula.text}, which stores {stored}", Why.NEVER_CALCULATED)
    return replace(sheet, rows=tuple((number, tuple(rows[number])) for number in sorted(rows)), zeros=())
