"""One sheet of an input workbook: header cells and rows, with formats, widths and comments."""

from collections.abc import Iterable, Sequence
from enum import Enum

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.contract.columns import Row, Type
from planner.workbook.template import style
from planner.workbook.template.cells import put
from planner.workbook.template.framing import frame, set_heights
from planner.workbook.template.header_row import PROSE, Facts, Head

BLANK_ROWS = 12
"""Rows laid out, ready to be filled in, where a sheet has none."""

_NUMBERS = (Type.NUMBER, Type.PERCENT, Type.WHOLE)


def fill_sheet(sheet: Worksheet, row: type[Row], heads: Sequence[Head], rows: Sequence[Facts]) -> None:
    """Write header, rows, table and formats of a declared sheet. Raises ValueError for a field it does not declare."""
    _refuse_unknown(row, rows)
    rows = rows or [{}] * BLANK_ROWS
    lines = [1] * len(rows)
    for at, head in enumerate(heads, start=1):
        values = [_value(head, facts) for facts in rows]
        width = style.width(head.title, _type(head), [_shown(value) for value in values])
        sheet.column_dimensions[get_column_letter(at)].width = width
        _head(sheet, at, head)
        _body(sheet, at, head, values, wrap=row.series is None)
        if _type(head) is Type.TEXT and row.series is None:
            lines = [max(n, style.lines(_shown(value), width)) for n, value in zip(lines, values, strict=True)]
    set_heights(sheet, lines)
    frame(sheet, row, heads, len(rows))


def _type(head: Head) -> Type:
    return head.column.type if head.column else Type.NUMBER


def _shown(value: object) -> str:
    """Return a value roughly as it shows in a cell, to measure it."""
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
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
    cell.alignment = style.HEADER_NUMBER if _type(head) in _NUMBERS else style.HEADER_TEXT
    cell.comment = Comment(head.comment, "planner", height=130, width=320)


def _body(sheet: Worksheet, at: int, head: Head, values: Sequence[object], wrap: bool) -> None:
    type_ = _type(head)
    prose = head.column is not None and head.column.id in PROSE
    words = style.BODY_PROSE if prose and wrap else style.BODY_TEXT
    number_format = style.number_format(values) if type_ in _NUMBERS else "General"
    for offset, value in enumerate(values, start=2):
        cell = put(sheet, offset, at, value)
        cell.font = style.QUIET_FONT if prose else style.BODY_FONT
        cell.alignment = style.BODY_NUMBER if type_ in _NUMBERS else words
        cell.border = style.RULE
        if isinstance(value, (int, float)):
            cell.number_format = number_format
