"""How an input workbook looks: colours, header cells, number formats and column widths."""

import math
from collections.abc import Iterable

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from planner.workbook.contract.columns import Type
from planner.workbook.contract.schema import SHEETS

INK = "1F2A37"
QUIET = "6B7280"
LINK = "1D4ED8"
REQUIRED = "1F4E5F"
OPTIONAL = "6E8CA0"
SERIES = "8A6D3B"

TITLE_FONT = Font(name="Calibri", size=18, bold=True, color=INK)
BODY_FONT = Font(name="Calibri", size=11, color=INK)
QUIET_FONT = Font(name="Calibri", size=10, color=QUIET)
LINK_FONT = Font(name="Calibri", size=11, color=LINK, underline="single")
HEADER_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
HEADER_TEXT = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
HEADER_NUMBER = Alignment(wrap_text=True, vertical="center", horizontal="right")
BODY_TEXT = Alignment(vertical="top", horizontal="left", indent=1)
BODY_PROSE = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
BODY_NUMBER = Alignment(vertical="top", horizontal="right")
HEADER_HEIGHT_POINTS = 36.0
LINE_HEIGHT_POINTS = 14.0
HIGHEST_ROW_POINTS = 409.0
"""Excel treats a sheet with a higher row as damaged."""
RULE = Border(bottom=Side(style="hair", color="C9D2DA"))

_NARROWEST, _WIDEST = 9.0, 34.0
_MIN_WIDTHS = {Type.NAME: 14.0, Type.NAMES: 16.0, Type.TEXT: 24.0}
_PROSE = 96.0
_MAX_DECIMALS = 4

_TABS = ("334155", "1F6F78", "B7791F", "6B4E9B")
_FIRST_OF_GROUP = ("settings", "regions", "capacity", "funds")
"""The schema's order runs from the case to places, goods and means; a tab colour for each."""


def fill(colour: str) -> PatternFill:
    """Return a solid fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def tab_colour(sheet: str) -> str:
    """Return the tab colour of the group of sheets that a sheet belongs to."""
    names = [row.sheet for row in SHEETS]
    group = sum(names.index(first) <= names.index(sheet) for first in _FIRST_OF_GROUP)
    return _TABS[group - 1]


def number_format(values: Iterable[object]) -> str:
    """Return one format for a column: thousands separated, as many decimals as its values need, four at most."""
    decimals = 0
    for value in values:
        if isinstance(value, float):
            text = f"{value:.{_MAX_DECIMALS}f}".rstrip("0")
            decimals = max(decimals, len(text.partition(".")[2]))
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def width(title: str, type_: Type, texts: Iterable[str]) -> float:
    """Return a column width that shows the longest word of the title and the values; prose is cut at a line."""
    widest = _PROSE if type_ is Type.TEXT else _WIDEST
    words = max((len(word) for word in title.split()), default=0) + 4
    needed = max([words, len(title) / 2 + 5, *(len(text) + 4 for text in texts)])
    return float(min(max(needed, _MIN_WIDTHS.get(type_, _NARROWEST)), widest))


def lines(text: str, column_width: float) -> int:
    """Return how many lines of a column a text takes; the quiet font sets five characters in four units."""
    return max(1, math.ceil(len(text) * 0.8 / column_width))
