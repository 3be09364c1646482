"""The typed rows of a sound workbook by kind of row, and the fields of the records that they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from planner.case.calendar import Calendar
from planner.workbook.contract.columns import Row
from planner.workbook.contract.settings import SettingValues
from planner.workbook.contract.translation import BY_RECORD, BY_SHEET
from planner.workbook.faults.fault import address

R = TypeVar("R", bound=Row)
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows of a sheet stand: its title, the number of each row, and columns by field or period label.

    Settings are cells by their names, with `rows` empty.
    """

    title: str
    header_row: int
    rows: tuple[int, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def cell(self, row: int, field: str) -> tuple[int, int] | None:
        """Return row and column of a cell by the position of its row; nothing where the sheet does not have it."""
        if field in self.settings:
            return self.settings[field]
        has_cell = row < len(self.rows) and field in self.columns
        return (self.rows[row], self.columns[field]) if has_cell else None

    def address(self, row: int, field: str) -> str:
        """Return the address of a cell, such as "budget!F3"; empty where the sheet does not have it."""
        cell = self.cell(row, field)
        return address(self.title, *cell) if cell else ""

    def at(self, row: int, column: int) -> tuple[int, str] | None:
        """Return the position of the row and the field of a cell; nothing where the sheet holds none there."""
        for key, cell in self.settings.items():
            if cell == (row, column):
                return 0, key
        fields = {number: name for name, number in self.columns.items()}
        is_cell = row in self.rows and column in fields
        return (self.rows.index(row), fields[column]) if is_cell else None


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything a workbook says, row by row, every name resolved. `places` are empty for a case built in Python."""

    settings: SettingValues
    calendar: Calendar
    rows: Mapping[type[Row], tuple[Row, ...]]
    places: Mapping[str, Place] = field(default_factory=dict)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of a kind in the workbook's order; none where the sheet is absent."""
        return cast(tuple[R, ...], self.rows.get(kind, ()))

    def records(self, record: type[Fact]) -> tuple[Fact, ...]:
        """Return the records that rows of one sheet give in full, in the workbook's order."""
        return tuple(record(**self.fields(row)) for row in self.of(BY_RECORD[record].row))

    def fields(self, row: Row) -> dict[str, Any]:
        """Return the fields of a record that its row gives, in the units of the case."""
        return BY_SHEET[row.sheet].of_row(row, self.calendar)
