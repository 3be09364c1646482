"""What a solver told and when: the best plan and the bound since the model was handed over."""

import math
from dataclasses import dataclass

from planner.solve.events import relative_gap


@dataclass(frozen=True, slots=True)
class Task:
    """What every engine is asked for."""

    time_limit_seconds: float
    threads: int
    seed: int
    gap: float = 1e-4


@dataclass(frozen=True, slots=True)
class Point:
    """Best plan and bound in usd_bn, infinite until known, with the share of the plan that lies between them."""

    seconds: float
    incumbent: float
    bound: float

    @property
    def gap(self) -> float:
        """The gap as the planner reports it."""
        return relative_gap(self.incumbent, self.bound)


class Trace:
    """The points of one run. What is worse than before is not news."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self.points: list[Point] = []
        self._incumbent, self._bound = math.inf, -math.inf

    def tell(self, seconds: float, incumbent: float, bound: float) -> None:
        """Take note of figures, of which either may be infinite."""
        better = min(incumbent, self._incumbent), max(bound, self._bound)
        if better != (self._incumbent, self._bound):
            self._incumbent, self._bound = better
            self.points.append(Point(seconds, *better))

    def first_plan_seconds(self) -> float:
        """Return when the first plan was known, infinite if never."""
        return min((point.seconds for point in self.points if math.isfinite(point.incumbent)), default=math.inf)

    def seconds_to(self, gap: float) -> float:
        """Return when the gap was first as small as that, infinite if never."""
        return min((point.seconds for point in self.points if point.gap <= gap), default=math.inf)

    def at(self, seconds: float) -> Point:
        """Return what was known then."""
        known = [point for point in self.points if point.seconds <= seconds]
        return known[-1] if known else Point(0.0, math.inf, -math.inf)
