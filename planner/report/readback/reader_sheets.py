"""The sheets for readers, written anew from the records of a plan and compared with those of a plan workbook.

A sheet that was taken out shows nothing and is passed over, and so is a remark that somebody added in a blank cell.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from planner.audit import Audit, Finding
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.excel.links import BRIEFING
from planner.report.excel.workbook import reader_sheets
from planner.report.readback.values import is_same
from planner.report.words.verdict import audit_lines
from planner.workbook.faults.fault import address
from planner.workbook.file.book import open_book
from planner.workbook.text.values import Value, is_blank

Place = tuple[int, int]
_TITLE: tuple[str, Place] = (BRIEFING, (1, 1))
"""The title of the case is for display only and may have been changed since."""


def wrong_cells(path: Path, case: Case, plan: Plan, verdict: Audit) -> Iterator[Finding]:
    """Yield the cells of the sheets for readers that say something else than the records of the plan."""
    shown = {sheet.name: _cells(sheet.rows) for sheet in open_book(path).sheets}
    for sheet in reader_sheets(case, plan, audit_lines(verdict)).worksheets:
        if sheet.title in shown:
            yield from _differences(sheet, shown[sheet.title])


def _differences(sheet: Worksheet, shown: Mapping[Place, Value]) -> Iterator[Finding]:
    due: dict[Place, Any] = {
        (at, column): value
        for at, values in enumerate(sheet.iter_rows(values_only=True), start=1)
        for column, value in enumerate(values, start=1)
    }
    beyond = {place: None for place, cell in shown.items() if place not in due and not _says_nothing(cell)}
    for place, value in {**due, **beyond}.items():
        cell = shown.get(place)
        if (sheet.title, place) == _TITLE:
            continue
        if _says_nothing(cell) if value is None else is_same(cell, value):
            continue
        where = address(sheet.title, *place)
        message = f"{where}: the cell says {_words(cell)}, the records of the plan say {_words(value)}"
        yield Finding(sheet.title, where, None, _words(cell), _words(value), message)


def _says_nothing(cell: Value) -> bool:
    return is_blank(cell) or isinstance(cell, str)


def _words(value: Any) -> str:
    return "nothing" if value is None else str(value)


def _cells(rows: tuple[tuple[int, tuple[Value, ...]], ...]) -> dict[Place, Value]:
    return {(number, column): cell for number, row in rows for column, cell in enumerate(row, start=1)}
