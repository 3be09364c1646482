"""A sheet's records: typed values by field, the row model where the row is sound, and where each came from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planner.workbook.contract.columns import Row
from planner.workbook.faults.codes import Code
from planner.workbook.faults.fault import Fault, address, fault
from planner.workbook.read.header import Header


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a sheet. `broken` names the fields at fault; `model` is the row model of a sound row."""

    row: int
    values: Mapping[str, Any]
    broken: frozenset[str]
    made: Row | None


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one sheet, in order, and where its columns stand."""

    kind: type[Row]
    name: str
    header: Header
    records: tuple[Record, ...] = ()
    defaults: Counter[str] = field(default_factory=Counter)

    def with_records(self, records: Iterable[Record]) -> "Table":
        """Return the table with other records."""
        return replace(self, records=tuple(records))

    def fault(self, code: Code, record: Record, column: str, **says: Any) -> Fault:
        """Make a fault at the cell of a record and field; the first cell of the row where the column is absent."""
        return fault(code, self.name, record.row, self.column(column), **says)

    def column(self, column: str) -> int:
        """Return the number of a field's column, counted from 1; 1 where it is absent."""
        return self.header.columns.get(column, 0) + 1

    def cell(self, record: Record, column: str) -> str:
        """Return the address of a record's field."""
        return address(self.name, record.row, self.column(column))

    def has(self, column: str) -> bool:
        """True where the sheet has the column."""
        return column in self.header.columns

    def is_sound(self, *columns: str) -> bool:
        """True where no record is at fault in any of these columns and no column was lost."""
        return not self.header.lost and not any(name in record.broken for record in self.records for name in columns)
