"""Periods as ordinals. Labels are read and written here and compared nowhere.

A quarter is labelled 2026Q4, a month 2026M10 (2026-10 is read too), a year 2026. Ordinal 0 is the first period of the
horizon; periods before it are negative.
"""

import re
from dataclasses import dataclass

_LABELS = {
    1: re.compile(r"(?P<year>\d{4})\s*[Mm-]\s*(?P<part>\d{1,2})"),
    3: re.compile(r"(?P<year>\d{4})\s*-?\s*[Qq]\s*(?P<part>\d)"),
    12: re.compile(r"(?P<year>\d{4})"),
}
PERIOD_MONTHS = tuple(_LABELS)
NO_END = 10**9
"""The ordinal of a window that never closes."""


def parse_label(label: str, period_months: int) -> int:
    """Return the number of whole periods from year 0 to the labelled one.

    Raises ValueError where the text is not a label of a period of that length.
    """
    match = _LABELS[period_months].fullmatch(label.strip())
    per_year = 12 // period_months
    part = int(match["part"]) if match and "part" in match.re.groupindex else 1
    if match is None or not 1 <= part <= per_year or int(match["year"]) < 1900:
        raise ValueError(f"{label!r} is not a period label such as {example_label(period_months)}")
    return int(match["year"]) * per_year + part - 1


def months_of_label(label: str) -> int:
    """Return the months of the periods that are labelled like this. Raises ValueError for an unreadable label."""
    for months in PERIOD_MONTHS:
        try:
            parse_label(label, months)
        except ValueError:
            continue
        return months
    examples = ", ".join(example_label(months) for months in (3, 1, 12))
    raise ValueError(f"{label!r} is not a period label such as {examples}")


def example_label(period_months: int) -> str:
    """Return a label of the kind that a calendar with this period length reads."""
    return {1: "2026M10", 3: "2026Q4", 12: "2026"}[period_months]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The horizon: `periods` periods of `period_months` months, the first one `first` periods after year 0."""

    first: int
    periods: int
    period_months: int = 3

    @classmethod
    def starting(cls, label: str, periods: int, period_months: int = 3) -> "Calendar":
        """Return the horizon that starts with the labelled period. Raises ValueError for an unreadable label."""
        return cls(parse_label(label, period_months), periods, period_months)

    @property
    def horizon(self) -> range:
        """The ordinals of the horizon, 0 to periods - 1."""
        return range(self.periods)

    @property
    def last(self) -> int:
        """The ordinal of the last period."""
        return self.periods - 1

    @property
    def periods_per_year(self) -> int:
        """Periods in a year."""
        return 12 // self.period_months

    @property
    def period_years(self) -> float:
        """Length of a period in years."""
        return self.period_months / 12

    def ordinal(self, label: str) -> int:
        """Return the ordinal of a label, negative before the horizon. Raises ValueError for an unreadable label."""
        return parse_label(label, self.period_months) - self.first

    def label(self, ordinal: int) -> str:
        """Return the label of an ordinal, which may lie outside the horizon."""
        per_year = self.periods_per_year
        year, part = divmod(self.first + ordinal, per_year)
        if per_year == 1:
            return f"{year}"
        return f"{year}Q{part + 1}" if per_year == 4 else f"{year}M{part + 1:02d}"

    def labels(self) -> tuple[str, ...]:
        """Return the labels of the horizon in order."""
        return tuple(self.label(t) for t in self.horizon)

    def year(self, ordinal: int) -> int:
        """Return the calendar year of an ordinal."""
        return (self.first + ordinal) // self.periods_per_year
