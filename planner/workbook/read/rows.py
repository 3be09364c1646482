"""A raw sheet to its records: every row read cell by cell, with the faults of the cells."""

from collections import Counter
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from planner.case.calendar import Calendar
from planner.workbook.contract.allowed import unit_shown
from planner.workbook.contract.columns import Column, Row
from planner.workbook.faults import codes
from planner.workbook.faults.codes import Code
from planner.workbook.faults.fault import fault, show
from planner.workbook.layout.banner import annualised, years_share
from planner.workbook.layout.blank_words import is_word_for_blank
from planner.workbook.layout.cross_table import Names, belonging_elsewhere
from planner.workbook.read.cell_reader import CellReader
from planner.workbook.read.coerce import bound_fix, expectation
from planner.workbook.read.header import REMARKS, Report, read_header
from planner.workbook.read.merged_cells import MergedData
from planner.workbook.read.odd_rows import OddRows
from planner.workbook.read.series import read_series
from planner.workbook.read.table import Record, Table
from planner.workbook.text.values import RawSheet, Value, is_blank
from planner.workbook.text.words import fold

_NONE_GIVEN: set[str] = set()


def read_table(
    raw: RawSheet,
    kind: type[Row],
    calendar: Calendar | None,
    declared: frozenset[str],
    names: Names,
    report: Report,
) -> Table | None:
    """Read a sheet. `declared` holds the folded names of earlier sheets: a row with such a name is not a total.

    `names` holds by sheet those and the names by which earlier sheets refer to it: as titles they make a cross table.
    """
    if not raw.rows:
        if kind.required:
            report(fault(codes.SHEET_EMPTY, raw.name, 1, 1))
        return None
    header = read_header(raw, kind, calendar, report, names)
    if header is None:
        return None
    reading = _Reading(raw, Table(kind, raw.name, header), calendar, report)
    headings = belonging_elsewhere(kind, header.columns, names)
    odd = OddRows(
        reading.cells, reading.present, reading.data, reading.series_units(), reading.merged, declared, headings
    )
    body = [(number, cells) for number, cells in raw.rows if number > header.row and reading.holds_data(cells)]
    records = []
    for position, (number, cells) in enumerate(body):
        is_last = position == len(body) - 1 and position > 0
        if not odd.takes(number, cells, is_last):
            records.append(reading.record(number, cells))
    odd.report_comments()
    for merged in reading.merged.faults():
        report(merged)
    reading.report_stray_cells()
    reading.report_hidden_cells(body)
    reading.report_crossed_out(body)
    reading.report_doubtful_zeros(body)
    reading.report_annualised(body)
    reading.cells.report_shown_otherwise()
    return replace(reading.table, records=tuple(records), defaults=reading.defaults)


