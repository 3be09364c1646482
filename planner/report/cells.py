"""Values into cells: text stays text, numbers keep every digit."""

import math
import re

from openpyxl.cell import Cell

# Characters that XML 1.0 does not allow; a workbook that holds one cannot be opened.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DIGITS = 16  # openpyxl writes that many; a double may need one more


def clean(text: str) -> str:
    """Return a text without the characters that a workbook cannot hold."""
    return _CONTROL.sub("", text)[:32_767]


def put(cell: Cell, value: object) -> Cell:
    """Set a cell's value: text is never taken for a formula or an error, a float is stored to its last digit.

    Excel has no infinities: they are stored as the text `inf`, which the reader takes back.
    """
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
    elif isinstance(value, float) and not math.isfinite(value):
        cell.value = str(value)
    elif isinstance(value, float) and float(f"{value:.{_DIGITS}g}") != value:
        cell.value = repr(value)
        cell.data_type = "n"
    else:
        cell.value = value  # type: ignore[assignment]
    return cell
