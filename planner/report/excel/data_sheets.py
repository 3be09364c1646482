"""The contract's sheets: one named table each, frozen header, filters, column widths by content.

They hold data for other programs; only the short ones are printed.
"""

from collections.abc import Iterable

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from planner.report.excel.long_tables import LongRows, long_rows
from planner.report.excel.page import print_data
from planner.report.excel.style import HEAD, HEAD_RIGHT, write

_WIDEST = 48
_SAMPLE_ROWS = 200


def add_tidy_sheet(book: Workbook, name: str, table: pd.DataFrame) -> LongRows:
    """Append a sheet that holds a table and nothing else; its rows are returned, to be put in when it is saved."""
    sheet = book.create_sheet(name)
    columns = [str(column) for column in table.columns]
    for place, column in enumerate(columns, start=1):
        numeric = len(table) > 0 and not isinstance(table[column].iloc[0], str)
        write(sheet, 1, place, column, HEAD_RIGHT if numeric else HEAD)
        sheet.column_dimensions[get_column_letter(place)].width = _width(column, table[column].head(_SAMPLE_ROWS))
    _name_table(sheet, name, columns, len(table))
    sheet.freeze_panes = "A2"
    print_data(sheet, len(columns), len(table))
    return long_rows(sheet, table)


def _name_table(sheet: Worksheet, name: str, columns: list[str], rows: int) -> None:
    # Excel repairs a table without a data row, so an empty one spans a blank row.
    table = Table(displayName=name, ref=f"A1:{get_column_letter(len(columns))}{max(rows, 1) + 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    # By default, openpyxl creates every cell of the table to find the titles of its columns.
    table.tableColumns = [TableColumn(id=place, name=column) for place, column in enumerate(columns, start=1)]
    table.autoFilter = AutoFilter(ref=table.ref)
    sheet.add_table(table)


def _width(header: str, values: Iterable[object]) -> float:
    longest = max((len(str(value)) for value in values if isinstance(value, str)), default=12)
    return min(_WIDEST, max(len(header) + 4, longest + 2, 10))
