"""The contract's sheets: one named table each, frozen header, filters, widths by what stands in the columns."""

import math
from collections.abc import Iterable

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from planner.report.page import print_landscape
from planner.report.style import HEAD, HEAD_RIGHT, write
from planner.workbook.cells import put

_WIDEST = 48
_SAMPLE_ROWS = 200
_FORMAT = "#,##0.000"
_SMALL = 0.01  # smaller values would lose their digits in that format


def add_tidy_sheet(book: Workbook, name: str, table: pd.DataFrame) -> None:
    """Append a sheet that holds a table and nothing else, values at full precision and shown rounded."""
    sheet = book.create_sheet(name)
    columns = [str(column) for column in table.columns]
    for number, row in enumerate(table.itertuples(index=False, name=None), start=2):
        for place, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = put(sheet, number, place, _storable(value))
            if isinstance(value, float) and (value == 0 or abs(value) >= _SMALL):
                cell.number_format = _FORMAT
    for place, column in enumerate(columns, start=1):
        numeric = len(table) > 0 and not isinstance(table[column].iloc[0], str)
        write(sheet, 1, place, column, HEAD_RIGHT if numeric else HEAD)
        sheet.column_dimensions[get_column_letter(place)].width = _width(column, table[column].head(_SAMPLE_ROWS))
    _name_table(sheet, name, len(columns), len(table))
    sheet.freeze_panes = "A2"
    print_landscape(sheet, repeat_rows="1:1")


def _storable(value: object) -> object:
    """Return the value, an infinite one as text: Excel has no infinities, and the reader takes `inf` back."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _name_table(sheet: Worksheet, name: str, columns: int, rows: int) -> None:
    # Excel repairs a table without a data row, so an empty one spans a blank row.
    table = Table(displayName=name, ref=f"A1:{get_column_letter(columns)}{max(rows, 1) + 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(table)


def _width(header: str, values: Iterable[object]) -> float:
    longest = max((len(str(value)) for value in values if isinstance(value, str)), default=12)
    return min(_WIDEST, max(len(header) + 4, longest + 2, 10))
