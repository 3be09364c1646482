"""One sheet of an input workbook: header cells, rows as an Excel table, formats and widths."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.calendar import Calendar
from planner.workbook import style
from planner.workbook.cells import put
from planner.workbook.columns import Row, Type
from planner.workbook.heads import Head, heads

Facts = Mapping[str, object]
"""One row by field id; the values by period of a series stand together under `values`."""

_NUMBERS = (Type.NUMBER, Type.PERCENT)


def fill_sheet(sheet: Worksheet, row: type[Row], rows: Sequence[Facts], calendar: Calendar) -> None:
    """Write header, rows, table and formats of a declared sheet. Raises ValueError for a field it does not declare."""
    row_heads = heads(row, calendar)
    _refuse_unknown(row, rows)
    for at, head in enumerate(row_heads, start=1):
        _head(sheet, at, head)
        values = [_value(head, facts) for facts in rows]
        _body(sheet, at, head, values)
        texts = [text(value) for value in values]
        letter = get_column_letter(at)
        type_ = head.column.type if head.column else Type.NUMBER
        sheet.column_dimensions[letter].width = style.width(head.title, type_, texts)
    _frame(sheet, row, row_heads, len(rows))


def text(value: object) -> str:
    """Return a value as it shows in a cell, roughly, to measure its width."""
    if isinstance(value, float):
        return f"{value:,.2f}"
    return "" if value is None else str(value)


def _refuse_unknown(row: type[Row], rows: Iterable[Facts]) -> None:
    known = {column.id for column in row.columns()} | ({"values"} if row.series else set())
    unknown = sorted({field for facts in rows for field in facts} - known)
    if unknown:
        raise ValueError(f"sheet {row.sheet} declares no field {', '.join(unknown)}")


def _value(head: Head, facts: Facts) -> object:
    if head.period is not None:
        values = facts.get("values", ())
        return values[head.period] if isinstance(values, Sequence) and head.period < len(values) else None
    value = facts.get(head.column.id) if head.column else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (tuple, list)):
        return ";".join(str(item) for item in value) or None
    return None if value == "" else value


def _head(sheet: Worksheet, at: int, head: Head) -> None:
    required = head.column is not None and head.column.required
    colour = style.SERIES if head.column is None else style.REQUIRED if required else style.OPTIONAL
    cell = put(sheet, 1, at, head.title)
    cell.font = style.HEADER_FONT
    cell.fill = style.fill(colour)
    cell.alignment = style.HEADER_ALIGNMENT if head.column else style.SERIES_ALIGNMENT
    if head.period in (None, 0):  # what a period column means is said once, at the first
        cell.comment = Comment(head.comment, "planner", height=130, width=320)


def _body(sheet: Worksheet, at: int, head: Head, values: Sequence[object]) -> None:
    numeric = head.column is None or head.column.type in _NUMBERS
    number_format = style.number_format(values) if numeric else "General"
    for offset, value in enumerate(values, start=2):
        cell = put(sheet, offset, at, value)
        cell.font = style.QUIET_FONT if head.column and head.column.type is Type.TEXT else style.BODY_FONT
        if isinstance(value, (int, float)):
            cell.number_format = number_format


def _frame(sheet: Worksheet, row: type[Row], row_heads: Sequence[Head], length: int) -> None:
    keys = sum(head.column is not None for head in row_heads) - 2 if row.series else max(1, len(row.unique))
    sheet.freeze_panes = f"{get_column_letter(keys + 1)}2"
    sheet.row_dimensions[1].height = style.HEADER_HEIGHT_POINTS
    sheet.sheet_properties.tabColor = style.tab_colour(row.sheet)
    sheet.sheet_view.zoomScale = 90
    corner = f"{get_column_letter(len(row_heads))}{max(2, length + 1)}"  # a table has at least one row
    table = Table(displayName=row.sheet, ref=f"A1:{corner}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = f"A:{get_column_letter(keys)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToWidth = 2 if row.series else 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
