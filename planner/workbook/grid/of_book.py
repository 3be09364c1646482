"""The tables of a workbook as typed, whatever its layout: names, numbers and labels as they were read.

What could not be read stays as it was found, so that it can be corrected. Sheets whose table was not found are named.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.workbook.contract.columns import SeriesRow
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.contract.settings import SettingRow
from planner.workbook.faults.fault import Fault
from planner.workbook.file.book import Book
from planner.workbook.grid.places import Places, places_of
from planner.workbook.grid.records import Cell, Grid, Sheet, fields_of, plain_cell
from planner.workbook.read.header import REMARKS, read_header
from planner.workbook.read.settings import KEYS, SettingsRead
from planner.workbook.read.table import Record, Table
from planner.workbook.reader import find_case, read_rows
from planner.workbook.text.values import RawSheet, Value, is_blank


@dataclass(frozen=True, slots=True)
class BookTables:
    """The tables of a workbook, the sheets with rows that are not among them, and where its cells stand in them."""

    grid: Grid
    lost: tuple[str, ...]
    places: Places


def grid_of_book(book: Book) -> BookTables | None:
    """Return the tables of raw sheets; nothing where they hold no case."""
    faults: list[Fault] = []
    sheets = find_case(book, faults)
    if sheets is None or not sheets.raw:
        return None
    settings, read, _ = read_rows(sheets, faults)
    periods = settings.calendar.labels() if settings.calendar else ()
    tables = {SettingRow.sheet: _settings(settings, sheets.raw.get(SettingRow.sheet))}
    tables |= {name: _sheet(table, sheets.raw[name], periods) for name, table in read.items()}
    lost = tuple(raw.name for name, raw in sheets.raw.items() if name not in tables and raw.rows)
    return BookTables(Grid(periods, {}).with_sheets(tables), lost, places_of(settings, read.values(), periods))


def rows_of_book(book: Book) -> dict[str, tuple[int, ...]]:
    """Return the number in the workbook of every row of the tables, sheet by sheet."""
    faults: list[Fault] = []
    sheets = find_case(book, faults)
    _, read, _ = read_rows(sheets, faults) if sheets else (None, {}, None)
    return {name: tuple(record.row for record in table.records) for name, table in read.items()}


def _settings(settings: SettingsRead, raw: RawSheet | None) -> Sheet:
    """Return every key with its value, those that the workbook does not have without one."""
    rows = dict(raw.rows) if raw else {}
    remarks = _remarks(raw) if raw else {}

    def raw_cell(key: str, index: int) -> Value:
        cells = rows[settings.cells[key][0]] if key in settings.cells else ()
        return cells[index] if index < len(cells) else None

    def value(key: str) -> Cell:
        typed = raw_cell(key, settings.cells[key][1] - 1) if key in settings.cells else None
        return None if is_blank(typed) else plain_cell(getattr(settings.values, key) if settings.values else typed)

    def remark(key: str, index: int) -> Cell:
        text = raw_cell(key, index)
        is_meaning = isinstance(text, str) and text.startswith(KEYS[key].doc)  # as the template writes it
        return None if is_blank(text) or is_meaning else plain_cell(text)

    facts = ((key, value(key), *(remark(key, index) for index in remarks.values())) for key in KEYS)
    return Sheet(("key", "value", *remarks), tuple(facts))


def _remarks(raw: RawSheet) -> dict[str, int]:
    """Return the columns for remarks of settings that stand below each other."""
    header = read_header(raw, SettingRow, None, lambda _: None) if raw.rows else None
    return {name: at for name, at in header.columns.items() if name in REMARKS} if header else {}


def _sheet(table: Table, raw: RawSheet, periods: tuple[str, ...]) -> Sheet:
    places = {label: table.header.periods.get(t) for t, label in enumerate(periods)}
    rows = dict(raw.rows)
    facts = [_facts(record, table, rows[record.row], places) for record in table.records]
    used = {field for row in facts for field, value in row.items() if value is not None}
    fields = fields_of(BY_NAME[table.kind.sheet], periods, used)
    return Sheet(fields, tuple(tuple(row.get(field) for field in fields) for row in facts))


def _facts(record: Record, table: Table, cells: tuple[Value, ...], places: Mapping[str, int | None]) -> dict[str, Cell]:
    def raw_cell(index: int | None) -> Value:
        return cells[index] if index is not None and index < len(cells) else None

    facts: dict[str, Cell] = {}
    for field, index in table.header.columns.items():
        value = record.values.get(field, raw_cell(index) if field in record.broken else None)
        facts[field] = plain_cell(value)
    values = record.made.values if isinstance(record.made, SeriesRow) else ()
    for at, (label, place) in enumerate(places.items()):
        value = raw_cell(place)
        facts[label] = None if is_blank(value) else plain_cell(values[at] if values else value)
    return facts
