"""The period columns of a header: labels in any order, and titles that were meant as labels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from planner.case.calendar import Calendar
from planner.workbook.faults import codes
from planner.workbook.faults.codes import Code
from planner.workbook.layout.period_length import other_length
from planner.workbook.text.periods import date_of_serial, label_of_date, looks_like_period, period_hint, suggest_label
from planner.workbook.text.values import Value
from planner.workbook.text.words import unmarked

_BUDDHIST_YEARS = 543
"""By how much the years of Thailand are ahead."""


@dataclass(frozen=True, slots=True)
class TitleFault:
    """A fault of a title, by the index of its column."""

    code: Code
    index: int
    found: str = ""
    expected: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A title that is not a label but was probably meant as one."""

    index: int
    text: str
    meant: int | None
    fault: TitleFault
    cell: Value = None


class PeriodTitles:
    """The period columns found so far. Without a calendar every title like a period counts, so that cells are read."""

    def __init__(self, calendar: Calendar | None, is_level: bool = False) -> None:
        self.calendar, self.is_level = calendar, is_level
        self.columns: dict[int, int] = {}
        self._attempts: list[_Attempt] = []
        self._outside: list[tuple[int, str, int]] = []
        self._twice: list[TitleFault] = []

    def take(self, index: int, cell: Value, text: str) -> bool:
        """Add a title; False where it has nothing to do with periods."""
        cell = date_of_serial(cell)
        is_like = isinstance(cell, date | datetime) or (looks_like_period(text) and not isinstance(cell, bool))
        calendar = self.calendar
        if calendar is None:
            if is_like:
                self.columns[len(self.columns)] = index
            if isinstance(cell, date | datetime):
                title_fault = TitleFault(codes.PERIOD_IS_DATE, index, text, "a period label", "write its label as text")
                self._attempts.append(_Attempt(index, text, None, title_fault))
            return is_like
        try:
            ordinal = calendar.ordinal(unmarked(text))
        except ValueError:
            if is_like:
                self._attempts.append(_attempt(calendar, index, cell, text))
            return is_like
        if ordinal in self.columns:
            self._twice.append(TitleFault(codes.COLUMN_TWICE, index, text))
        elif ordinal in calendar.horizon:
            self.columns[ordinal] = index
        else:
            self._outside.append((index, text, ordinal))
        return True

    def any_period(self) -> bool:
        """True where any title was a period or was meant as one."""
        return bool(self.columns or self._attempts or self._outside)

    def faults(self) -> Iterator[TitleFault]:
        """Return what is wrong with the labels. Columns outside a complete horizon are merely not read."""
        calendar = self.calendar
        if calendar is None:
            yield from (attempt.fault for attempt in self._attempts)
            return
        yield from self._twice
        other = None
        if not self.columns:
            other = other_length([(attempt.cell, attempt.text) for attempt in self._attempts], calendar, self.is_level)
        if other is not None:
            index = self._attempts[0].index
            yield TitleFault(codes.PERIODS_OF_OTHER_LENGTH, index, other.titles, other.expected, other.fix)
            return
        missing = {ordinal for ordinal in calendar.horizon if ordinal not in self.columns}
        vague = 0
        for attempt in self._attempts:
            if attempt.meant in missing or (attempt.meant is None and missing):
                yield attempt.fault
                vague += attempt.meant is None
            else:
                yield TitleFault(codes.COLUMN_UNKNOWN, attempt.index, attempt.text)
        missing -= {attempt.meant for attempt in self._attempts if attempt.meant is not None}
        if len(missing) > vague:
            yield _missing(calendar, sorted(missing), {ordinal for _, _, ordinal in self._outside})
        if self._outside:
            index, first, _ = self._outside[0]
            more = f" and {len(self._outside) - 1} more" if len(self._outside) > 1 else ""
            are_past = all(ordinal < 0 for _, _, ordinal in self._outside)
            fix = f"nothing to do if the horizon has moved on to {calendar.label(0)}: the past is not read"
            yield TitleFault(codes.PERIOD_OUTSIDE, index, first + more, _horizon(calendar), fix if are_past else "")


def _attempt(calendar: Calendar, index: int, cell: Value, text: str) -> _Attempt:
    months = calendar.period_months
    if isinstance(cell, date | datetime):
        label = label_of_date(cell, months)
        title_fault = TitleFault(codes.PERIOD_IS_DATE, index, text, "a period label", f"write {label} as text")
        return _Attempt(index, text, calendar.ordinal(label), title_fault, cell)
    meant = suggest_label(text, months)
    expected = f"a label such as {calendar.label(0)}"
    fix = period_hint(text, months) if meant else "write the label of its period"
    title_fault = TitleFault(codes.PERIOD_UNREADABLE, index, text, expected, fix)
    return _Attempt(index, text, calendar.ordinal(meant) if meant else None, title_fault, cell)


def _missing(calendar: Calendar, missing: list[int], outside: set[int]) -> TitleFault:
    """A fault that names the missing periods, and says so where the horizon has moved away from the columns."""
    labels = [calendar.label(ordinal) for ordinal in missing]
    listed = ", ".join(labels[:4]) + (f", ... {labels[-1]}" if len(labels) > 4 else "")
    columns = "column" if len(labels) == 1 else f"{len(labels)} columns"
    add = f"add the {columns}: {listed}"
    left = calendar.periods - len(missing)
    if left and outside and max(outside) < 0 and missing[0] == left:
        moved = f"the horizon has moved on to {_horizon(calendar)}"
        fix = f"{moved}: {add}, or set periods to {left}"
    elif left and outside and min(outside) > calendar.last and missing[-1] == len(missing) - 1:
        moved = f"the horizon has moved back to {_horizon(calendar)}"
        fix = f"{moved}: {add}, or set first_period to {calendar.label(len(missing))} and periods to {left}"
    elif not left and outside and min(outside) == _BUDDHIST_YEARS * calendar.periods_per_year:
        fix = f"write years of the Common Era: {calendar.label(0)} for {calendar.label(min(outside))}, and so on"
    else:
        fix = add
    return TitleFault(codes.PERIOD_MISSING, 0, expected=listed, fix=fix)


def _horizon(calendar: Calendar) -> str:
    return f"{calendar.label(0)} to {calendar.label(calendar.last)}"
