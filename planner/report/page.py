"""How a sheet prints: A4 landscape, fitted to the width, with its name and page number at the foot."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

COLUMNS_A_PAGE = 20
"""Columns of a period beside their labels on one page."""


def print_landscape(sheet: Worksheet, repeat_rows: str = "", repeat_columns: str = "", one_page: bool = False) -> None:
    """Set a sheet up for paper; `one_page` fits it on a single page, what repeats stands on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.5, 0.2, 0.25
    sheet.oddFooter = HeaderFooterItem(left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text="&P / &N"))
    if repeat_rows:
        sheet.print_title_rows = repeat_rows
    if repeat_columns:
        sheet.print_title_cols = repeat_columns


def print_in_bands(sheet: Worksheet, grid_row: int, labels: int, columns: int) -> None:
    """Set up a sheet with charts above a wide grid: the charts on one page, the grid in bands of periods after it.

    A grid that fits beside its labels stays on the page of the charts.
    """
    letter = get_column_letter
    if columns <= COLUMNS_A_PAGE + 1:  # a total beside twenty periods still fits
        print_landscape(sheet)
        return
    areas = [f"A1:{letter(labels + COLUMNS_A_PAGE)}{grid_row - 1}"]
    for first in range(1, columns + 1, COLUMNS_A_PAGE):
        left = 1 if first == 1 else labels + first
        right = labels + min(columns, first + COLUMNS_A_PAGE - 1)
        areas.append(f"{letter(left)}{grid_row}:{letter(right)}{sheet.max_row}")
    print_landscape(sheet, repeat_columns=f"A:{letter(labels)}")
    sheet.print_area = ",".join(areas)
