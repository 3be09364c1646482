"""Values into the cells of a sheet that is being written."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

_DIGITS = 16  # openpyxl writes that many; a double may need one more


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Set the value of a cell and return it; text stays text, also where it starts with an equals sign.

    A number keeps every digit.
    """
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title}!{cell.coordinate} is hidden under a merged cell")
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith("=")
    elif isinstance(value, float) and float(f"{value:.{_DIGITS}g}") != value:
        cell.value = repr(value)
        cell.data_type = "n"
    else:
        cell.value = value  # type: ignore[assignment]
    return cell
