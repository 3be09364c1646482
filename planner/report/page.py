"""How a sheet prints: A4 landscape, fitted to the width, with its name and page number at the foot."""

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet


def print_landscape(
    sheet: Worksheet, repeat_rows: str = "", repeat_columns: str = "", pages_wide: int = 1, one_page: bool = False
) -> None:
    """Set a sheet up for paper; `one_page` fits it on a single page, what repeats stands on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.5, 0.2, 0.25
    sheet.oddFooter = HeaderFooterItem(left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text="&P / &N"))
    if repeat_rows:
        sheet.print_title_rows = repeat_rows
    if repeat_columns:
        sheet.print_title_cols = repeat_columns