class _Reading:
    """A sheet being read, row by row."""

    def __init__(self, raw: RawSheet, table: Table, calendar: Calendar | None, report: Report) -> None:
        self.raw, self.table = raw, table
        self.cells = CellReader(table.kind.sheet, raw.name, calendar, report)
        header, declared = table.header, table.kind.columns()
        self.present = [(header.columns[c.id], c) for c in declared if c.id in header.columns]
        self.absent = [c.id for c in declared if c.id not in header.columns and c.id not in REMARKS]
        self.defaults: Counter[str] = Counter()
        self.series = [header.periods[t] for t in sorted(header.periods)]
        self.is_complete = calendar is not None and len(self.series) == calendar.periods
        self.data = [index for index, c in self.present if c.id not in REMARKS] + self.series
        self.merged = MergedData(raw, header.row, self.data)
        self.above: dict[str, Value] = {}
        self.words_for_blank: set[int] = set()

    def series_units(self) -> dict[int, str]:
        """Return the unit of each period column by its index."""
        series = self.table.kind.series
        return dict.fromkeys(self.series, unit_shown(series)) if series else {}

    def holds_data(self, cells: tuple[Value, ...]) -> bool:
        size = len(cells)
        return any(index < size and not is_blank(cells[index]) for index in self.data)

    def record(self, row: int, cells: tuple[Value, ...]) -> Record:
        values: dict[str, Any] = {}
        broken: set[str] = set()
        size = len(cells)
        for index, column in self.present:
            value = cells[index] if index < size else None
            if is_word_for_blank(value, column):
                if index not in self.words_for_blank:
                    self.cells.report(codes.READ_AS_BLANK, row, index, found=value)
                self.words_for_blank.add(index)
                value = None
            if is_blank(value):
                self._blank(row, index, column, broken, cells)
                continue
            read = self.cells.read(row, index, value, column)
            if read is None:
                broken.add(column.id)
            else:
                values[column.id] = read
        self.defaults.update(self.absent)
        series = self.table.kind.series
        if series is not None:
            numbers = read_series(self.cells, series, self.series, row, cells, lambda i: self.merged.covers(row, i))
            if numbers is not None and self.is_complete:
                values["values"] = numbers
            else:
                broken.add("values")
        model = self._model(row, cells, values, broken)
        values.pop("values", None)
        self.above.update(values)
        return Record(row, values, frozenset(broken), model)

    def _blank(self, row: int, index: int, column: Column, broken: set[str], cells: tuple[Value, ...]) -> None:
        is_merged = self.merged.covers(row, index)
        if column.required and not is_merged:
            expected, above = expectation(column), self.above.get(column.id) if column.refers_to else None
            above = None if above and self._would_repeat(column, cells) else above
            fix = f"write {above} if it is as in the row above, else {expected}" if above else f"write {expected}"
            self.cells.report(codes.BLANK_REQUIRED, row, index, expected=expected, fix=fix)
        if column.required or is_merged:
            broken.add(column.id)
        elif column.id not in REMARKS:
            self.defaults[column.id] += 1

    def _would_repeat(self, column: Column, cells: tuple[Value, ...]) -> bool:
        """True where the name of the row above would probably give a row the same key."""
        keys = self.table.kind.unique
        others = [(index, c.id) for index, c in self.present if c.id in keys and c.id != column.id]
        here = [fold(show(cells[index])) if index < len(cells) else "" for index, _ in others]
        return column.id in keys and here == [fold(show(self.above.get(name))) for _, name in others]

    def _model(self, row: int, cells: tuple[Value, ...], values: dict[str, Any], broken: set[str]) -> Row | None:
        try:
            model = self.table.kind.model_validate(values)
        except ValidationError as error:
            by_id = {column.id: (index, column) for index, column in self.present}
            for error_ in error.errors(include_url=False, include_context=False, include_input=False):
                name = str(error_["loc"][0])
                if name not in broken and name in by_id:
                    index, column = by_id[name]
                    code, fix = bound_fault(error_["type"], column)
                    self.cells.report(code, row, index, found=cells[index], expected=expectation(column), fix=fix)
                    broken.add(name)
            return None
        # `values` shows which fields were given; the set that pydantic keeps for it would be larger than the row.
        object.__setattr__(model, "__pydantic_fields_set__", _NONE_GIVEN)
        return None if broken else model

    def report_stray_cells(self) -> None:
        header = self.table.header
        width = max(len(cells) for _, cells in self.raw.rows)
        untitled = [index for index in range(width) if index not in header.titled]
        stray = [
            (number, index + 1, cells[index])
            for number, cells in self.raw.rows
            if number > header.row
            for index in untitled
            if index < len(cells) and not is_blank(cells[index])
        ]
        stray += self.raw.far
        if stray and not header.lost:
            row, column, value = stray[0]
            more = f" and {len(stray) - 1} more" if len(stray) > 1 else ""
            self.cells.report(codes.STRAY_CELL, row, column - 1, found=f"{value}{more}")

    def report_hidden_cells(self, body: list[tuple[int, tuple[Value, ...]]]) -> None:
        """Report once the rows and columns that are read although they are hidden, for example by a filter."""
        hidden = set(self.raw.hidden_rows)
        rows = [number for number, _ in body if number in hidden]
        spans = self.raw.hidden_columns
        columns = [index for index in self.data if any(first <= index + 1 <= last for first, last in spans)]
        if rows or columns:
            parts = [f"{len(rows)} hidden row{'s' * (len(rows) > 1)}"] if rows else []
            parts += [f"{len(columns)} hidden column{'s' * (len(columns) > 1)}"] if columns else []
            row, index = (rows[0], self.data[0]) if rows else (self.table.header.row, columns[0])
            self.cells.report(codes.HIDDEN_CELLS, row, index, found=" and ".join(parts))

    def report_crossed_out(self, body: list[tuple[int, tuple[Value, ...]]]) -> None:
        """Report once the cells that are read although a line goes through them."""
        rows = {number for number, _ in body}
        struck = [(row, column) for row, column in self.raw.struck if row in rows and column - 1 in self.data]
        if struck:
            in_rows = len({row for row, _ in struck})
            text = f"{len(struck)} cell{'s' * (len(struck) > 1)} in {in_rows} row{'s' * (in_rows > 1)}"
            self.cells.report(codes.CROSSED_OUT, struck[0][0], struck[0][1] - 1, found=text)

    def report_annualised(self, body: list[tuple[int, tuple[Value, ...]]]) -> None:
        """Report once the rows whose source or note says that their figures are rates of a year."""
        due = next(iter(self.series_units().values()), "")
        by = years_share(due, self.cells.calendar.period_months) if self.cells.calendar else None
        remarks = [self.table.header.columns[name] for name in REMARKS if name in self.table.header.columns]
        said = [
            (row, index, word)
            for row, cells in (body if by is not None else ())
            for index in remarks
            if index < len(cells) and (word := annualised(cells[index])) is not None
        ]
        if said:
            row, index, word = said[0]
            more = f"; {len(said) - 1} more row{'s' * (len(said) > 2)} alike" if len(said) > 1 else ""
            fix = f"divide the figures of this row by {by} if they are rates of a year, otherwise ignore this{more}"
            expected = f"{due} for a {'month' if due == 'kwspm' else 'period'}"
            self.cells.report(codes.UNIT_DIFFERS, row, index, found=word, expected=expected, fix=fix)

    def report_doubtful_zeros(self, body: list[tuple[int, tuple[Value, ...]]]) -> None:
        """Report once the formulas of the table that store 0 and perhaps were never calculated."""
        rows = {number for number, _ in body}
        zeros = [one for one in self.raw.zeros if one.row in rows and one.column - 1 in self.data]
        if zeros:
            more = f"; so do {len(zeros) - 1} more" if len(zeros) > 1 else ""
            first = f"{zeros[0].text} stores 0{more}"
            self.cells.report(codes.DOUBTFUL_ZERO, zeros[0].row, zeros[0].column - 1, found=first)


def bound_fault(kind: str, column: Column) -> tuple[Code, str]:
    """Return the code and the fix for a bound that the row models find broken, by the error type of the row model."""
    if kind.startswith("greater_than"):
        return codes.TOO_SMALL, bound_fix(column, is_too_small=True)
    if kind.startswith("less_than"):
        return codes.TOO_LARGE, bound_fix(column, is_too_small=False)
    return (codes.NOT_FINITE if kind == "finite_number" else codes.TEXT_IN_NUMBER), ""
