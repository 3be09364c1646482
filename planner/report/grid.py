"""Grids on presentation sheets: labels on the left, one column per period or year, one line per series."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from planner.report.style import HEAD, HEAD_RIGHT, OVER, SECTION, UNDER, label, number, write


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid. `None` leaves a cell blank."""

    labels: tuple[str, ...]
    values: Sequence[float | None]
    format: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a grid stands: its header row, its first line, its first and last value column, and the next free row."""

    header: int
    first: int
    left: int
    right: int
    below: int


def add_grid(
    sheet: Worksheet, row: int, title: str, labels: Sequence[str], columns: Sequence[str], lines: Sequence[Line]
) -> Placed:
    """Write a titled grid from a row on and return where it stands."""
    write(sheet, row, 1, title, SECTION)
    sheet.row_dimensions[row].height = 22
    header, left = row + 1, len(labels) + 1
    for place, text in enumerate(labels, start=1):
        write(sheet, header, place, text, HEAD)
    for place, text in enumerate(columns, start=left):
        write(sheet, header, place, text, HEAD_RIGHT)
    for at, line in enumerate(lines, start=header + 1):
        border = OVER if line.strong else UNDER
        words, figures = label(line.strong, border), number(line.format, line.strong, border)
        for place, text in enumerate(line.labels, start=1):
            write(sheet, at, place, text, words)
        for place, value in enumerate(line.values, start=left):
            write(sheet, at, place, value, figures)
    return Placed(header, header + 1, left, left + len(columns) - 1, header + 1 + len(lines) + 1)
