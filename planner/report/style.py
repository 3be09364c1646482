"""The look of the presentation sheets: one palette, one set of fonts and number formats, put on cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.report.shares import percent_format
from planner.workbook.cells import put

NAVY, TEAL, MINT, AMBER, RED = "1F3A5F", "2A8C82", "A8D5CF", "F2C14E", "C8553D"
INK, GREY, RULE, PAPER = "222B36", "6B7785", "D5DBE1", "F3F5F8"

USD_BN = "#,##0.0"
KUNITS = "#,##0"
KWSPM = "#,##0.0"
PCT = "0.0"
"""Shares; cells near 100 % get more decimals, cells at it none."""
COUNT = "0"

_HAIRLINE = Side(style="thin", color=RULE)
UNDER = Border(bottom=_HAIRLINE)
OVER = Border(top=Side(style="thin", color=INK))
RIGHT = Alignment(horizontal="right", vertical="center")
LEFT = Alignment(horizontal="left", vertical="center")
CENTRE = Alignment(horizontal="center", vertical="center")
WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell looks like."""

    font: Font
    format: str = "General"
    fill: PatternFill | None = None
    alignment: Alignment | None = None
    border: Border | None = None


def font(size: float = 10, color: str = INK, bold: bool = False, italic: bool = False) -> Font:
    """Return the font of the reports."""
    return Font(name="Calibri", size=size, color=color, bold=bold, italic=italic)


def solid(color: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=color, end_color=color)


TITLE = Look(font(20, NAVY, bold=True), alignment=LEFT)
SUBTITLE = Look(font(10, GREY), alignment=LEFT)
SECTION = Look(font(12, NAVY, bold=True), alignment=LEFT)
BODY = Look(font(), alignment=LEFT)
NOTE = Look(font(9, GREY, italic=True), alignment=LEFT)
HEAD = Look(font(10, "FFFFFF", bold=True), fill=solid(NAVY), alignment=LEFT)
HEAD_RIGHT = Look(font(10, "FFFFFF", bold=True), fill=solid(NAVY), alignment=RIGHT)
SMALL_HEAD = Look(font(9, "FFFFFF", bold=True), fill=solid(NAVY), alignment=LEFT)
SMALL_HEAD_RIGHT = Look(font(9, "FFFFFF", bold=True), fill=solid(NAVY), alignment=RIGHT)


def number(format: str, bold: bool = False, border: Border | None = UNDER) -> Look:  # noqa: A002  Excel's own word
    """Return the look of a number in a table."""
    return Look(font(bold=bold), format, alignment=RIGHT, border=border)


def label(bold: bool = False, border: Border | None = UNDER) -> Look:
    """Return the look of a text in a table."""
    return Look(font(bold=bold), alignment=LEFT, border=border)


def write(sheet: Worksheet, row: int, column: int, value: object, look: Look) -> Cell:
    """Put a value with its look into a cell."""
    cell = put(sheet, row, column, value)
    cell.font = look.font
    cell.number_format = percent_format(value) if look.format == PCT and isinstance(value, float) else look.format
    if look.fill is not None:
        cell.fill = look.fill
    if look.alignment is not None:
        cell.alignment = look.alignment
    if look.border is not None:
        cell.border = look.border
    return cell


def heading(sheet: Worksheet, title: str, subtitle: str) -> None:
    """Put a title and a line below it on top of a sheet, and hide the grid."""
    write(sheet, 1, 1, title, TITLE)
    write(sheet, 2, 1, subtitle, SUBTITLE)
    sheet.row_dimensions[1].height = 30
    sheet.sheet_view.showGridLines = False


def widths(sheet: Worksheet, found: Sequence[float]) -> None:
    """Set the widths of the columns from A on."""
    for place, width in enumerate(found, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
