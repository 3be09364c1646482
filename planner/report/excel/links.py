"""Links inside the workbook: from a figure to the sheet and cells that it is computed from, and back."""

from dataclasses import dataclass

from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from planner.report.excel.style import LINKED, Look, write

SOURCES_ROW = 3
BRIEFING = "briefing"


@dataclass(frozen=True, slots=True)
class Place:
    """A range of cells. Its last cell holds the traced figure."""

    sheet: str
    range: str

    def __str__(self) -> str:
        return f"{self.sheet} {self.range}"


def cells(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> Place:
    """Return a range by its corners, counted from 1."""
    first, last = f"{get_column_letter(left)}{top}", f"{get_column_letter(right)}{bottom}"
    return Place(sheet.title, first if first == last else f"{first}:{last}")


def link(cell: Cell | MergedCell, place: Place) -> None:
    """Link a cell to a place without changing its look."""
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is hidden under a merged cell")
    location = f"{quote_sheetname(place.sheet)}!{place.range}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, tooltip=f"Computed from {place}")


def write_link(sheet: Worksheet, row: int, column: int, text: str, place: Place, look: Look = LINKED) -> None:
    """Write a text with a link to a place."""
    link(write(sheet, row, column, text, look), place)


def add_sources(sheet: Worksheet, *sources: str, columns: tuple[int, ...] = (2, 3, 5, 7, 9)) -> None:
    """Write below a heading which sheets its figures come from, and the way back to the briefing."""
    write_link(sheet, SOURCES_ROW, 1, "← briefing", Place(BRIEFING, "A1"))
    for column, source in zip(columns, sources, strict=False):
        write_link(sheet, SOURCES_ROW, column, f"from {source}", Place(source, "A1"))
