"""What may be said of a figure that is known as an interval: no more than the interval bears.

The rule of the page: a number of solved costs is printed only where its interval is no wider than a tenth of the
difference that the sentence claims. Everything else is an order that is proven, without a number, or stands in the
appendix with both ends. Every sentence makes its claims through `Said`, which keeps them for the test of this rule.
"""

import math
from dataclasses import dataclass

from planner.study.answers.interval import Interval

TENTH = 0.1
"""A number is given where its interval is no wider than this share of the difference that is claimed."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The words of a claim, and where the difference that it claims provably lies; `order` has no number in it."""

    words: str
    difference: Interval
    order: bool = False

    @property
    def holds(self) -> bool:
        """Whether the interval is narrow enough for the number, or the order is proven."""
        return self.difference.low > 0 if self.order else is_narrow(self.difference)


class Said(list[Claim]):
    """The claims of some sentences. What the intervals do not bear gets no words: the sentence does without it."""

    def value(self, difference: Interval, unit: str = " bn USD") -> str:
        """Return a cost, saving or loss, such as "608 to 613 bn USD"; nothing where its interval is too wide."""
        places = decimals(difference)
        return self._said(Claim(f"{span(difference, places)}{unit}", outward(difference, places)))

    def share(self, small: Interval, whole: Interval) -> str:
        """Return "less than 2 %" of a sum, which claims how far below the sum something is; nothing where too open."""
        if not math.isfinite(small.high) or whole.low <= 0:
            return ""
        pct = math.floor(100 * small.high / whole.low) + 1
        return self._said(Claim(f"less than {number(pct)} %", Interval(whole.low - small.high, whole.high - small.low)))

    def more(self, difference: Interval, words: str) -> str:
        """Return words that put one thing above another, without a number; nothing where that is not proven."""
        return self._said(Claim(words, difference, order=True))

    def _said(self, claim: Claim) -> str:
        if not claim.holds:
            return ""
        self.append(claim)
        return claim.words


def number(value: float, places: int = 0) -> str:
    """Return a number as text, without a minus before zero."""
    return f"{round(value, places) + 0.0:,.{max(0, places)}f}"


def decimals(interval: Interval) -> int:
    """Return how many decimals show an interval hardly wider than it is."""
    return 0 if interval.high >= 200 else 1 if interval.high >= 10 else 2


def is_narrow(interval: Interval) -> bool:
    """Say whether an interval is no wider than a tenth of the smallest value in it."""
    nearest = min(abs(interval.low), abs(interval.high))
    return interval.low * interval.high > 0 and interval.width <= TENTH * nearest


def outward(interval: Interval, places: int = 0) -> Interval:
    """Return an interval with both ends rounded outwards, as it is printed."""
    if not math.isfinite(interval.width):
        return interval
    unit = 10.0**-places
    return Interval(math.floor(interval.low / unit) * unit, math.ceil(interval.high / unit) * unit)


def span(interval: Interval, places: int = 0) -> str:
    """Return an interval rounded outwards, such as "12 to 15"; one number where both ends round to it."""
    if not math.isfinite(interval.width):
        return "not known"
    if number(interval.low, places) == number(interval.high, places):
        return number(interval.low, places)
    printed = outward(interval, places)
    return f"{number(printed.low, places)} to {number(printed.high, places)}"


def above(large: Interval, small: Interval) -> Interval:
    """Return by how much one value is above another, of which nothing else is known than their intervals."""
    return Interval(large.low - small.high, large.high - small.low)


def widest(intervals: list[Interval]) -> Interval:
    """Return an interval that holds all values of some intervals."""
    return Interval(min(one.low for one in intervals), max(one.high for one in intervals))


def ranked(intervals: dict[str, Interval]) -> list[list[str]]:
    """Return names in groups, the largest value first; within a group no order is proven.

    Names are in one group where a chain of overlapping intervals connects them.
    """
    groups: list[list[str]] = []
    floor = math.inf
    for name in sorted(intervals, key=lambda one: -intervals[one].high):
        if groups and intervals[name].high >= floor:
            groups[-1].append(name)
            floor = min(floor, intervals[name].low)
        else:
            groups.append([name])
            floor = intervals[name].low
    return groups
