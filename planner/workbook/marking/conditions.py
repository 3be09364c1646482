"""A mark is seen under conditional formats too: where they colour a cell at fault, a rule for the mark comes first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, range_boundaries

from planner.workbook.marking.notes import AUTHOR
from planner.workbook.marking.sheetcells import Spot
from planner.workbook.marking.xmlparts import Edit, edited, tag_end, with_attribute

_FORMAT = re.compile(rb"<((?:\w+:)?)conditionalFormatting[\s>]")
_RULE = re.compile(rb"<(?:\w+:)?cfRule\s")
_ATTRIBUTE = rb"""\s%s\s*=\s*["']([^"']*)["']"""
_SIGN = re.compile(rb"""(?:"|&quot;)%s(?:"|&quot;)""" % AUTHOR.encode())


@dataclass(frozen=True, slots=True)
class _Format:
    """One conditional format: data[start:end], for the cells of some ranges."""

    prefix: str
    start: int
    end: int
    ranges: tuple[tuple[int, int, int, int], ...]
    is_own: bool

    def covers(self, spot: Spot) -> bool:
        row, column = spot
        return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in self.ranges)


def above_conditions(data: bytes, looks: Mapping[Spot, int]) -> bytes:
    """Return a sheet in which these cells show these differential styles, whatever its conditional formats say.

    Rules added by an earlier marking are removed. The sheet's own rules keep their order, one place further down.
    """
    formats = list(_formats(data))
    edits: list[Edit] = [(own.start, own.end, b"") for own in formats if own.is_own]
    others = [other for other in formats if not other.is_own]
    covered = {spot: look for spot, look in looks.items() if any(other.covers(spot) for other in others)}
    if covered:
        edits += _moved_down(data, len(set(covered.values())), edits)
        edits.append((others[0].start, others[0].start, _rules_xml(covered, others[0].prefix)))
    return edited(data, edits)


def _formats(data: bytes) -> Iterator[_Format]:
    """Yield the formats of the sheet itself; newer ones, in its extension, repeat them."""
    start = max(0, data.rfind(b"sheetData"))
    end = data.find(b"extLst", start)
    for match in _FORMAT.finditer(data, start, end if end >= 0 else len(data)):
        inner = tag_end(data, match.start())
        close = f"</{match[1].decode()}conditionalFormatting>".encode()
        end = data.index(close, inner) + len(close)
        cells = re.search(_ATTRIBUTE % b"sqref", data[match.start() : inner])
        ranges = tuple(_edges(part) for part in cells[1].decode().split()) if cells else ()
        is_own = _SIGN.search(data, inner, end) is not None
        yield _Format(match[1].decode(), match.start(), end, ranges, is_own)


def _edges(cells: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(cells)
    return left or 1, top or 1, right or 16_384, bottom or 1_048_576


def _moved_down(data: bytes, places: int, gone: list[Edit]) -> Iterator[Edit]:
    for match in _RULE.finditer(data, max(0, data.rfind(b"sheetData"))):
        start, end = match.start(), tag_end(data, match.start())
        priority = re.search(_ATTRIBUTE % b"priority", data[start:end])
        if priority is not None and not any(first <= start < last for first, last, _ in gone):
            yield start, end, with_attribute(data[start:end], "priority", str(int(priority[1]) + places))


def _rules_xml(covered: Mapping[Spot, int], prefix: str) -> bytes:
    xml = ""
    for priority, look in enumerate(sorted(set(covered.values())), start=1):
        cells = " ".join(f"{get_column_letter(column)}{row}" for (row, column), own in covered.items() if own == look)
        rule = f'type="expression" dxfId="{look}" priority="{priority}" stopIfTrue="1"'
        formula = f'<{prefix}formula>"{AUTHOR}"="{AUTHOR}"</{prefix}formula>'
        xml += f'<{prefix}conditionalFormatting sqref="{cells}"><{prefix}cfRule {rule}>{formula}</{prefix}cfRule>'
        xml += f"</{prefix}conditionalFormatting>"
    return xml.encode()
