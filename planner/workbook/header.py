"""A sheet's header: which column is what, found wherever it is, and what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from planner.case.calendar import Calendar
from planner.workbook import codes
from planner.workbook.columns import Column, Row
from planner.workbook.faults import Fault, fault, show
from planner.workbook.periods import label_of_date, looks_like_period, period_hint, suggest_label
from planner.workbook.values import Broken, RawSheet, Value, is_blank
from planner.workbook.words import fold, nearest, tidy, visible

Tell = Callable[[Fault], None]
_ROWS_SEARCHED = 25


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns stand: indices from 0 by field id and by ordinal of the period.

    `titled` holds every column with any title; `lost` says that a merged or unreadable title hides columns.
    """

    row: int
    columns: Mapping[str, int]
    periods: Mapping[int, int]
    titled: frozenset[int]
    lost: bool = False


def find_header(raw: RawSheet, kind: type[Row]) -> tuple[int, tuple[Value, ...]] | None:
    """Return the row that names the most columns of the sheet, among the first rows; nothing where none names any."""
    forms = set(_forms(kind.columns()))
    best, most = None, 0
    for number, cells in raw.rows[:_ROWS_SEARCHED]:
        matches = sum(1 for cell in cells if isinstance(cell, str) and fold(visible(cell)) in forms)
        if matches > most:
            best, most = (number, cells), matches
    return best


def read_header(raw: RawSheet, kind: type[Row], calendar: Calendar | None, tell: Tell) -> Header | None:
    """Return the header of a sheet, or nothing where none can be found."""
    found = find_header(raw, kind)
    if found is None:
        required = ", ".join(column.title for column in kind.columns() if column.required)
        tell(fault(codes.HEADER_NOT_FOUND, raw.name, 1, 1, expected=f"titles such as {required}"))
        return None
    row, cells = found
    first = next(index for index, cell in enumerate(cells) if not is_blank(cell))
    if row > 1:
        tell(fault(codes.HEADER_NOT_FIRST, raw.name, row, first + 1, found=f"row {row}", expected="row 1"))
    reading = _Reading(raw, kind, calendar, row, tell)
    for index, cell in enumerate(cells):
        if not is_blank(cell):
            reading.take(index, cell)
    return reading.finish()


def _forms(columns: tuple[Column, ...]) -> dict[str, str]:
    return {form: column.id for column in columns for form in (fold(column.id), fold(column.title))}


