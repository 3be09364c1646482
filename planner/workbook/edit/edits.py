"""The records of an edit: one changed cell, or one added row. Values are in the units of the workbook."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row, Type

Value = str | float | int | bool | tuple[str, ...] | None


class EditError(ValueError):
    """An edit that cannot be made. Its text says what was found and what is possible."""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A changed cell. `field` is a column, a setting or the label of a period; `row` counts the rows of the sheet."""

    sheet: str
    key: tuple[str, ...]
    field: str
    old: Value
    new: Value
    row: int = 0

    def __str__(self) -> str:
        """Return the edit in words, such as "budget[Fund A].2027Q1: 40 -> 46.2"."""
        return f"{self.place}: {shown(self.old)} -> {shown(self.new)}"

    @property
    def place(self) -> str:
        """The cell by sheet, key and field."""
        return f"{named(self.sheet, self.key)}.{self.field}"


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row added at the end of a sheet, by column."""

    sheet: str
    values: Mapping[str, Value]

    def __str__(self) -> str:
        """Return the edit in words, such as "locks: new row site = Phoenix AZ, max_phases = 0"."""
        return f"{self.place} {', '.join(f'{field} = {shown(value)}' for field, value in self.values.items())}"

    @property
    def place(self) -> str:
        """Where the row goes."""
        return f"{self.sheet}: new row"


Edit = CellEdit | AddedRow


def named(sheet: str, key: tuple[str, ...]) -> str:
    """Return a row by its key, such as "site_nodes[Phoenix AZ, N3]", without blanks at its end; a setting has none."""
    filled = max((at for at, part in enumerate(key, start=1) if part), default=0)
    return f"{sheet}[{', '.join(key[:filled])}]" if key else sheet


def shown(value: Value) -> str:
    """Return a value as a cell shows it."""
    if value is None or value in ("", ()):
        return "(blank)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def key_columns(kind: type[Row]) -> tuple[str, ...]:
    """Return the columns that name a row of a sheet: the unique ones, or where there are none, every name."""
    return kind.unique or tuple(column.id for column in kind.columns() if column.type in (Type.NAME, Type.CHOICE))


def key_of(row: Row) -> tuple[str, ...]:
    """Return what names a row; on a sheet without unique columns as "column=value", where it is not blank."""
    if row.unique:
        return tuple(str(getattr(row, name)) for name in row.unique)
    return tuple(f"{name}={value}" for name in key_columns(type(row)) if (value := getattr(row, name)))


def cell_address(tables: Tables, edit: Edit) -> str:
    """Return where an edit is made in the workbook, such as "budget!F3"; empty where the workbook has no such cell."""
    if isinstance(edit, AddedRow):
        return ""
    place = tables.places.get(edit.sheet)
    return place.address(edit.row, edit.field) if place else ""
