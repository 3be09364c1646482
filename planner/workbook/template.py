"""Input workbooks made from the declared schema: a filled one from rows, and the empty template."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from planner.case.calendar import Calendar
from planner.workbook.columns import Column, Type
from planner.workbook.contents import fill_contents
from planner.workbook.dropdowns import add_dropdowns, add_list, choices_source
from planner.workbook.filling import fill_sheet
from planner.workbook.heads import Facts, describe, heads, used
from planner.workbook.means import SettingValues
from planner.workbook.saving import save_whole
from planner.workbook.schema import BY_NAME, CONTENTS_SHEET, SHEETS

_SETTINGS = "settings"
_KEYS = {column.id: column for column in SettingValues.columns() if column.id not in ("source", "note")}


def write_book(
    path: Path, rows_by_sheet: Mapping[str, Sequence[Facts]], calendar: Calendar, *, blank_columns: bool = True
) -> None:
    """Write a styled input workbook that holds the given sheets, whole or not at all.

    Without `blank_columns`, optional columns that no row fills are left out.
    Raises ValueError for a sheet or field that the schema does not declare.
    """
    unknown = sorted(set(rows_by_sheet) - set(BY_NAME))
    if unknown:
        raise ValueError(f"the schema declares no sheet {', '.join(unknown)}")
    rows = {row.sheet: rows_by_sheet[row.sheet] for row in SHEETS if row.sheet in rows_by_sheet}
    rows |= {_SETTINGS: [_told(facts) for facts in rows[_SETTINGS]]} if _SETTINGS in rows else {}
    layout = {name: heads(BY_NAME[name], calendar) for name in rows}
    if not blank_columns:
        layout = {name: used(layout[name], rows[name]) for name in rows}
    book = Workbook()
    contents = book.worksheets[0]
    contents.title = CONTENTS_SHEET
    fill_contents(contents, _title(rows), {name: len(rows[name]) for name in rows})
    for name in rows:
        fill_sheet(book.create_sheet(name), BY_NAME[name], layout[name], rows[name])
    add_dropdowns(book, layout)
    _finish_settings(book)
    book.properties.creator = "fab-planner"
    save_whole(book, path)


def write_template(path: Path, first: str = "2026Q4", periods: int = 40) -> None:
    """Write the empty workbook: every sheet with its header, and the keys of the settings sheet with their defaults.

    Raises ValueError where `first` is not a quarter such as 2026Q4.
    """
    given: dict[str, object] = {"case_name": "My case", "first_period": first, "periods": periods}
    settings = [{"key": key, "value": given.get(key, column.default)} for key, column in _KEYS.items()]
    rows: dict[str, Sequence[Facts]] = {row.sheet: () for row in SHEETS}
    write_book(path, rows | {_SETTINGS: settings}, Calendar.starting(first, periods))


def _title(rows_by_sheet: Mapping[str, Sequence[Facts]]) -> str:
    names = (facts.get("value") for facts in rows_by_sheet.get(_SETTINGS, ()) if facts.get("key") == "case_name")
    return str(next(names, None) or "Input workbook")


def _told(facts: Facts) -> Facts:
    """Return a setting whose note says what it means, unless it has a note of its own."""
    column = _KEYS.get(str(facts.get("key")))
    return facts if column is None or facts.get("note") else {**facts, "note": _in_one_line(column)}


def _in_one_line(column: Column) -> str:
    return "; ".join(describe(column).splitlines()[:-1])  # the last line names the key, which stands beside it


def _finish_settings(book: Workbook) -> None:
    """Let settings with fixed choices be chosen; numbers of the value column are shown as they are typed."""
    if _SETTINGS not in book.sheetnames:
        return
    sheet = book[_SETTINGS]
    for at in range(2, sheet.max_row + 1):
        column = _KEYS.get(str(sheet.cell(at, 1).value))
        if column is not None and column.type is Type.CHOICE:
            add_list(book, _SETTINGS, "B", choices_source(column.choices), at, at)
