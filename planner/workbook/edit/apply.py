"""Edited rows: what a case says after its cells were changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from planner.case.calendar import Calendar
from planner.case.checks import CaseProblems, check
from planner.case.records import Case
from planner.workbook.assemble.case import assemble
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row, SeriesRow
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.contract.settings import SettingRow, SettingValues
from planner.workbook.edit.edits import AddedRow, CellEdit, Edit, EditError, Value
from planner.workbook.edit.starred import with_locks_for_stars
from planner.workbook.read.coerce import expectation

SERIES = "values"


def edited(tables: Tables, edits: Iterable[Edit]) -> Tables:
    """Return the rows with every edit made. Raises EditError for a value that the sheet does not take."""
    settings, rows = tables.settings, dict(tables.rows)
    for edit in edits:
        if edit.sheet == SettingRow.sheet and isinstance(edit, CellEdit):
            settings = SettingValues(**_validated(SettingValues, settings, edit.field, edit.new, edit))
            continue
        kind = BY_NAME[edit.sheet]
        listed = list(rows.get(kind, ()))
        if isinstance(edit, AddedRow):
            listed.append(_added(kind, edit, tables.calendar))
        else:
            listed[edit.row] = _changed(listed[edit.row], edit, tables.calendar)
        rows[kind] = tuple(listed)
    rows = with_locks_for_stars(rows)
    changed = replace(tables, settings=settings, rows=rows)
    return changed if settings is tables.settings else _with_horizon(changed)


def sound_case(tables: Tables) -> Case:
    """Return the case of edited rows. Raises CaseProblems with every problem where it has an error."""
    case = assemble(tables)
    problems = check(case)
    if any(problem.is_error for problem in problems):
        raise CaseProblems(problems)
    return case


def _changed(row: Row, edit: CellEdit, calendar: Calendar) -> Row:
    if isinstance(row, SeriesRow) and edit.field in calendar.labels():
        values = list(row.values)
        values[calendar.labels().index(edit.field)] = _number(edit.new)
        return row.model_copy(update={SERIES: tuple(values)})
    return type(row)(**_validated(type(row), row, edit.field, edit.new, edit))


def _validated(kind: type[Row], row: Row, field: str, new: object, edit: Edit) -> dict[str, Any]:
    values = {**dict(row), field: new}
    if new is None:
        column = next(column for column in kind.columns() if column.id == field)
        values[field] = column.default
    try:
        kind(**values)
    except ValidationError as error:
        column = next(column for column in kind.columns() if column.id == field)
        raise EditError(f"{edit.place}: {new!r} is not {expectation(column)}") from error
    return values


def _added(kind: type[Row], edit: AddedRow, calendar: Calendar) -> Row:
    labels = calendar.labels()
    values = {field: value for field, value in edit.values.items() if field not in labels}
    if issubclass(kind, SeriesRow):
        series = tuple(_number(edit.values.get(label, 0.0)) for label in labels)
        return _new_row(kind, {**values, SERIES: series}, edit)
    return _new_row(kind, values, edit)


def _number(value: Value) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _new_row(kind: type[Row], values: Mapping[str, Any], edit: AddedRow) -> Row:
    try:
        return kind(**values)
    except ValidationError as error:
        reasons = "; ".join(f"{one['loc'][0]}: {one['msg']}" for one in error.errors())
        raise EditError(f"{edit.place}: {reasons}") from error


def _with_horizon(tables: Tables) -> Tables:
    """Return the rows cut to the horizon of changed settings. Raises EditError where values for it are missing."""
    old, settings = tables.calendar, tables.settings
    try:
        new = Calendar.starting(settings.first_period, settings.periods, settings.period_months)
    except ValueError as error:
        raise EditError(f"settings.first_period: {error}") from error
    if new == old:
        return tables
    offset = new.first - old.first
    if new.period_months != old.period_months or offset < 0 or offset + new.periods > old.periods:
        first, last = old.label(0), old.label(old.last)
        raise EditError(
            f"settings: the horizon can only be shortened, to periods between {first} and {last}: "
            "the workbook has no values for others"
        )
    rows = {
        kind: tuple(_cut(row, offset, new.periods) for row in listed) if issubclass(kind, SeriesRow) else listed
        for kind, listed in tables.rows.items()
    }
    return replace(tables, calendar=new, rows=rows)


def _cut(row: Row, offset: int, periods: int) -> Row:
    assert isinstance(row, SeriesRow)
    return row.model_copy(update={SERIES: row.values[offset : offset + periods]})
