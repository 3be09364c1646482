"""A raw sheet to records: typed values by field, the row model where the row is sound, and the faults of its cells."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from planner.case.calendar import Calendar
from planner.workbook import codes
from planner.workbook.codes import Code
from planner.workbook.coerce import RejectedCell, coerce, expectation
from planner.workbook.columns import Column, Row, Type
from planner.workbook.faults import Fault, address, fault
from planner.workbook.header import Header, Tell, read_header
from planner.workbook.values import Merge, RawSheet, Value, is_blank
from planner.workbook.words import fold

_TOTALS = ("total", "totals", "grand total", "sum", "sums", "subtotal", "summe", "gesamt", "somme", "totale")
_REMARKS = ("source", "note")
# Shares that must sum to 100 tell by their sum whether they are fractions.
_SUMMED = (("spends", "share_pct"), ("scenarios", "probability_pct"))


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a sheet. `broken` names the fields at fault; `made` is the row model of a sound row."""

    row: int
    values: Mapping[str, Any]
    broken: frozenset[str]
    made: Row | None


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one sheet, in order, and where its columns stand."""

    kind: type[Row]
    name: str
    header: Header
    records: tuple[Record, ...] = ()
    defaults: Counter[str] = field(default_factory=Counter)

    def fault(self, code: Code, record: Record, column: str, **says: Any) -> Fault:
        """Make a fault at the cell of a record and field; the first cell of the row where the column is absent."""
        return fault(code, self.name, record.row, self.column(column), **says)

    def column(self, column: str) -> int:
        """Return the number of a field's column, counted from 1; 1 where it is absent."""
        return self.header.columns.get(column, 0) + 1

    def cell(self, record: Record, column: str) -> str:
        """Return the address of a record's field."""
        return address(self.name, record.row, self.column(column))

    def has(self, column: str) -> bool:
        """True where the sheet has the column."""
        return column in self.header.columns

    def is_sound(self, *columns: str) -> bool:
        """True where no record is at fault in any of these columns and no column was lost."""
        return not self.header.lost and not any(name in record.broken for record in self.records for name in columns)


def read_table(
    raw: RawSheet, kind: type[Row], calendar: Calendar | None, taken: frozenset[str], tell: Tell
) -> Table | None:
    """Read a sheet. `taken` holds the names, folded, that earlier sheets declare: a row so named is no totals row."""
    if not raw.rows:
        if kind.required:
            tell(fault(codes.SHEET_EMPTY, raw.name, 1, 1))
        return None
    header = read_header(raw, kind, calendar, tell)
    if header is None:
        return None
    reading = _Reading(raw, Table(kind, raw.name, header), calendar, tell)
    body = [(number, cells) for number, cells in raw.rows if number > header.row and reading.holds_data(cells)]
    records = []
    for position, (number, cells) in enumerate(body):
        is_last = position == len(body) - 1 and position > 0
        if not reading.is_total(number, cells, is_last, taken):
            records.append(reading.record(number, cells))
    reading.report_merges()
    reading.report_stray_cells()
    return replace(reading.table, records=tuple(records), defaults=reading.defaults)


