"""What surrounds the rows of a sheet: the Excel table, frozen header, row heights, tab colour and print set-up."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.contract.columns import Row
from planner.workbook.template import style
from planner.workbook.template.header_row import PROSE, Head

_A3 = 8


def frame(sheet: Worksheet, row: type[Row], heads: Sequence[Head], length: int) -> None:
    """Make a table of the rows, freeze the header with the key columns, and set the page up for printing."""
    keys = _keys(row, heads)
    sheet.freeze_panes = f"{get_column_letter(keys + 1)}2"
    sheet.sheet_properties.tabColor = style.tab_colour(row.sheet)
    sheet.sheet_view.zoomScale = 90
    corner = f"{get_column_letter(len(heads))}{length + 1}"
    table = Table(displayName=row.sheet, ref=f"A1:{corner}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    _page(sheet, keys, pages_wide=2 if row.series else 1)


def set_heights(sheet: Worksheet, lines: Sequence[int]) -> None:
    """Set the height of the header and of every row by its number of lines."""
    sheet.row_dimensions[1].height = style.HEADER_HEIGHT_POINTS
    for at, count in enumerate(lines, start=2):
        sheet.row_dimensions[at].height = min(style.LINE_HEIGHT_POINTS * count + 2, style.HIGHEST_ROW_POINTS)


def _keys(row: type[Row], heads: Sequence[Head]) -> int:
    """Return how many columns stay in sight: those before the periods, or the fields that name a row."""
    if row.series is None:
        return max(1, min(2, len(row.unique)))
    return sum(head.column is not None and head.column.id not in PROSE for head in heads)


def _page(sheet: Worksheet, keys: int, pages_wide: int) -> None:
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = f"A:{get_column_letter(keys)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
