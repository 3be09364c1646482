"""What is wrong in plain tables, cell by cell: they are read like the sheets of a workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from planner.case.calendar import Calendar
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.contract.settings import SettingRow
from planner.workbook.faults.fault import Fault
from planner.workbook.file.book import Book
from planner.workbook.grid.records import Grid, Sheet, laid_out
from planner.workbook.read.settings import read_settings
from planner.workbook.reader import Reading, read_book
from planner.workbook.text.values import RawSheet

FIRST_ROW = 2
"""The row of a workbook that the first row of a table has."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the position of its row, from 0, and its column; -1 and blank where it has none."""

    fault: Fault
    row: int
    field: str


def on_its_horizon(grid: Grid) -> Grid:
    """Return the tables with the periods that their settings ask for, where those can be read."""
    calendar = _calendar(grid)
    periods = calendar.labels() if calendar else grid.periods
    return Grid(periods, {name: laid_out(sheet, BY_NAME[name], periods) for name, sheet in grid.sheets.items()})


def checked(grid: Grid) -> Reading:
    """Read tables like a workbook."""
    sheets = tuple(_raw(name, sheet) for name, sheet in grid.sheets.items() if sheet.rows or BY_NAME[name].required)
    return read_book(Book(sheets))


def findings(grid: Grid, reading: Reading) -> Iterator[Finding]:
    """Yield the faults of a reading with their places in the tables."""
    fields = {name: sheet.fields for name, sheet in grid.sheets.items()}
    for fault in reading.faults:
        yield Finding(fault, *_place(fault, fields))


def _place(fault: Fault, fields: Mapping[str, tuple[str, ...]]) -> tuple[int, str]:
    if not fault.cell or fault.sheet not in fields:
        return -1, ""
    letters, row = coordinate_from_string(fault.cell.rpartition("!")[2])
    column = column_index_from_string(letters) - 1
    known = fields[fault.sheet]
    return max(row - FIRST_ROW, -1), known[column] if column < len(known) else ""


def _raw(name: str, sheet: Sheet) -> RawSheet:
    rows = ((at, row) for at, row in enumerate(sheet.rows, start=FIRST_ROW) if any(value is not None for value in row))
    return RawSheet(name, ((1, sheet.fields), *rows))


def _calendar(grid: Grid) -> Calendar | None:
    settings = grid.sheets.get(SettingRow.sheet)
    return read_settings(_raw(SettingRow.sheet, settings), lambda _: None).calendar if settings else None