class _Reading:
    """A sheet being read, row by row."""

    def __init__(self, raw: RawSheet, table: Table, calendar: Calendar | None, tell: Tell) -> None:
        self.raw, self.table, self.calendar, self.tell = raw, table, calendar, tell
        header, kind = table.header, table.kind
        declared = kind.columns()
        self.present = [(header.columns[c.id], c) for c in declared if c.id in header.columns]
        self.absent = [c.id for c in declared if c.id not in header.columns and c.id not in _REMARKS]
        self.defaults: Counter[str] = Counter()
        self.series = [header.periods[t] for t in sorted(header.periods)]
        self.is_complete = calendar is not None and len(self.series) == calendar.periods
        self.data = [index for index, c in self.present if c.id not in _REMARKS] + self.series
        self.merges = [merge for merge in raw.merges if merge.last_row > header.row and self._merged_data(merge)]

    def _merged_data(self, merge: Merge) -> bool:
        columns = sum(1 for index in self.data if merge.first_column <= index + 1 <= merge.last_column)
        return columns * (merge.last_row - merge.first_row + 1) > 1

    def _is_covered(self, row: int, index: int) -> bool:
        return any(
            merge.first_row <= row <= merge.last_row and merge.first_column <= index + 1 <= merge.last_column
            for merge in self.merges
        )

    def holds_data(self, cells: tuple[Value, ...]) -> bool:
        size = len(cells)
        return any(index < size and not is_blank(cells[index]) for index in self.data)

    def is_total(self, row: int, cells: tuple[Value, ...], is_last: bool, taken: frozenset[str]) -> bool:
        name_columns = [(i, c) for i, c in self.present if c.type is Type.NAME and i < len(cells)]
        first = next(((i, c) for i, c in name_columns if not is_blank(cells[i])), None)
        if first is None or not isinstance(cells[first[0]], str):
            return False
        index, column = first
        word = fold(str(cells[index])).rstrip(":")
        if word not in _TOTALS or word in taken or not (column.refers_to or is_last):
            return False
        self.tell(fault(codes.TOTALS_ROW, self.raw.name, row, index + 1, found=cells[index]))
        return True

    def record(self, row: int, cells: tuple[Value, ...]) -> Record:
        values: dict[str, Any] = {}
        broken: set[str] = set()
        size = len(cells)
        for index, column in self.present:
            value = cells[index] if index < size else None
            if is_blank(value):
                self._blank(row, index, column, broken)
                continue
            try:
                values[column.id] = self._coerce(row, index, value, column)
            except RejectedCell as rejected:
                self._reject(row, index, value, column, rejected)
                broken.add(column.id)
        self.defaults.update(self.absent)
        if self.table.kind.series is not None:
            series = self._series(row, cells)
            if series is not None and self.is_complete:
                values["values"] = series
            else:
                broken.add("values")
        made = self._made(row, cells, values, broken)
        values.pop("values", None)
        return Record(row, values, frozenset(broken), made)

    def _blank(self, row: int, index: int, column: Column, broken: set[str]) -> None:
        if column.required:
            broken.add(column.id)
            if not self._is_covered(row, index):
                self.tell(fault(codes.BLANK_REQUIRED, self.raw.name, row, index + 1, expected=expectation(column)))
        elif self._is_covered(row, index):
            broken.add(column.id)
        elif column.id not in _REMARKS:
            self.defaults[column.id] += 1

    def _coerce(self, row: int, index: int, value: Value, column: Column) -> object:
        def note(code: Code, mend: str) -> None:
            if code is codes.FRACTION_FOR_PERCENT and (self.table.kind.sheet, column.id) in _SUMMED:
                return
            self.tell(fault(code, self.raw.name, row, index + 1, found=value, mend=mend))

        return coerce(value, column, self.calendar, note)

    def _reject(self, row: int, index: int, value: Value, column: Column, rejected: RejectedCell) -> None:
        expected = rejected.expected or expectation(column)
        self.tell(
            fault(rejected.code, self.raw.name, row, index + 1, found=value, expected=expected, mend=rejected.mend)
        )

    def _series(self, row: int, cells: tuple[Value, ...]) -> tuple[float, ...] | None:
        size = len(cells)
        found = [cells[index] if index < size else None for index in self.series]
        if all(type(value) in (int, float) for value in found):
            numbers = tuple(map(float, found))  # type: ignore[arg-type]
            if all(0.0 <= number < 1e300 for number in numbers):
                return numbers
        return self._slow_series(row, found)

    def _slow_series(self, row: int, found: list[Value]) -> tuple[float, ...] | None:
        series = self.table.kind.series
        assert series is not None
        column = Column(
            "values", series.title, Type.NUMBER, series.unit, True, None, "", series.minimum, None, None, (), None
        )
        numbers: list[float] = []
        blanks: list[int] = []
        is_sound = True
        for index, value in zip(self.series, found, strict=True):
            number: object = 0.0
            if is_blank(value):
                if not self._is_covered(row, index):
                    blanks.append(index)
            else:
                try:
                    number = self._coerce(row, index, value, column)
                except RejectedCell as rejected:
                    self._reject(row, index, value, column, rejected)
                    is_sound = False
            assert isinstance(number, int | float)
            if series.minimum is not None and number < series.minimum:
                expected = expectation(column)
                self.tell(fault(codes.TOO_SMALL, self.raw.name, row, index + 1, found=value, expected=expected))
                is_sound = False
            numbers.append(float(number))
        if blanks:
            cells = [address("x", row, index + 1)[2:] for index in blanks]
            listed = ", ".join(cells[:5]) + (f", ... {cells[-1]}" if len(cells) > 5 else "")
            self.tell(fault(codes.BLANK_PERIODS, self.raw.name, row, blanks[0] + 1, found=f"blank: {listed}"))
        return tuple(numbers) if is_sound else None

    def _made(self, row: int, cells: tuple[Value, ...], values: dict[str, Any], broken: set[str]) -> Row | None:
        kind = self.table.kind
        try:
            made = kind.model_validate(values)
        except ValidationError as error:
            by_id = {column.id: (index, column) for index, column in self.present}
            for found in error.errors(include_url=False, include_context=False, include_input=False):
                name = str(found["loc"][0])
                if name in broken or name not in by_id:
                    continue
                index, column = by_id[name]
                code = _bound_code(found["type"])
                self.tell(fault(code, self.raw.name, row, index + 1, found=cells[index], expected=expectation(column)))
                broken.add(name)
            return None
        return None if broken else made

    def report_merges(self) -> None:
        for merge in self.merges:
            if merge.first_row > self.table.header.row:
                self.tell(fault(codes.MERGED_CELLS, self.raw.name, merge.first_row, merge.first_column))

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
            self.tell(fault(codes.STRAY_CELL, self.raw.name, row, column, found=f"{value}{more}"))


def _bound_code(kind: str) -> Code:
    if kind.startswith("greater_than"):
        return codes.TOO_SMALL
    if kind.startswith("less_than"):
        return codes.TOO_LARGE
    return codes.NOT_FINITE if kind == "finite_number" else codes.TEXT_IN_NUMBER
