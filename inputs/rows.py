"""Rows as they are typed in the modules of this folder."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from planner.case.calendar import Calendar

Row = dict[str, object]
Book = dict[str, list[Row]]


def table(fields: str, *lines: Sequence[object]) -> list[Row]:
    """Return one row for each line, its values named by the fields; blanks are left out."""
    names = fields.split()
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    return [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]


def between(points: Mapping[float, float], at: float) -> float:
    """Return the value on the straight lines between points, held flat before the first and after the last."""
    known = sorted(points.items())
    if at <= known[0][0]:
        return known[0][1]
    for (left, low), (right, high) in pairwise(known):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return known[-1][1]


def by_period(calendar: Calendar, value: Callable[[float, float], float], decimals: int) -> tuple[float, ...]:
    """Return value(start, end) of every period, both given as years with fractions: 2027.0 is the end of 2026."""
    starts = [(calendar.first + t) / calendar.periods_per_year for t in calendar.horizon]
    return tuple(round(value(start, start + calendar.period_years), decimals) for start in starts)
