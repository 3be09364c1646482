"""Rows of long tables as XML, put into a saved workbook: openpyxl takes ten times as long over as many cells.

A workbook is saved with the header of such a table alone; `filled` then puts the rows below it.
"""

import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

import pandas as pd
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.template.cells import looks_like_formula, storable

ROUNDED = "#,##0.000"
_SMALL = 0.01  # smaller values would lose digits in that format
_LEVEL = 3  # of nine levels: a slightly larger file in a third of the time
_END = b"</sheetData>"
_SIZE = re.compile(rb'<dimension ref="[^"]*"')


@dataclass(frozen=True, slots=True)
class LongRows:
    """The rows of a table below the header of its sheet, as XML, and the range of both."""

    sheet: Worksheet
    range: str
    xml: bytes


def long_rows(sheet: Worksheet, table: pd.DataFrame) -> LongRows:
    """Return the rows of a table for a sheet that holds its header: values at full precision, shown rounded."""
    cells = _Cells(sheet)
    letters = [get_column_letter(place) for place in range(1, table.shape[1] + 1)]
    columns = [[cells.after_reference(value) for value in table[column].tolist()] for column in table.columns]
    rows = []
    for at, row in enumerate(zip(*columns, strict=True), start=2):
        row_cells = [f'<c r="{letter}{at}"{rest}' for letter, rest in zip(letters, row, strict=True) if rest]
        rows.append(f'<row r="{at}">{"".join(row_cells)}</row>')
    return LongRows(sheet, f"A1:{letters[-1]}{len(table) + 1}", "".join(rows).encode())


def filled(book: bytes, tables: Sequence[LongRows]) -> bytes:
    """Return the file of a workbook with the rows in its sheets."""
    long = {table.sheet.path.removeprefix("/"): table for table in tables}
    with zipfile.ZipFile(BytesIO(book)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target:
        for name, content in parts.items():
            target.writestr(name, _with_rows(content, long[name]) if name in long else content)
    return whole.getvalue()


def _with_rows(content: bytes, table: LongRows) -> bytes:
    sized = _SIZE.sub(f'<dimension ref="{table.range}"'.encode(), content, count=1)
    head, end, tail = sized.partition(_END)
    return b"".join((head, table.xml, end, tail))


class _Cells:
    """Cells as XML, from what follows their reference to their end; texts recur, so each is built once."""

    def __init__(self, sheet: Worksheet) -> None:
        self._rounded = _style(sheet, ROUNDED)
        self._quoted = _style(sheet, "General", quoted=True)
        self._texts: dict[str, str] = {"": ""}

    def after_reference(self, value: object) -> str:
        """Return the end of the element of a cell that holds a value; nothing for a blank."""
        if isinstance(value, float) and math.isfinite(value):
            style = self._rounded if value == 0 or abs(value) >= _SMALL else ""
            return f"{style}><v>{value!r}</v></c>"
        if isinstance(value, int):
            return f"><v>{value}</v></c>"
        text = str(value)  # Excel has no infinities, and the reader takes `inf` back
        if text not in self._texts:
            style = self._quoted if looks_like_formula(text) else ""
            inline = f'<is><t xml:space="preserve">{escape(storable(text))}</t></is>'
            self._texts[text] = f'{style} t="inlineStr">{inline}</c>'
        return self._texts[text]


def _style(sheet: Worksheet, number_format: str, quoted: bool = False) -> str:
    """Return the attribute that gives a cell its style, which the workbook learns by it."""
    cell = Cell(sheet, row=1, column=1)  # not part of any sheet
    cell.number_format, cell.quotePrefix = number_format, quoted
    return f' s="{cell.style_id}"'
