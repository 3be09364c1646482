"""A header of two rows, with years above quarters or months, read as one row of labels."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from planner.workbook.text.periods import part_of_year
from planner.workbook.text.values import RawSheet, Value, is_blank
from planner.workbook.text.words import tidy, unmarked, visible

_ROWS_SEARCHED = 25
_YEAR = re.compile(r"(?:FY|CY|year|jahr|année)?\s*'?((?:19|20)?\d{2})(?:\.0)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stacked:
    """The sheet with one header row in place of two, and where and how the first label was put together."""

    raw: RawSheet
    row: int
    column: int
    example: str


def unstacked(raw: RawSheet, period_months: int) -> Stacked | None:
    """Return the sheet with its header in one row; nothing where years do not stand above parts of years."""
    rows = raw.rows[:_ROWS_SEARCHED]
    for at, ((above, years_row), (below, parts_row)) in enumerate(pairwise(rows)):
        parts = _parts(parts_row, period_months)
        if below != above + 1 or len(parts) < 2 or len(parts) < len(_parts(years_row, period_months)):
            continue
        years = _years(years_row, parts)
        labels = {index: _label(years[index], part, period_months) for index, part in parts.items() if index in years}
        if len(labels) < len(parts) or len(set(labels.values())) < len(labels):
            continue
        width = max(len(years_row), len(parts_row))
        cells = tuple(labels.get(index) or _title(years_row, parts_row, index) for index in range(width))
        joined = (*raw.rows[:at], (below, cells), *raw.rows[at + 2 :])
        first = min(labels)
        example = f"{_text(years_row, first) or years[first]} above {_text(parts_row, first)}, read as {labels[first]}"
        return Stacked(replace(raw, rows=joined), below, first + 1, example)
    return None


def _parts(cells: tuple[Value, ...], period_months: int) -> dict[int, int]:
    """Return the quarters or months that cells name, by index."""
    parts = {index: part_of_year(_text(cells, index), period_months) for index in range(len(cells))}
    return {index: part for index, part in parts.items() if part is not None}


def _years(cells: tuple[Value, ...], parts: Mapping[int, int]) -> dict[int, int]:
    """Return the year of each part: the one above it, or the last one to its left as in merged cells."""
    years: dict[int, int] = {}
    year = None
    for index in range(max(parts) + 1):
        text = unmarked(_text(cells, index))
        match = _YEAR.fullmatch(text)
        year = int(match[1]) + (2000 if len(match[1]) == 2 else 0) if match else None if text else year
        if year is not None and index in parts:
            years[index] = year
    return years


def _label(year: int, part: int, period_months: int) -> str:
    return f"{year}Q{part}" if period_months == 3 else f"{year}M{part:02d}"


def _title(years_row: tuple[Value, ...], parts_row: tuple[Value, ...], index: int) -> Value:
    below = parts_row[index] if index < len(parts_row) else None
    return years_row[index] if is_blank(below) and index < len(years_row) else below


def _text(cells: tuple[Value, ...], index: int) -> str:
    return "" if index >= len(cells) or is_blank(cells[index]) else tidy(visible(str(cells[index])))
