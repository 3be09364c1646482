"""How many starts windows leave: bounds on counts in spans of periods, and what follows from all of them together.

With C[t] the starts before period t, every bound is a difference C[end] - C[start] <= maximum, so that what follows
from all is a shortest path, and a contradiction a cycle of negative length. Both are exact for whole starts.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Bound:
    """C[end] - C[start] <= maximum, because of `why`."""

    start: int
    end: int
    maximum: float
    why: object


class Tally:
    """The bounds on the starts of one thing over a horizon."""

    def __init__(self, periods: int, bounds: Iterable[Bound]) -> None:
        """Take the bounds; starts are never negative."""
        self.periods = periods
        rising = [Bound(t + 1, t, 0.0, None) for t in reversed(range(periods))]
        self.bounds = rising + [bound for bound in bounds if not math.isinf(bound.maximum)]
        self._known: dict[tuple[int, bool], list[float]] = {}

    def contradiction(self) -> list[object]:
        """Return the reasons of bounds that cannot all hold; none where they can."""
        length = [0.0] * (self.periods + 1)
        into: dict[int, Bound] = {}
        last = 0
        for _ in range(self.periods + 2):
            moved = [bound for bound in self.bounds if self._shorten(length, into, bound)]
            if not moved:
                return []
            last = moved[-1].end
        for _ in range(self.periods + 1):
            last = into[last].start
        reasons, at = [into[last].why], into[last].start
        while at != last:
            reasons.append(into[at].why)
            at = into[at].start
        return [why for why in reasons if why is not None]

    def maximum(self, first: int, last: int) -> float:
        """Return the most starts from the first period to the last. The bounds must not contradict each other."""
        return self._lengths(first, back=False)[last + 1] if first <= last else 0.0

    def minimum(self, first: int, last: int) -> float:
        """Return the fewest starts from the first period to the last. The bounds must not contradict each other."""
        return -self._lengths(first, back=True)[last + 1] if first <= last else 0.0

    def _lengths(self, start: int, *, back: bool) -> list[float]:
        """Return the length of the shortest path from a point in time to every other, or back from every other."""
        if (start, back) not in self._known:
            bounds = (
                [replace(bound, start=bound.end, end=bound.start) for bound in self.bounds] if back else self.bounds
            )
            length = [math.inf] * (self.periods + 1)
            length[start] = 0.0
            moved = True
            while moved:
                moved = False
                for bound in bounds:
                    moved |= self._shorten(length, {}, bound)
            self._known[start, back] = length
        return self._known[start, back]

    @staticmethod
    def _shorten(length: list[float], into: dict[int, Bound], bound: Bound) -> bool:
        if length[bound.start] + bound.maximum >= length[bound.end]:
            return False
        length[bound.end] = length[bound.start] + bound.maximum
        into[bound.end] = bound
        return True
