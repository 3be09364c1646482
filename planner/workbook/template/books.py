"""Input workbooks made from the declared schema: a filled one from rows, and the empty template."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from planner.case.calendar import Calendar, months_of_label, parse_label
from planner.workbook.contract.columns import Column
from planner.workbook.contract.schema import BY_NAME, CONTENTS_SHEET, DICTIONARY_SHEET, SHEETS
from planner.workbook.contract.settings import SettingValues
from planner.workbook.file.saving import save_whole
from planner.workbook.template.contents import fill_contents
from planner.workbook.template.dictionary import fill_dictionary
from planner.workbook.template.entry_help import add_help, add_help_to_setting
from planner.workbook.template.filling import fill_sheet
from planner.workbook.template.header_row import Facts, describe, heads, used

_SETTINGS = "settings"
_KEYS = {column.id: column for column in SettingValues.columns() if column.id not in ("source", "note")}
_YEARS = 10


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
    rows |= {_SETTINGS: [_with_meaning(facts) for facts in rows[_SETTINGS]]} if _SETTINGS in rows else {}
    layout = {name: heads(BY_NAME[name], calendar) for name in rows}
    if not blank_columns:
        layout = {name: used(layout[name], rows[name]) for name in rows}
    book = Workbook()
    contents = book.worksheets[0]
    contents.title = CONTENTS_SHEET
    fill_contents(contents, _title(rows), {name: len(rows[name]) for name in rows})
    for name in rows:
        fill_sheet(book.create_sheet(name), BY_NAME[name], layout[name], rows[name])
    fill_dictionary(book.create_sheet(DICTIONARY_SHEET), layout)
    add_help(book, layout)
    _finish_settings(book)
    book.properties.creator = "fab-planner"
    save_whole(book, path)


def write_template(path: Path, first: str = "2026Q4", periods: int | None = None) -> None:
    """Write the empty workbook: every sheet with its header, and the keys of the settings sheet with their defaults.

    The form of the first label sets the length of the periods: 2026Q4, 2026M10 or 2026. The default is ten years.
    Raises ValueError where `first` is not a label, or the horizon goes beyond the last possible label.
    """
    months = months_of_label(first)
    calendar = Calendar.starting(first, 12 // months * _YEARS if periods is None else periods, months)
    parse_label(calendar.label(calendar.last), months)
    given: dict[str, object] = {
        "case_name": "My case",
        "first_period": calendar.label(0),
        "periods": calendar.periods,
        "period_months": months,
    }
    settings = [{"key": key, "value": given.get(key, column.default)} for key, column in _KEYS.items()]
    rows: dict[str, Sequence[Facts]] = {row.sheet: () for row in SHEETS}
    write_book(path, rows | {_SETTINGS: settings}, calendar)


def _title(rows_by_sheet: Mapping[str, Sequence[Facts]]) -> str:
    names = (facts.get("value") for facts in rows_by_sheet.get(_SETTINGS, ()) if facts.get("key") == "case_name")
    return str(next(names, None) or "Input workbook")


def _with_meaning(facts: Facts) -> Facts:
    """Return a setting whose note says what it means, unless it already has a note."""
    column = _KEYS.get(str(facts.get("key")))
    return facts if column is None or facts.get("note") else {**facts, "note": _in_one_line(column)}


def _in_one_line(column: Column) -> str:
    return "; ".join(describe(column).splitlines()[:-1])  # the last line names the key, which is in the next cell


def _finish_settings(book: Workbook) -> None:
    """Add entry help to each value by its key; numbers are shown as typed, since a year is not an amount."""
    if _SETTINGS not in book.sheetnames:
        return
    sheet = book[_SETTINGS]
    for at in range(2, sheet.max_row + 1):
        column = _KEYS.get(str(sheet.cell(at, 1).value))
        if column is not None:
            add_help_to_setting(book, _SETTINGS, at, column)
