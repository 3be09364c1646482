"""The tables of a case as typed: a cell holds a number, text or nothing, so that what is wrong can be shown too."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import isfinite
from typing import Any

from planner.case.calendar import months_of_label
from planner.workbook.contract.columns import Row
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.edit.edits import shown
from planner.workbook.faults.fault import show
from planner.workbook.read.header import REMARKS

Cell = str | float | int | None
MAX_CELLS = 200_000
_LONGEST_TEXT = 32_000
_MAX_PERIODS = 1200


class GridError(ValueError):
    """Tables that cannot be taken. The text says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the contract: its columns, with the labels of the periods among them, and its rows."""

    fields: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()

    def facts(self) -> Iterable[dict[str, Cell]]:
        """Yield the rows by field."""
        return (dict(zip(self.fields, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Grid:
    """The sheets by name, and the labels of the periods that are columns of some of them."""

    periods: tuple[str, ...]
    sheets: Mapping[str, Sheet]

    def with_sheets(self, sheets: Mapping[str, Sheet]) -> "Grid":
        """Return the tables with other sheets in the place of those of the same name."""
        merged = {**self.sheets, **sheets}
        return replace(self, sheets={name: merged[name] for name in BY_NAME if name in merged})

    def without_blank_rows(self) -> "Grid":
        """Return the tables without rows in which nothing stands."""
        filled = {
            name: replace(sheet, rows=tuple(row for row in sheet.rows if any(cell is not None for cell in row)))
            for name, sheet in self.sheets.items()
        }
        return replace(self, sheets=filled)

    def to_json(self) -> dict[str, Any]:
        """Return the tables as plain data."""
        sheets = {name: {"fields": sheet.fields, "rows": sheet.rows} for name, sheet in self.sheets.items()}
        return {"periods": self.periods, "sheets": sheets}


def fields_of(kind: type[Row], periods: Iterable[str], used: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the columns of a sheet in order: all of them, or only the required and used ones."""
    shown = [column for column in kind.columns() if used is None or column.required or column.id in used]
    facts = [column.id for column in shown if column.id not in REMARKS]
    remarks = [column.id for column in shown if column.id in REMARKS]
    return (*facts, *(periods if kind.series is not None else ()), *remarks)


def laid_out(sheet: Sheet, kind: type[Row], periods: tuple[str, ...]) -> Sheet:
    """Return a sheet with its columns in order and those of these periods, each value below its label."""
    wanted = fields_of(kind, periods, sheet.fields)
    if wanted == sheet.fields:
        return sheet
    return Sheet(wanted, tuple(tuple(facts.get(field) for field in wanted) for facts in sheet.facts()))


def plain_cell(value: object) -> Cell:
    """Return a value as a cell of a plain table holds it."""
    if type(value) is int or type(value) is float:
        return value
    if value is None or value == ():
        return None
    return (shown(value) if isinstance(value, bool | tuple) else show(value)) or None


def from_text(text: bytes) -> Grid:
    """Return tables from JSON. Raises GridError for anything else."""
    try:
        data = json.loads(text)
        return grid_from(data["periods"], data["sheets"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise error if isinstance(error, GridError) else GridError("These are not the tables of a case.") from error


def grid_from(periods: list[str], sheets: dict[str, dict[str, Any]]) -> Grid:
    """Return tables from plain data. Raises GridError for what the contract does not declare."""
    if len(periods) > _MAX_PERIODS or not all(isinstance(label, str) and _is_label(label) for label in periods):
        raise GridError("The labels of the periods are not of the kind 2027Q1, 2027M01 or 2027.")
    count, checked = 0, {}
    for name, sheet in sheets.items():
        if name not in BY_NAME:
            raise GridError(f"There is no sheet {name[:40]}.")
        fields, rows = tuple(sheet["fields"]), sheet["rows"]
        known = {*(column.id for column in BY_NAME[name].columns()), *periods}
        if strange := sorted(set(fields) - known) or len(set(fields)) < len(fields):
            raise GridError(f"The sheet {name} has no such columns: {str(strange)[:80]}.")
        count += len(fields) * len(rows)
        if count > MAX_CELLS:
            raise GridError(f"The case has too many cells to be edited in the page: at most {MAX_CELLS:,}.")
        if any(len(row) != len(fields) for row in rows):
            raise GridError(f"A row of the sheet {name} has not as many cells as there are columns.")
        checked[name] = Sheet(fields, tuple(tuple(_cell(value, name) for value in row) for row in rows))
    return Grid(tuple(periods), {}).with_sheets(checked)


@cache
def _is_label(label: str) -> bool:
    try:
        return bool(months_of_label(label))
    except ValueError:
        return False


def _cell(value: object, sheet: str) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
        return value
    if isinstance(value, int | float) and isfinite(value):
        return value
    raise GridError(f"A cell of {sheet} holds neither a number nor text of at most {_LONGEST_TEXT:,} letters.")