class _Reading:
    """The header being read, title by title."""

    def __init__(self, raw: RawSheet, kind: type[Row], calendar: Calendar | None, row: int, tell: Tell) -> None:
        self.raw, self.kind, self.calendar, self.row, self.tell = raw, kind, calendar, row, tell
        self.forms = _forms(kind.columns())
        self.columns: dict[str, int] = {}
        self.periods: dict[int, int] = {}
        self.titled: set[int] = set()
        self.unknown: dict[int, str] = {}
        self.meant: list[int | None] = []
        self.outside: list[tuple[int, str]] = []
        self.lost = False

    def fault(self, code: codes.Code, index: int, found: object = "", expected: str = "", mend: str = "") -> None:
        self.tell(fault(code, self.raw.name, self.row, index + 1, found=found, expected=expected, mend=mend))

    def take(self, index: int, cell: Value) -> None:
        self.titled.add(index)
        if isinstance(cell, Broken):
            self.lost = True
            self.fault(codes.NO_STORED_VALUE if cell.is_formula else codes.ERROR_CELL, index, cell, "a title")
            return
        text = tidy(visible(show(cell)))
        field = self.forms.get(fold(text)) if isinstance(cell, str) else None
        if field is None:
            if self.kind.series is None or not self._period(index, cell, text):
                self.unknown[index] = text
        elif field in self.columns:
            self.fault(codes.COLUMN_TWICE, index, text)
        else:
            self.columns[field] = index

    def _period(self, index: int, cell: Value, text: str) -> bool:
        calendar = self.calendar
        if calendar is None:  # the settings are at fault: which period it is cannot be known, its cells are still read
            if isinstance(cell, date | datetime) or looks_like_period(text):
                self.periods[len(self.periods)] = index
                return True
            return False
        if isinstance(cell, date | datetime):
            label = label_of_date(cell, calendar.period_months)
            self.fault(codes.PERIOD_IS_DATE, index, text, "a period label", f"write {label} as text")
            self.meant.append(calendar.ordinal(label))
            return True
        try:
            ordinal = calendar.ordinal(text)
        except ValueError:
            if not looks_like_period(text) or isinstance(cell, bool):
                return False
            label_meant = suggest_label(text, calendar.period_months)
            self.meant.append(calendar.ordinal(label_meant) if label_meant else None)
            expected = f"a label such as {calendar.label(0)}"
            self.fault(codes.PERIOD_UNREADABLE, index, text, expected, period_hint(text, calendar.period_months))
            return True
        if ordinal in self.periods:
            self.fault(codes.COLUMN_TWICE, index, text)
        elif ordinal in calendar.horizon:
            self.periods[ordinal] = index
        else:
            self.outside.append((index, text))
        return True

    def finish(self) -> Header:
        self._merged()
        self._outside()
        self._missing_columns()
        self._missing_periods()
        for index, text in self.unknown.items():
            near = nearest(text, self._absent_titles())
            self.fault(codes.COLUMN_UNKNOWN, index, text, mend=f"did you mean {near!r}?" if near else "")
        return Header(self.row, self.columns, self.periods, frozenset(self.titled), self.lost)

    def _merged(self) -> None:
        for merge in self.raw.merges:
            if not merge.first_row <= self.row <= merge.last_row:
                continue
            covered = range(merge.first_column, merge.last_column)
            below = any(
                number > self.row and any(i < len(cells) and not is_blank(cells[i]) for i in covered)
                for number, cells in self.raw.rows
            )
            if below or merge.last_row > self.row:
                self.lost = True
                self.tell(fault(codes.HEADER_MERGED, self.raw.name, merge.first_row, merge.first_column))

    def _outside(self) -> None:
        if self.outside and self.calendar:
            index, first = self.outside[0]
            more = f" and {len(self.outside) - 1} more" if len(self.outside) > 1 else ""
            labels = self.calendar.label(0), self.calendar.label(self.calendar.last)
            self.fault(codes.PERIOD_OUTSIDE, index, first + more, f"{labels[0]} to {labels[1]}")

    def _absent(self) -> Iterator[Column]:
        return (column for column in self.kind.columns() if column.id not in self.columns)

    def _absent_titles(self) -> list[str]:
        return [title for column in self._absent() for title in (column.title, column.id)]

    def _missing_columns(self) -> None:
        if self.lost:
            return
        for column in [column for column in self._absent() if column.required]:
            near = nearest(column.title, self.unknown.values()) or nearest(column.id, self.unknown.values())
            if near is None:
                self.fault(codes.COLUMN_MISSING, 0, expected=column.title, mend=f"add a column {column.title!r}")
                continue
            index = next(i for i, text in self.unknown.items() if text == near)
            del self.unknown[index]
            self.fault(codes.COLUMN_MISSPELT, index, near, column.title, f"write {column.title!r}")

    def _missing_periods(self) -> None:
        if self.kind.series is None or self.calendar is None or self.lost:
            return
        missing = [t for t in self.calendar.horizon if t not in self.periods and t not in self.meant]
        if len(missing) <= self.meant.count(None):
            return
        labels = [self.calendar.label(t) for t in missing]
        listed = ", ".join(labels[:4]) + (f", ... {labels[-1]}" if len(labels) > 4 else "")
        self.fault(codes.PERIOD_MISSING, 0, expected=listed, mend=f"add the {len(labels)} columns: {listed}")
