"""Lists to choose from in cells: choices, yes and no, names of other sheets, and period labels."""

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from planner.workbook.columns import Column, Type
from planner.workbook.heads import Head

ROWS_WITH_LISTS = 500
"""Rows below the header in which the lists work, so that rows typed in later have them too."""


Layout = Mapping[str, Sequence[Head]]
"""The header cells of every declared sheet of a book, from left to right."""


def add_dropdowns(book: Workbook, layout: Layout) -> None:
    """Add a list to every column of the book that takes one. Lists help; what may be typed is for the checks to say."""
    for name, heads in layout.items():
        for at, head in enumerate(heads, start=1):
            source = _source(book, layout, head.column) if head.column else ""
            if source:
                add_list(book, name, get_column_letter(at), source)


def add_list(book: Workbook, sheet: str, letter: str, source: str, first: int = 2, last: int = ROWS_WITH_LISTS) -> None:
    """Let the cells of a column be chosen from a list, without refusing what is not in it."""
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}{first}:{letter}{last}")
    book[sheet].add_data_validation(rule)


def choices_source(choices: Sequence[str]) -> str:
    """Return the list of fixed choices as a validation formula."""
    return f'"{",".join(choices)}"'


def _source(book: Workbook, layout: Layout, column: Column) -> str:
    if column.type is Type.YES_NO:
        return choices_source(("yes", "no"))
    if column.type is Type.CHOICE:
        return choices_source(column.choices)
    if column.type is Type.PERIOD:
        return _periods(layout)
    if column.type is Type.NAME and column.refers_to:
        return _names(book, layout, *column.refers_to)
    return ""


def _names(book: Workbook, layout: Layout, sheet: str, field: str) -> str:
    """Return the range of a table's column: Excel stretches the list when rows are added to the table."""
    columns = [head.column.id if head.column else "" for head in layout.get(sheet, ())]
    if field not in columns:
        return ""
    letter = get_column_letter(columns.index(field) + 1)
    return f"{quote_sheetname(sheet)}!${letter}$2:${letter}${max(2, book[sheet].max_row)}"


def _periods(layout: Layout) -> str:
    """Return the range of the period labels in the first header row that shows them."""
    for name, heads in layout.items():
        periods = [get_column_letter(at) for at, head in enumerate(heads, start=1) if head.period is not None]
        if periods:
            return f"{quote_sheetname(name)}!${periods[0]}$1:${periods[-1]}$1"
    return ""
