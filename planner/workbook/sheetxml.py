"""One sheet's XML to raw cells, in one pass: values, error cells, formulas without a value, merged ranges.

openpyxl's own loader trusts the stated dimension, pads rows to it and hides formulas without a value, so the cells are
read here; its style tables say which numbers are dates.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601

from planner.workbook.values import Broken, Merge, Value, is_blank
from planner.workbook.words import decode

MAX_COLUMNS = 1500
_MAX_FAR_CELLS = 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _VALUE, _FORMULA, _MERGE = (_MAIN + tag for tag in ("row", "v", "f", "mergeCell"))
_INLINE, _RUN, _TEXT = (_MAIN + tag for tag in ("is", "r", "t"))


@dataclass(frozen=True, slots=True)
class Shared:
    """What the cells of a workbook share: its strings, its date styles and the day its dates count from."""

    strings: Sequence[str]
    date_styles: Collection[int]
    duration_styles: Collection[int]
    epoch: datetime


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a sheet."""

    rows: tuple[tuple[int, tuple[Value, ...]], ...]
    merges: tuple[Merge, ...]
    far: tuple[tuple[int, int, Value], ...]


def read_cells(source: IO[bytes], shared: Shared) -> Cells:
    """Read a sheet. Raises whatever the XML parser raises where the sheet is damaged."""
    rows: list[tuple[int, tuple[Value, ...]]] = []
    merges: list[Merge] = []
    far: list[tuple[int, int, Value]] = []
    number = 0
    for _, element in iterparse(source, forbid_dtd=True):
        if element.tag == _ROW:
            number = int(float(element.get("r", number + 1)))
            values: list[Value] = []
            for column, value in _row(element, shared):
                if column <= MAX_COLUMNS:
                    values.extend([None] * (column - len(values)))
                    values[column - 1] = value
                elif len(far) < _MAX_FAR_CELLS and not is_blank(value):
                    far.append((number, column, value))
            if not all(map(is_blank, values)):
                rows.append((number, tuple(values)))
            element.clear()
        elif element.tag == _MERGE:
            merges.append(_merge(element.get("ref", "A1")))
    return Cells(tuple(rows), tuple(merges), tuple(far))


def _merge(reference: str) -> Merge:
    left, top, right, bottom = (int(edge or 1) for edge in range_boundaries(reference))
    return Merge(top, left, bottom, right)


def _row(row: Element, shared: Shared) -> Iterator[tuple[int, Value]]:
    column = 0
    for cell in row:
        reference = cell.get("r")
        column = _column(reference) if reference else column + 1
        value = _value(cell, shared)
        if value is not None:
            yield column, value


def _column(reference: str) -> int:
    number = 0
    for character in reference:
        if character.isdigit():
            break
        number = number * 26 + ord(character.upper()) - 64
    if not 1 <= number <= 16384:
        raise ValueError(f"{reference} is not a cell")
    return number


def _value(cell: Element, shared: Shared) -> Value:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(_INLINE)
        return None if inline is None else decode(_content(inline))
    text = cell.findtext(_VALUE)
    if not text:
        formula = cell.find(_FORMULA) if len(cell) else None
        if formula is None or kind == "str":
            return None
        return Broken(f"={formula.text or '...'}", is_formula=True)
    if kind == "n":
        return _number(text, cell.get("s"), shared)
    match kind:
        case "s":
            return decode(shared.strings[int(text)])
        case "b":
            return text.strip() not in ("0", "false")
        case "e":
            return Broken(text)
        case "d":
            parse: Any = from_ISO8601
            moment = parse(text)
            return moment if moment is not None else text
    return decode(text)


def _content(inline: Element) -> str:
    runs = (part.find(_TEXT) if part.tag == _RUN else part for part in inline if part.tag in (_TEXT, _RUN))
    return "".join(run.text or "" for run in runs if run is not None)


def _number(text: str, style: str | None, shared: Shared) -> Value:
    try:
        number = int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text
    if style is not None and int(style) in shared.date_styles:
        try:
            moment: Any = from_excel(number, shared.epoch, timedelta=int(style) in shared.duration_styles)
        except (OverflowError, ValueError):
            return Broken("#VALUE!")
        return moment if moment is not None else number
    return number
