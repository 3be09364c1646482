"""The first sheet of an input workbook: what the others hold, with links and a legend."""

from collections.abc import Mapping

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.contract.schema import BY_NAME, DICTIONARY_SHEET
from planner.workbook.template import style
from planner.workbook.template.cells import put

_HEADS = ("Sheet", "Rows", "What it holds", "")
_WIDTHS = (18.0, 9.0, 98.0, 12.0)
_LEGEND = (
    (style.REQUIRED, "needed in every row"),
    (style.OPTIONAL, "may stay blank: the comment on the header gives the default"),
    (style.SERIES, "one column for each period"),
)


def fill_contents(sheet: Worksheet, title: str, lengths: Mapping[str, int]) -> None:
    """List the sheets of a book, named with their numbers of rows, under its title."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = style.INK
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    put(sheet, 1, 1, title).font = style.TITLE_FONT
    sheet.row_dimensions[1].height = 30
    put(
        sheet, 2, 1, "Input workbook of the fab planner. Point at a header to see what it means."
    ).font = style.QUIET_FONT
    _heads(sheet, 4)
    last = 4
    for last, (name, length) in enumerate(lengths.items(), start=5):
        row = BY_NAME[name]
        _line(sheet, last, name, (length or None, row.about, "required" if row.required else None))
    _line(sheet, last + 1, DICTIONARY_SHEET, (None, "Every field with its unit, default and meaning", None))
    _legend(sheet, last + 3)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _heads(sheet: Worksheet, at: int) -> None:
    for column, title in enumerate(_HEADS, start=1):
        cell = put(sheet, at, column, title or None)
        cell.font = style.HEADER_FONT
        cell.fill = style.fill(style.INK)
        cell.alignment = style.BODY_NUMBER if title == "Rows" else style.BODY_TEXT


def _line(sheet: Worksheet, at: int, name: str, says: tuple[int | None, str, str | None]) -> None:
    link = put(sheet, at, 1, name)
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(name)}!A1")
    link.font = style.LINK_FONT
    for column, value in enumerate(says, start=2):
        put(sheet, at, column, value).font = style.QUIET_FONT if column == 4 else style.BODY_FONT
    for column in range(1, len(_HEADS) + 1):
        sheet.cell(at, column).border = style.RULE
        sheet.cell(at, column).alignment = style.BODY_NUMBER if column == 2 else style.BODY_TEXT


def _legend(sheet: Worksheet, at: int) -> None:
    for row, (colour, meaning) in enumerate(_LEGEND, start=at):
        swatch = put(sheet, row, 1, "Header")
        swatch.fill = style.fill(colour)
        swatch.font = style.HEADER_FONT
        swatch.alignment = style.BODY_TEXT
        put(sheet, row, 3, meaning).font = style.QUIET_FONT
        sheet.cell(row, 3).alignment = style.BODY_TEXT
