"""The look of the presentation sheets: one palette, one set of fonts and number formats, put on cells."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.charts.palette import GREY, INK, NAVY, RULE
from planner.report.words.formats import percent_format
from planner.workbook.template.cells import put

USD_BN = '#,##0.0;-#,##0.0;"–"'
CENTS = '#,##0.00;-#,##0.00;"–"'
KUNITS = '#,##0;-#,##0;"–"'
KWSPM = USD_BN
"""Nothing at all is a dash; less than half a digit is 0.0."""
PCT = "0.0"
"""Shares; values near 100 % get more decimals, 100 % itself none."""
COUNT = "0"

_WIDEST_NAMES = 36
_DIGITS = 12
"""Digits of a number on the sheets for readers: the same figure summed in two ways is shown alike."""

_HAIRLINE = Side(style="thin", color=RULE)
UNDER = Border(bottom=_HAIRLINE)
OVER = Border(top=Side(style="thin", color=INK))
RIGHT = Alignment(horizontal="right", vertical="center")
LEFT = Alignment(horizontal="left", vertical="center")
FITTED = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
"""Names: one that is too long for its column is set smaller, never cut."""
CENTRE = Alignment(horizontal="center", vertical="center")
SHRUNK_CENTRE = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell looks like."""

    font: Font
    format: str = "General"
    fill: PatternFill | None = None
    alignment: Alignment | None = None
    border: Border | None = None


def font(size: float = 10, color: str = INK, bold: bool = False, italic: bool = False, underline: bool = False) -> Font:
    """Return the font of the reports."""
    return Font(
        name="Calibri", size=size, color=color, bold=bold, italic=italic, underline="single" if underline else None
    )


def solid(color: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=color, end_color=color)


TITLE = Look(font(20, NAVY, bold=True), alignment=LEFT)
SUBTITLE = Look(font(10, GREY), alignment=LEFT)
SECTION = Look(font(12, NAVY, bold=True), alignment=LEFT)
BODY = Look(font(), alignment=LEFT)
NOTE = Look(font(9, GREY, italic=True), alignment=LEFT)
LINKED = Look(font(9, GREY, underline=True), alignment=LEFT)
HEAD = Look(font(10, "FFFFFF", bold=True), fill=solid(NAVY), alignment=LEFT)
HEAD_RIGHT = Look(font(10, "FFFFFF", bold=True), fill=solid(NAVY), alignment=RIGHT)
HEAD_WRAPPED = Look(
    font(9, "FFFFFF", bold=True), fill=solid(NAVY), alignment=Alignment("right", "center", wrap_text=True)
)
SMALL_HEAD = Look(font(9, "FFFFFF", bold=True), fill=solid(NAVY), alignment=LEFT)
SMALL_HEAD_RIGHT = Look(font(9, "FFFFFF", bold=True), fill=solid(NAVY), alignment=RIGHT)


def number(format: str, bold: bool = False, border: Border | None = UNDER) -> Look:  # noqa: A002  Excel's own word
    """Return the look of a number in a table."""
    return _look(format, bold, border, RIGHT)


def label(bold: bool = False, border: Border | None = UNDER) -> Look:
    """Return the look of a name in a table."""
    return _look("General", bold, border, FITTED)


def _look(format_: str, bold: bool, border: Border | None, alignment: Alignment) -> Look:
    """Return a look by the identity of its border: openpyxl hashes one field by field."""
    key = format_, bold, id(border), id(alignment)
    if key not in _LOOKS:
        _LOOKS[key] = Look(font(bold=bold), format_, alignment=alignment, border=border)
    return _LOOKS[key]


_LOOKS: dict[tuple[str, bool, int, int], Look] = {}
"""Looks keep their border, so that its id stays its own."""


def write(sheet: Worksheet, row: int, column: int, value: object, look: Look) -> Cell:
    """Put a value with its look into a cell; sums lose the noise in their last digits."""
    value = float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
    cell: Any = put(sheet, row, column, value)
    format_ = percent_format(value) if look.format == PCT and isinstance(value, float) else look.format
    styles = _STYLES.setdefault(sheet.parent, {})
    key = (id(look), format_, cell.quotePrefix)
    if key not in styles:
        styles[key] = (look, _dressed(cell, look, format_))
    cell._style = copy(styles[key][1])
    return cell  # type: ignore[no-any-return]  # the stubs do not know what a style is kept in


# Styles by look, kept with the look so that its id stays its own; openpyxl spends most of its time looking up styles.
_STYLES: WeakKeyDictionary[Any, dict[tuple[int, str, bool], tuple[Look, Any]]] = WeakKeyDictionary()


def _dressed(cell: Any, look: Look, format_: str) -> Any:
    """Give a cell its look and return the style that the workbook made of it."""
    cell.font = look.font
    cell.number_format = format_
    if look.fill is not None:
        cell.fill = look.fill
    if look.alignment is not None:
        cell.alignment = look.alignment
    if look.border is not None:
        cell.border = look.border
    return copy(cell._style)


def heading(sheet: Worksheet, title: str, subtitle: str) -> None:
    """Put a title and a line below it on top of a sheet, and hide the grid."""
    write(sheet, 1, 1, title, TITLE)
    write(sheet, 2, 1, subtitle, SUBTITLE)
    sheet.row_dimensions[1].height = 30
    sheet.sheet_view.showGridLines = False


def label_width(names: Iterable[str], minimum: float = 20.0) -> float:
    """Return the width of a column of names; a little too long is set smaller."""
    return float(min(_WIDEST_NAMES, max([minimum, *(len(name) + 2 for name in names)])))


def widths(sheet: Worksheet, sizes: Sequence[float]) -> None:
    """Set the widths of the columns from A on."""
    for place, width in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
