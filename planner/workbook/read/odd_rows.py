"""Rows that hold no data: units, comments, totals, remarks below a table, a header inside it.

Each is reported, and none is read.
"""

from collections.abc import Mapping
from itertools import islice

from planner.workbook.contract.allowed import unit_shown
from planner.workbook.contract.columns import Column, Type
from planner.workbook.contract.schema import SHEETS
from planner.workbook.faults import codes
from planner.workbook.faults.fault import show
from planner.workbook.layout.comments import is_comment
from planner.workbook.layout.footnotes import is_footnote
from planner.workbook.layout.total_words import is_check, is_total, names_total
from planner.workbook.layout.units_row import differs, is_prose, units_below
from planner.workbook.read.cell_reader import CellReader
from planner.workbook.read.merged_cells import MergedData
from planner.workbook.text.periods import looks_like_period
from planner.workbook.text.values import Value, is_blank
from planner.workbook.text.words import fold, nearest, title_form, visible

_NUMBERS = (Type.NUMBER, Type.PERCENT, Type.WHOLE)
_TITLES = {fold(form) for kind in SHEETS for column in kind.columns() for form in (column.id, column.title)}


class OddRows:
    """Looks at the rows of one sheet. `data` are the indices that hold its facts, `series` those of its periods.

    `declared` holds the folded names that earlier sheets declare: a row with such a name holds data.
    `headings` holds by folded name the title of the missing column that it belongs in.
    """

    def __init__(
        self,
        reader: CellReader,
        present: list[tuple[int, Column]],
        data: list[int],
        series: dict[int, str],
        merged: MergedData,
        declared: frozenset[str],
        headings: Mapping[str, str],
    ) -> None:
        self.headings = headings
        self.reader, self.present, self.data = reader, present, data
        self.is_series, self.merged, self.declared = bool(series), merged, declared
        self.units = {i: unit_shown(c) for i, c in present if c.type in _NUMBERS} | series
        self.is_over, self.before, self.has_data = False, 0, False
        self.commented: list[int] = []

    def takes(self, row: int, cells: tuple[Value, ...], is_last: bool) -> bool:
        """True where a row holds no data, or is below the header of another table."""
        has_gap, self.before = 0 < self.before < row - 1, row
        is_odd = (
            self.is_over
            or self._comment(row, cells)
            or (not self.has_data and self._below_header(row, cells))
            or self._header(row, cells)
            or self._total(row, cells, is_last)
            or self._heading(row, cells)
            or self._remark(row, cells)
            or self._nameless(row, cells)
            or (has_gap and self._other_table(row, cells))
        )
        self.has_data = self.has_data or not is_odd
        return is_odd

    def report_comments(self) -> None:
        """Report once which rows are comments."""
        if self.commented:
            listed = ", ".join(map(str, self.commented[:10])) + (", ..." if len(self.commented) > 10 else "")
            text = f"row{'s' * (len(self.commented) > 1)} {listed}"
            self.reader.report(codes.COMMENTED, self.commented[0], 0, found=text)

    def _comment(self, row: int, cells: tuple[Value, ...]) -> bool:
        first = next((cells[i] for i in range(len(cells)) if not is_blank(cells[i])), None)
        if not is_comment(first) or fold(str(first)) in self.declared:
            return False
        self.commented.append(row)
        return True

    def _below_header(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True for a row of units, and for one that explains the columns."""
        held = tuple(cell if index in self.data else None for index, cell in enumerate(cells))
        given = units_below(held, self.units)
        if given is not None:
            self.reader.report(
                codes.UNITS_ROW,
                row,
                min(given),
                found=", ".join(dict.fromkeys(show(cell) for cell in held if not is_blank(cell))),
            )
            months = self.reader.calendar.period_months if self.reader.calendar else 0
            for index, unit in given.items():
                due = self.units[index]
                if differs(unit, due, months):
                    fix = f"convert the figures below it to {due}, then write {due} here"
                    self.reader.report(codes.UNIT_DIFFERS, row, index, found=unit, expected=due, fix=fix)
            return True
        prose = [index for index in self.units if index < len(cells) and not is_blank(cells[index])]
        if len(prose) < 2 or not all(is_prose(cells[index]) for index in prose):
            return False
        self.reader.report(codes.REMARK_ROW, row, prose[0], found=cells[prose[0]])
        return True

    def _header(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True where a row holds nothing but titles. Where they are not this sheet's own, the table ends there."""
        filled = [(index, cell) for index, cell in _first_two(cells)]
        if len(filled) < 2 or not all(isinstance(cell, str) and title_form(cell) in _TITLES for _, cell in filled):
            return False
        texts = [visible(str(cell)) for cell in cells if not is_blank(cell)]
        if not all(title_form(text) in _TITLES or looks_like_period(text) for text in texts):
            return False
        index, first = filled[0]
        own = next((column for at, column in self.present if at == index), None)
        self.is_over = own is None or title_form(str(first)) not in (fold(own.id), fold(own.title))
        self.reader.report(codes.HEADER_AGAIN, row, index, found=", ".join(texts[:4]))
        return True

    def _total(self, row: int, cells: tuple[Value, ...], is_last: bool) -> bool:
        """True where a name is that of a total, and no name of a list that it refers to."""
        names = [(i, c) for i, c in self.present if c.type is Type.NAME and i < len(cells) and not is_blank(cells[i])]
        index = next((i for i, c in names if self._is_total(cells, i, c, is_last and i == names[0][0])), None)
        if index is None:
            return False
        self.reader.report(codes.TOTALS_ROW, row, index, found=cells[index])
        return True

    def _is_total(self, cells: tuple[Value, ...], index: int, column: Column, is_last: bool) -> bool:
        text = cells[index]
        if not isinstance(text, str) or fold(text) in self.declared:
            return False
        if column.refers_to:
            near = nearest(text, sorted(self.declared), cutoff=0.8) if names_total(text) else None
            return (names_total(text) and not names_total(near or "")) or (self.is_series and is_check(text))
        others = [i for i, c in self.present if c.required and i != index]
        is_bare = bool(others) and all(i >= len(cells) or is_blank(cells[i]) for i in others)
        return (is_last and is_total(text)) or (is_bare and names_total(text))

    def _heading(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True for a lone name that belongs in a column that is missing: the rows below it are about that name."""
        filled = list(islice((i for i in self.data if i < len(cells) and not is_blank(cells[i])), 2))
        title = self.headings.get(fold(show(cells[filled[0]]))) if len(filled) == 1 else None
        if title is None:
            return False
        fix = f"write it into a column {title!r} in each of the rows below it, then delete this row"
        self.reader.report(codes.REMARK_ROW, row, filled[0], found=cells[filled[0]], fix=fix)
        return True

    def _remark(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True for a lone text in the first column, under which much is missing and nothing is known."""
        filled = list(islice((i for i in self.data if i < len(cells) and not is_blank(cells[i])), 2))
        text = cells[filled[0]] if len(filled) == 1 else None
        if not isinstance(text, str) or filled[0] > 0 or fold(text) in self.declared:
            return False
        missing = sum(1 for index, column in self.present if column.required and index not in filled)
        is_bare = missing + self.is_series >= 2 or (self.is_series and nearest(text, sorted(self.declared)) is None)
        if not (is_bare or (is_footnote(text) and self.has_data)) or self.merged.covers(row, filled[0]):
            return False
        self.reader.report(codes.REMARK_ROW, row, filled[0], found=text)
        return True

    def _nameless(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True for figures by period without any of the names that say of what: totals, as often as not."""
        names = [(i, c) for i, c in self.present if c.required and c.refers_to]
        blank = [i for i, _ in names if i >= len(cells) or is_blank(cells[i])]
        if not self.is_series or len(blank) < max(2, len(names)) or any(self.merged.covers(row, i) for i in blank):
            return False
        wanted = " and ".join(column.id for _, column in names)
        fix = f"write its {wanted}, or delete the row if it holds totals"
        self.reader.report(codes.BLANK_REQUIRED, row, blank[0], expected=f"a {wanted}", fix=fix)
        return True

    def _other_table(self, row: int, cells: tuple[Value, ...]) -> bool:
        """True where a table of something else begins: below a gap, unknown names and no figures by period."""
        names = {i for i, c in self.present if c.required and c.refers_to}
        filled = {i for i in self.data if i < len(cells) and not is_blank(cells[i])}
        texts = [cells[i] for i in sorted(filled)]
        if not self.is_series or len(names) < 2 or filled != names:
            return False
        if not all(isinstance(text, str) and self._is_strange(text) for text in texts):
            return False
        self.is_over = True
        self.reader.report(codes.HEADER_AGAIN, row, min(filled), found=", ".join(visible(str(text)) for text in texts))
        return True

    def _is_strange(self, text: str) -> bool:
        return fold(text) not in self.declared and nearest(text, sorted(self.declared)) is None


def _first_two(cells: tuple[Value, ...]) -> list[tuple[int, Value]]:
    return list(islice(((index, cell) for index, cell in enumerate(cells) if not is_blank(cell)), 2))
