"""A workbook with the changes of its tables made in it, so that formats, widths and sheets of the planner's own stay.

Changed cells are written where they stand, new rows below the last; a row that was removed becomes blank.
"""

from collections.abc import Iterator
from pathlib import Path

from planner.workbook.contract.schema import BY_NAME
from planner.workbook.contract.settings import SettingRow
from planner.workbook.edit.edits import AddedRow, CellEdit, Edit
from planner.workbook.edit.write import write_edited
from planner.workbook.file.book import open_book
from planner.workbook.grid.difference import differences, rows_by_key
from planner.workbook.grid.of_book import grid_of_book
from planner.workbook.grid.records import Grid, Sheet
from planner.workbook.reader import read_workbook


def write_changed(source: Path, target: Path, before: Grid, after: Grid) -> bool:
    """Write a copy of a workbook, whose tables are `before`, that says `after`, and return whether that was possible.

    The copy is read again: it is good where nothing differs. Raises OSError where it cannot be written.
    """
    tables = read_workbook(source).tables
    if tables is None:
        return False
    try:
        write_edited(source, target, tables, edits_between(before, after))
    except TypeError:  # a cell that is hidden under a merged one
        return False
    written = grid_of_book(open_book(target))
    return written is not None and not any(differences(after, written.grid))


def edits_between(before: Grid, after: Grid) -> Iterator[Edit]:
    """Yield the edits that make one case of another. Rows are counted as in `before`."""
    for name in BY_NAME:
        one, other = before.sheets.get(name, Sheet(())), after.sheets.get(name, Sheet(()))
        yield from _of_settings(one, other) if name == SettingRow.sheet else _of_sheet(name, one, other)


def _of_settings(before: Sheet, after: Sheet) -> Iterator[Edit]:
    old = {facts["key"]: facts.get("value") for facts in before.facts()}
    for facts in after.facts():
        key, value = facts["key"], facts.get("value")
        if value != old.get(key):
            yield CellEdit(SettingRow.sheet, (), str(key), old.get(key), value)


def _of_sheet(name: str, before: Sheet, after: Sheet) -> Iterator[Edit]:
    old, new = rows_by_key(name, before), rows_by_key(name, after)
    for row, (key, facts) in enumerate(old.items()):
        now = new.get(key, {})
        for field, value in facts.items():
            if value != now.get(field):
                yield CellEdit(name, key, field, value, now.get(field), row)
        for field, value in now.items():
            if field not in facts and value is not None:
                yield CellEdit(name, key, field, None, value, row)
    for key, facts in new.items():
        values = {field: value for field, value in facts.items() if value is not None}
        if key not in old and values:
            yield AddedRow(name, values)
