"""The header row of a sheet: its declared columns, with the period columns before source and note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.case.calendar import Calendar
from planner.workbook.contract.allowed import allowed, default_text, span
from planner.workbook.contract.columns import Column, Row, Type

Facts = Mapping[str, object]
"""One row by field id; the values by period of a series stand together under `values`."""

PROSE = ("source", "note")


@dataclass(frozen=True, slots=True)
class Head:
    """One header cell. A period column has a `period` (its ordinal), every other one a declared `column`."""

    title: str
    comment: str
    column: Column | None = None
    period: int | None = None


def heads(row: type[Row], calendar: Calendar) -> tuple[Head, ...]:
    """Return the header cells of a sheet from left to right."""
    declared = [Head(column.title, describe(column), column) for column in row.columns()]
    facts = [head for head in declared if head.column and head.column.id not in PROSE]
    prose = declared[len(facts) :]
    return (*facts, *_period_heads(row, calendar), *prose)


def used(heads: Sequence[Head], rows: Sequence[Facts]) -> tuple[Head, ...]:
    """Return the header cells without optional columns in which no row has a value."""
    filled = {field for facts in rows for field, value in facts.items() if value not in (None, "", ())}
    return tuple(head for head in heads if head.column is None or head.column.required or head.column.id in filled)


def _period_heads(row: type[Row], calendar: Calendar) -> tuple[Head, ...]:
    series = row.series
    if series is None:
        return ()
    bounds_line = "" if series.minimum is None else f"Holds: a number{span(series.minimum)}\n"
    says = f"{series.doc}\nUnit: {series.unit}\n{bounds_line}Default: 0, with a warning"
    return tuple(Head(calendar.label(t), f"{says}\nPeriod: {calendar.label(t)}", period=t) for t in calendar.horizon)


def describe(column: Column) -> str:
    """Return what a planner has to know to fill a column: meaning, unit, what may stand there, default."""
    lines = [column.doc]
    if column.unit:
        lines.append(f"Unit: {column.unit}")
    if column.type is not Type.TEXT:
        lines.append(f"Holds: {allowed(column)}")
    lines.append("Required" if column.required else f"Default: {default_text(column)}")
    return "\n".join([*lines, f"Field: {column.id}"])
