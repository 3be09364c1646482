"""Cells of a sheet's XML, which need not be there yet: their styles, and the sheet with other styles for them."""

import re
from collections.abc import Collection, Mapping

from openpyxl.utils import get_column_letter

from planner.workbook.marking.package import RELATIONS
from planner.workbook.marking.sheetscan import Line, SheetScan
from planner.workbook.marking.xmlparts import Edit, edited, local, with_attribute

Spot = tuple[int, int]
"""Row and column, counted from 1."""

# What may follow the reference to the boxes of comments, by the order that the format prescribes.
_FOLLOWERS = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent"),
    *("webPublishItems", "tableParts", "extLst"),
)
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)""")


class SheetCells:
    """The wanted cells of one sheet."""

    def __init__(self, data: bytes, wanted: Collection[Spot]) -> None:
        """Find the cells in the XML of a sheet."""
        self.data = data
        self.scan = SheetScan(data, {row for row, _ in wanted})
        self._prefix = self.scan.root.removesuffix(local(self.scan.root))

    @property
    def can_be_marked(self) -> bool:
        """True where the XML has a place for cells."""
        return "sheetData" in self.scan.top

    @property
    def has_boxes(self) -> bool:
        """True where the sheet refers to boxes of comments already."""
        return "legacyDrawing" in self.scan.top

    def style(self, spot: Spot) -> int:
        """Return the style that a cell has, or would have if something were typed into it."""
        row, column = spot
        line = self.scan.lines.get(row)
        if line is not None and column in line.cells:
            start, end = line.cells[column]
            match = _STYLE.search(self.data, start, end)
            return int(match[1]) if match else 0
        if line is not None and line.style:
            return line.style
        return next((style for first, last, style in self.scan.columns if first <= column <= last), 0)

    def restyled(self, styles: Mapping[Spot, int], boxes: str = "") -> bytes:
        """Return the sheet with these styles for these cells, and with a relation to the boxes of its comments."""
        edits: list[Edit] = []
        by_row: dict[int, dict[int, int]] = {}
        for (row, column), style in sorted(styles.items()):
            by_row.setdefault(row, {})[column] = style
        for row, own in by_row.items():
            line = self.scan.lines.get(row)
            edits += self._new_row(row, own) if line is None else self._in_row(line, own)
        if boxes:
            places = [self.scan.top[name][0] for name in _FOLLOWERS if name in self.scan.top]
            at = min([self.scan.root_close, *places])
            edits.append((at, at, f'<{self._prefix}legacyDrawing xmlns:r="{RELATIONS}" r:id="{boxes}"/>'.encode()))
        return edited(self.data, edits)

    def _in_row(self, line: Line, styles: Mapping[int, int]) -> list[Edit]:
        edits: list[Edit] = []
        missing = {column: self._cell(line.number, column, styles[column]) for column in styles.keys() - line.cells}
        for column in styles.keys() & line.cells:
            start, end = line.cells[column]
            edits.append((start, end, with_attribute(self.data[start:end], "s", str(styles[column]))))
        if missing and self.data[line.inner - 2 : line.inner] == b"/>":
            tag = self.data[line.start : line.inner - 2].rstrip() + b">"
            cells = b"".join(missing[column] for column in sorted(missing))
            return [(line.start, line.inner, tag + cells + f"</{self._prefix}row>".encode())]
        for column in sorted(missing):
            at = min((start for other, (start, _) in line.cells.items() if other > column), default=line.close)
            edits.append((at, at, missing[column]))
        return edits

    def _new_row(self, row: int, styles: Mapping[int, int]) -> list[Edit]:
        cells = b"".join(self._cell(row, column, styles[column]) for column in sorted(styles))
        row_xml = f'<{self._prefix}row r="{row}">'.encode() + cells + f"</{self._prefix}row>".encode()
        start, inner, close = self.scan.sheet_data
        if self.data[inner - 2 : inner] == b"/>":
            name = f"{self._prefix}sheetData"
            return [(start, inner, f"<{name}>".encode() + row_xml + f"</{name}>".encode())]
        at = next((place for number, place in self.scan.starts if number > row), close)
        return [(at, at, row_xml)]

    def _cell(self, row: int, column: int, style: int) -> bytes:
        return f'<{self._prefix}c r="{get_column_letter(column)}{row}" s="{style}"/>'.encode()
