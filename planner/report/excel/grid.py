"""Grids on presentation sheets: labels on the left, one column per period or year, one line per series."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from openpyxl.worksheet.worksheet import Worksheet

from planner.report.excel.page import Pages
from planner.report.excel.style import HEAD, HEAD_RIGHT, HEAD_WRAPPED, OVER, SECTION, UNDER, label, number, write
from planner.report.words.formats import short

_DUST = 1e-9
_MIN_LINES = 8
"""Lines of a grid that stay together with its title."""
_LINE, _MAX_LINES, _CHARACTERS = 13.0, 5, 10
"""Of a header that is wrapped: points of a line, lines at most, characters that a line holds at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid, with one format or one for each value. `None` leaves a cell blank, a text stays."""

    labels: tuple[str, ...]
    values: Sequence[float | str | None]
    format: str | Sequence[str]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of a grid: its header row, the row of each line, its value columns, and the next free row."""

    header: int
    rows: tuple[int, ...]
    left: int
    right: int
    below: int


@dataclass(frozen=True, slots=True)
class Heads:
    """The header of a grid: its labels and its columns; `wrapped` gives long ones several lines."""

    labels: Sequence[str]
    columns: Sequence[str]
    wrapped: bool = False


def add_grid(sheet: Worksheet, row: int, title: str, heads: Heads, lines: Sequence[Line], pages: Pages) -> Placed:
    """Write a titled grid from a row on and return its place; the header is repeated on every page."""
    if not pages.fits(row, min(len(lines), _MIN_LINES) + 2):
        pages.start_page(row)
    write(sheet, row, 1, title, SECTION)
    sheet.row_dimensions[row].height = 22
    header = row + 1
    _head(sheet, header, heads)
    at, rows = header + 1, []
    for _, group in groupby(lines, key=lambda line: line.labels[0]):
        chunk = list(group)
        for line in chunk:
            if not pages.fits(at, len(chunk) if line is chunk[0] else 1) and at > pages.starts[-1] + 2:
                pages.start_page(at)
                _head(sheet, at, heads)
                at += 1
            _line(sheet, at, line)
            rows.append(at)
            at += 1
    left = len(heads.labels) + 1
    return Placed(header, tuple(rows), left, left + len(heads.columns) - 1, at + 1)


def _head(sheet: Worksheet, row: int, heads: Heads) -> None:
    for place, text in enumerate(heads.labels, start=1):
        write(sheet, row, place, text, HEAD)
    for place, text in enumerate(heads.columns, start=len(heads.labels) + 1):
        write(sheet, row, place, short(text), HEAD_WRAPPED if heads.wrapped else HEAD_RIGHT)
    if heads.wrapped:
        longest = max((len(text) for text in heads.columns), default=0)
        sheet.row_dimensions[row].height = _LINE * max(1.5, min(_MAX_LINES, -(-longest // _CHARACTERS)))


def _line(sheet: Worksheet, row: int, line: Line) -> None:
    border = OVER if line.strong else UNDER
    formats = [line.format] * len(line.values) if isinstance(line.format, str) else line.format
    for place, text in enumerate(line.labels, start=1):
        write(sheet, row, place, short(text), label(line.strong, border))
    for place, (value, format_) in enumerate(zip(line.values, formats, strict=True), start=len(line.labels) + 1):
        write(sheet, row, place, _clean(value), number(format_, line.strong, border))


def _clean(value: float | str | None) -> float | str | None:
    """Return a value without rounding noise, which would be shown as -0.0."""
    return 0.0 if isinstance(value, int | float) and abs(value) < _DUST else value
