"""What may be said of a figure that is known as an interval: no more than the interval bears."""

import math

from planner.study.answers.interval import Interval

TENTH = 0.1
"""A figure is given as one number where its interval is no wider than this share of it."""


def number(value: float, decimals: int = 0) -> str:
    """Return a number as text, without a minus before nothing."""
    return f"{round(value, decimals) + 0.0:,.{max(0, decimals)}f}"


def is_narrow(interval: Interval) -> bool:
    """Say whether an interval is no wider than a tenth of the smallest value in it."""
    nearest = min(abs(interval.low), abs(interval.high))
    return interval.low * interval.high > 0 and interval.width <= TENTH * nearest


def span(interval: Interval, decimals: int = 0) -> str:
    """Return an interval rounded outwards, such as "12 to 15"; one number where both ends round to it."""
    if not math.isfinite(interval.width):
        return "not known"
    if number(interval.low, decimals) == number(interval.high, decimals):
        return number(interval.low, decimals)
    unit = 10.0**-decimals
    low, high = math.floor(interval.low / unit) * unit, math.ceil(interval.high / unit) * unit
    return f"{number(low, decimals)} to {number(high, decimals)}"


def claim(interval: Interval, unit: str = "bn USD") -> str:
    """Return what a sentence may say of a value of at least zero."""
    if not math.isfinite(interval.high):
        return f"at least {number(interval.low)} {unit}" if interval.low >= 1 else "an unknown sum"
    if is_narrow(interval):
        return f"{span(interval)} {unit}"
    if interval.high < 1:
        return f"less than {number(math.ceil(max(interval.high, 0.1)))} {unit}"
    if interval.low < 1:
        return f"at most {number(interval.high)} {unit}"
    return f"at least {number(math.floor(interval.low))} and at most {number(math.ceil(interval.high))} {unit}"


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


def is_first(name: str, intervals: dict[str, Interval]) -> bool:
    """Say whether one value is proven to be the largest of all."""
    return all(intervals[name].low > other.high for key, other in intervals.items() if key != name)
