"""Where the cells of a workbook stand in its tables on a page, which have no blank rows and not all columns."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from planner.workbook.contract.settings import SettingRow
from planner.workbook.faults.fault import Fault
from planner.workbook.read.settings import KEYS, SettingsRead
from planner.workbook.read.table import Table


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the tables: its sheet, the position of its row from 0, and its column; -1 and blank for the header."""

    sheet: str
    row: int = -1
    field: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """A table: the positions of its rows and its fields, both by their numbers in the workbook."""

    sheet: str
    rows: Mapping[int, int]
    fields: Mapping[int, str]

    def cell_at(self, row: int, column: int) -> GridCell:
        at = self.rows.get(row)
        return GridCell(self.sheet) if at is None else GridCell(self.sheet, at, self.fields.get(column, ""))


@dataclass(frozen=True, slots=True)
class _Settings:
    """The settings: the position of each by the cell of its value, and by its row where it has that for itself."""

    cells: Mapping[tuple[int, int], int]
    rows: Mapping[int, int]

    def cell_at(self, row: int, column: int) -> GridCell:
        at = self.cells.get((row, column), self.rows.get(row))
        return GridCell(SettingRow.sheet) if at is None else GridCell(SettingRow.sheet, at, "value")


Places = Mapping[str, _Columns | _Settings]
"""By the title of the sheet in the workbook."""


def places_of(settings: SettingsRead, tables: Iterable[Table], periods: tuple[str, ...]) -> Places:
    """Return where the cells of a workbook stand."""
    return {settings.title: _of_settings(settings), **{table.name: _of_table(table, periods) for table in tables}}


def grid_cell_of(fault: Fault, places: Places) -> GridCell | None:
    """Return the cell of a fault in the tables; nothing where they do not have its sheet."""
    if not fault.cell or fault.sheet not in places:
        return None
    letters, row = coordinate_from_string(fault.cell.rpartition("!")[2])
    return places[fault.sheet].cell_at(row, column_index_from_string(letters))


def _of_table(table: Table, periods: tuple[str, ...]) -> _Columns:
    fields = {at + 1: name for name, at in table.header.columns.items()}
    fields |= {at + 1: periods[t] for t, at in table.header.periods.items()}
    return _Columns(table.kind.sheet, {record.row: at for at, record in enumerate(table.records)}, fields)


def _of_settings(settings: SettingsRead) -> _Settings:
    cells = {settings.cells[key]: at for at, key in enumerate(KEYS) if key in settings.cells}
    alone = Counter(row for row, _ in cells)
    return _Settings(cells, {row: at for (row, _), at in cells.items() if alone[row] == 1})
