"""Differences as intervals: what the gaps of two solves leave open is never reported as a number."""

import math
from dataclasses import dataclass

from planner.study.solves.solved import Solved

TOLERANCE_USD_BN = 1e-6
"""Solvers prove optima to about this; smaller differences are none."""


_DECIMALS = round(-math.log10(TOLERANCE_USD_BN))


def rank(value: float) -> float:
    """Return what a figure is ranked by: what differs by a solver's rounding alone keeps its order."""
    return round(value, _DECIMALS)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a value provably lies, ends included."""

    low: float
    high: float

    @property
    def is_distinct(self) -> bool:
        """Whether the value is provably not zero."""
        return self.low > TOLERANCE_USD_BN or self.high < -TOLERANCE_USD_BN

    @property
    def is_zero(self) -> bool:
        """Whether the value is provably zero, as far as solvers can prove."""
        return max(abs(self.low), abs(self.high)) <= TOLERANCE_USD_BN

    @property
    def width(self) -> float:
        """How much is left open."""
        return self.high - self.low

    def __neg__(self) -> "Interval":
        """Return the interval of the negative value."""
        return Interval(-self.high, -self.low)

    def __str__(self) -> str:
        """Return the interval in words, such as "3.1 to 4.0"; one number where nothing is left open."""
        return words(self)


def words(interval: Interval, digits: int = 2) -> str:
    """Return an interval with so many decimals, or one number where both ends show the same.

    Where one end is not known the other is given, unless it is zero, which says too little.
    """
    low, high = (f"{round(end, digits) + 0.0:.{digits}f}" for end in (interval.low, interval.high))
    if math.isinf(interval.low) or math.isinf(interval.high):
        if interval.low == interval.high:
            return "no plan at all" if interval.low > 0 else "a plan at last"
        if math.isfinite(interval.low) and interval.low:
            return f"at least {low}"
        return f"at most {high}" if math.isfinite(interval.high) and interval.high else "not known"
    return low if low == high else f"{low} to {high}"


def cost_change(before: Solved, after: Solved) -> Interval:
    """Return by how much the optimum changes, in discounted usd_bn: from the bound of one to the plan of the other."""
    return Interval(_less(after.bound, before.objective), _less(after.objective, before.bound))


def _less(minuend: float, subtrahend: float) -> float:
    """Return a difference; of two cases without a plan it is zero."""
    return 0.0 if minuend == subtrahend else minuend - subtrahend


def shared(base: Solved, relaxed: Solved) -> tuple[Solved, Solved]:
    """Return a solve and one of a relaxation of it, each with what the other proves.

    A plan of the first is one of the second, at no higher cost, and a bound of the second is one of the first.
    """
    if relaxed.objective > base.objective:
        relaxed = base.bounded(relaxed.bound)
    if relaxed.bound > base.bound:
        base = base.bounded(relaxed.bound)
    return base, relaxed
