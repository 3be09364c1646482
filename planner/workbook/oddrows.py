"""Rows that are no facts: totals, remarks below a table, a header inside it. Each is told, and none is read."""

from itertools import islice

from planner.workbook import codes
from planner.workbook.cellreader import CellReader
from planner.workbook.columns import Column, Type
from planner.workbook.merges import MergedData
from planner.workbook.periods import looks_like_period
from planner.workbook.schema import SHEETS
from planner.workbook.values import Value, is_blank
from planner.workbook.words import fold, visible

_TOTALS = ("total", "totals", "grand total", "sum", "sums", "subtotal", "summe", "gesamt", "somme", "totale")
_TITLES = {fold(form) for kind in SHEETS for column in kind.columns() for form in (column.id, column.title)}


class OddRows:
    """Looks at the rows of one sheet. `data` are the indices that hold its facts.

    `taken` holds the names, folded, that earlier sheets declare: a row so named is a fact.
    """

    def __init__(
        self,
        reader: CellReader,
        present: list[tuple[int, Column]],
        data: list[int],
        is_series: bool,
        merged: MergedData,
        taken: frozenset[str],
    ) -> None:
        self.reader, self.present, self.data = reader, present, data
        self.is_series, self.merged, self.taken = is_series, merged, taken
        self.is_over = False

    def takes(self, row: int, cells: tuple[Value, ...], is_last: bool) -> bool:
        """True where a row is no fact, or stands below the header of another table."""
        return self.is_over or self._header(row, cells) or self._total(row, cells, is_last) or self._remark(row, cells)

    def _header(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True where a row holds nothing but titles. Where they are not this sheet's own, the table ends there."""
        filled = [(index, cell) for index, cell in _first_two(cells)]
        if len(filled) < 2 or not all(isinstance(cell, str) and fold(cell) in _TITLES for _, cell in filled):
            return False
        texts = [visible(str(cell)) for cell in cells if not is_blank(cell)]
        if not all(fold(text) in _TITLES or looks_like_period(text) for text in texts):
            return False
        index, first = filled[0]
        own = next((column for at, column in self.present if at == index), None)
        self.is_over = own is None or fold(str(first)) not in (fold(own.id), fold(own.title))
        self.reader.tell(codes.HEADER_AGAIN, row, index, found=", ".join(texts[:4]))
        return True

    def _total(self, row: int, cells: tuple[Value, ...], is_last: bool) -> bool:
        names = ((i, c) for i, c in self.present if c.type is Type.NAME and i < len(cells) and not is_blank(cells[i]))
        index, column = next(names, (0, None))
        if column is None or not isinstance(cells[index], str):
            return False
        word = fold(str(cells[index])).rstrip(":")
        if word not in _TOTALS or word in self.taken or not (column.refers_to or is_last):
            return False
        self.reader.tell(codes.TOTALS_ROW, row, index, found=cells[index])
        return True

    def _remark(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True for a lone text in the first column, under which much is missing and nothing is known."""
        filled = list(islice((i for i in self.data if i < len(cells) and not is_blank(cells[i])), 2))
        text = cells[filled[0]] if len(filled) == 1 else None
        if not isinstance(text, str) or filled[0] > 0 or fold(text) in self.taken:
            return False
        missing = sum(1 for index, column in self.present if column.required and index not in filled)
        if missing + self.is_series < 2 or self.merged.covers(row, filled[0]):
            return False
        self.reader.tell(codes.REMARK_ROW, row, filled[0], found=text)
        return True


def _first_two(cells: tuple[Value, ...]) -> list[tuple[int, Value]]:
    return list(islice(((index, cell) for index, cell in enumerate(cells) if not is_blank(cell)), 2))
