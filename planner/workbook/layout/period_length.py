"""Columns for years where quarters are planned, or for months: one finding, and how the figures become the case's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from planner.case.calendar import Calendar
from planner.workbook.text.periods import months_of_title, year_of_title
from planner.workbook.text.values import Value

_NAMES = {1: "months", 3: "quarters", 6: "half-years", 12: "years"}
_PARTS = {2: "half", 3: "a third", 4: "a fourth", 6: "a sixth", 12: "a twelfth"}


@dataclass(frozen=True, slots=True)
class OtherLength:
    """What the columns are, what the case needs, and how to get there."""

    titles: str
    expected: str
    fix: str


def other_length(titles: Sequence[tuple[Value, str]], calendar: Calendar, is_level: bool) -> OtherLength | None:
    """Return what is said of titles, each with its text, that all name periods of one other length than the case's.

    A figure that is a level, such as capacity, holds in each part of a longer period; others are spread over the parts.
    """
    months = _months([cell for cell, _ in titles], [text for _, text in titles])
    due = calendar.period_months
    if months is None or months == due:
        return None
    texts = [text for _, text in titles]
    listed = ", ".join(texts[:4]) + (f", ... {texts[-1]}" if len(texts) > 4 else "")
    first, last = calendar.label(0), calendar.label(calendar.last)
    labels = f"{first} to {last}" if calendar.periods > 1 else first
    if months > due:
        parts = months // due
        share = "its figure" if is_level else f"{_PARTS[parts]} of its figure"
        fix = f"replace each column by {parts}, {labels} in all, with {share} in each"
    else:
        figure = "the last of their figures" if is_level else "the sum of their figures"
        fix = f"replace every {due // months} columns by one, {labels} in all, with {figure}"
    return OtherLength(f"{_NAMES[months]}: {listed}", f"{_NAMES[due]}: {labels}", fix)


def _months(cells: Sequence[Value], texts: Sequence[str]) -> int | None:
    """Return the months of the periods that all these titles name, where they agree."""
    moments = [cell for cell in cells if isinstance(cell, date | datetime)]
    if moments:
        return _months_between(moments) if len(moments) == len(cells) else None
    lengths = {months_of_title(text) for text in texts}
    if lengths == {12} and len(set(map(year_of_title, texts))) < len(texts):
        return None  # parts of years, in words that are not known
    return lengths.pop() if len(lengths) == 1 else None


def _months_between(moments: Sequence[date | datetime]) -> int | None:
    """Return the months from one date to the next, where they are the same throughout."""
    counts = sorted(moment.year * 12 + moment.month for moment in moments)
    gaps = {later - earlier for earlier, later in pairwise(counts)}
    gap = gaps.pop() if len(gaps) == 1 else None
    return gap if gap in _NAMES else None
