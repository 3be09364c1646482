"""Writes values into the cells of a sheet."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

_DIGITS = 16  # openpyxl writes that many; a double may need one more
_FORMULA_STARTS = ("=", "+", "-", "@")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Set the value of a cell and return it; text stays text, also where it starts with an equals sign.

    A number keeps every digit, and empty text is a blank.
    """
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title}!{cell.coordinate} is hidden under a merged cell")
    if isinstance(value, str) and not (value := storable(value)):
        cell.value = None  # a cell of text that lacks the text is one that Excel may want to repair
    elif isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        cell.quotePrefix = looks_like_formula(value)
    elif isinstance(value, float) and float(f"{value:.{_DIGITS}g}") != value:
        cell.value = repr(value)
        cell.data_type = "n"
    else:
        cell.value = value  # type: ignore[assignment]
    return cell


def storable(text: str) -> str:
    """Return text as a workbook stores it: without characters that XML forbids, and _x0041_ not taken for an A."""
    printable = ILLEGAL_CHARACTERS_RE.sub("", text)
    return _ESCAPED.sub("_x005F_", printable) if "_x" in printable else printable


def looks_like_formula(text: str) -> bool:
    """True where a spreadsheet program would read text as a formula."""
    return text.startswith(_FORMULA_STARTS)
