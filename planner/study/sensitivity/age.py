"""Age of figures: the newest date that the source of a row names, and the rows whose figures are older than a year.

A source dates its figures by "16 Jul 2026", "Jul 2026", "2026-07-16" or a year alone, which stands for its last day. A
year to come is what a figure is about and dates nothing; a year alone counts where no month is named.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.study.sensitivity.confidence import grade
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row

YEAR = timedelta(days=365)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_OF_MONTH = re.compile(r"\b(?:(\d{1,2})\s+)?([A-Z][a-z]{2})[a-z]*\.?\s+((?:19|20)\d\d)\b")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_OF_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:-(\d\d))?\b(?!-)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A row with a source: where it stands, what it is about, its newest date if it names one, and its confidence."""

    sheet: str
    cell: str
    about: str
    newest: date | None
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Ages:
    """The rows of a workbook by the age of their figures, on a day."""

    today: date
    rows: tuple[Dated, ...]

    @property
    def old(self) -> tuple[Dated, ...]:
        """Rows older than a year, the oldest first."""
        old = [row for row in self.rows if row.newest is not None and self.today - row.newest > YEAR]
        return tuple(sorted(old, key=lambda row: row.newest or self.today))

    @property
    def undated(self) -> tuple[Dated, ...]:
        """Rows whose source names no date."""
        return tuple(row for row in self.rows if row.newest is None)


def ages_of(tables: Tables, today: date) -> Ages:
    """Return the rows that have a source, in the order of the workbook."""
    return Ages(today, tuple(_dated(tables, today)))


def newest_date(source: str, today: date) -> date | None:
    """Return the newest day up to today that a source names; nothing where it names none."""
    dates = [*_of_days(source), *_of_months(source)] or list(_of_years(source, today))
    past = [day for day in dates if day <= today]
    return max(past) if past else None


def _dated(tables: Tables, today: date) -> Iterator[Dated]:
    for kind, rows in tables.rows.items():
        place = tables.places.get(kind.sheet)
        for at, row in enumerate(rows):
            if row.source:
                cell = place.address(at, "source") if place else ""
                yield Dated(kind.sheet, cell, key_of(row), newest_date(row.source, today), grade(row), row.source)


def key_of(row: Row) -> str:
    """Return what a row is about, by the columns that make it unique, or else by its first."""
    names = type(row).unique or tuple(type(row).model_fields)[2:3]
    values = (getattr(row, name, "") for name in names)
    return ", ".join(str(value) for value in values if value not in ("", None) and not isinstance(value, bool))


def _of_days(source: str) -> Iterator[date]:
    for year, month, day in _ISO.findall(source):
        yield from _day(int(year), int(month), int(day))


def _of_months(source: str) -> Iterator[date]:
    for day, name, year in _OF_MONTH.findall(source):
        month = _MONTHS.get(name.lower())
        if month is not None:
            last = calendar.monthrange(int(year), month)[1]
            yield from _day(int(year), month, int(day) if day else last)


def _of_years(source: str, today: date) -> Iterator[date]:
    for year, until in _OF_YEAR.findall(source):
        last = int(year[:2] + until) if until else int(year)
        yield from (min(today, date(one, 12, 31)) for one in (int(year), last) if one <= today.year)


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:  # a number that is no day of a month
        return
