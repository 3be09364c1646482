"""A copy of a workbook with its edits made: changed cells where they stand, added rows below the last."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.assemble.tables import Place, Tables
from planner.workbook.contract.settings import SettingRow
from planner.workbook.edit.edits import AddedRow, CellEdit, Edit, Value
from planner.workbook.file.book import copied
from planner.workbook.file.saving import save_whole
from planner.workbook.template.cells import put
from planner.workbook.text.words import title_form


def write_edited(source: Path, target: Path, tables: Tables, edits: Iterable[Edit]) -> None:
    """Write a copy of a case workbook with edits, formulas as their last values, whole or not at all.

    `tables` are the rows that were read from the source. Raises OSError where the file cannot be read or written.
    """
    with copied(source):
        book = load_workbook(source, data_only=True, keep_links=False)
    for edit in edits:
        place = tables.places.get(edit.sheet)
        sheet = book[place.title] if place else _new_sheet(book, edit.sheet)
        if isinstance(edit, AddedRow):
            _add(sheet, edit, place or Place(edit.sheet, 1))
        else:
            row, column = (place and place.cell(edit.row, edit.field)) or _new_cell(sheet, edit, place)
            put(sheet, row, column, _stored(edit.new))
    save_whole(book, target)


def _new_sheet(book: Workbook, name: str) -> Worksheet:
    return book[name] if name in book.sheetnames else book.create_sheet(name)


def _new_cell(sheet: Worksheet, edit: CellEdit, place: Place | None) -> tuple[int, int]:
    """Return the cell of a column or setting that the sheet did not have; its title is written."""
    if edit.sheet == SettingRow.sheet:
        row = _last_row(sheet) + 1
        (_, value_column), *_ = place.settings.values() if place else [(1, 2)]
        put(sheet, row, _titled(sheet, "key", max(1, value_column - 1)), edit.field)
        return row, value_column
    assert place is not None, "a changed row has its place"
    return place.rows[edit.row], _column(sheet, edit.field, place)


def _titled(sheet: Worksheet, name: str, default: int) -> int:
    for row in sheet.iter_rows(max_row=min(25, sheet.max_row)):
        for cell in row:
            if isinstance(cell.value, str) and title_form(cell.value) == name:
                return int(cell.column)
    return default


def _add(sheet: Worksheet, edit: AddedRow, place: Place) -> None:
    row = max(place.header_row, _last_row(sheet)) + 1
    for field, value in edit.values.items():
        column = place.columns.get(field) or _column(sheet, field, place)
        put(sheet, row, column, _stored(value))


def _column(sheet: Worksheet, field: str, place: Place) -> int:
    """Return the column of a field that the sheet did not have when it was read, with its title."""
    titles = {sheet.cell(place.header_row, at).value: at for at in range(1, sheet.max_column + 1)}
    if field not in titles:
        at = max((at for title, at in titles.items() if title is not None), default=0) + 1
        put(sheet, place.header_row, at, field)
        return at
    return titles[field]


def _last_row(sheet: Worksheet) -> int:
    rows = (row for row in range(sheet.max_row, 0, -1) if any(cell.value is not None for cell in sheet[row]))
    return next(rows, 0)


def _stored(value: Value) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, tuple) else value
