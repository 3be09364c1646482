"""The positions of the cells in a sheet's XML, in bytes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import column_index_from_string

from planner.workbook.marking.xmlparts import local, parser, tag_end

_ROOT, _TOP, _ROW, _CELL = 1, 2, 3, 4
"""Depths in the tree: worksheet, sheetData and its like, row (or col), c."""


@dataclass(slots=True)
class Line:
    """A row: its start tag is data[start:inner], its cells end at `close`; `cells` has their start tags by column."""

    number: int
    start: int
    inner: int
    close: int
    style: int
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)


class SheetScan:
    """One pass over a sheet. `lines` holds the rows that are wanted, `starts` the place of every row by its number."""

    def __init__(self, data: bytes, rows: Collection[int]) -> None:
        """Scan the XML of a sheet. Raises ExpatError or ValueError where it is not one."""
        self.data, self.rows = data, rows
        self.lines: dict[int, Line] = {}
        self.starts: list[tuple[int, int]] = []
        self.columns: list[tuple[int, int, int]] = []
        self.top: dict[str, tuple[int, dict[str, str]]] = {}
        self.sheet_data = (0, 0, 0)
        self.root, self.root_close = "", 0
        self._depth, self._row, self._column = 0, 0, 0
        self._line: Line | None = None
        self._parser: Any = parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == _CELL:
            if self._line is not None and local(name) == "c":
                self._start_cell(self._line, attributes)
        elif self._depth == _ROW:
            if local(name) == "row":
                self._start_row(attributes)
            elif local(name) == "col":
                span = int(attributes.get("min", 1)), int(attributes.get("max", 1))
                self.columns.append((*span, int(attributes.get("style", 0))))
        elif self._depth == _TOP:
            at = self._parser.CurrentByteIndex
            self.top.setdefault(local(name), (at, attributes))
            if local(name) == "sheetData":
                self.sheet_data = at, tag_end(self.data, at), 0
        elif self._depth == _ROOT:
            self.root = name

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(float(attributes.get("r", self._row + 1)))
        at = self._parser.CurrentByteIndex
        self.starts.append((self._row, at))
        self._column = 0
        if self._row in self.rows and self._row not in self.lines:
            inner = tag_end(self.data, at)
            self._line = Line(self._row, at, inner, inner, int(attributes.get("s", 0)))
            self.lines[self._row] = self._line

    def _start_cell(self, line: Line, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self._column = column_index_from_string(letters) if letters else self._column + 1
        at = self._parser.CurrentByteIndex
        line.cells.setdefault(self._column, (at, tag_end(self.data, at)))

    def _end(self, name: str) -> None:
        if self._depth == _ROW and self._line is not None:
            self._line.close = self._parser.CurrentByteIndex
            self._line = None
        elif self._depth == _TOP and local(name) == "sheetData":
            self.sheet_data = *self.sheet_data[:2], self._parser.CurrentByteIndex
        elif self._depth == _ROOT:
            self.root_close = self._parser.CurrentByteIndex
        self._depth -= 1
