"""What a solver reported and when, on the clock of the whole command."""

import math
import time
from dataclasses import dataclass, field

from planner.solver.events import relative_gap


@dataclass(frozen=True, slots=True)
class Task:
    """The task of every engine. The time limit is one of the whole command, in calibrated seconds."""

    time_limit_seconds: float
    threads: int
    seed: int
    gap: float = 1e-4


@dataclass(frozen=True, slots=True)
class Clock:
    """Wall seconds since a command was started: reading, building and compiling count as solving does."""

    started_at: float
    """Of `time.monotonic`, which all processes of a machine share."""
    limit_seconds: float
    """Wall seconds that the whole command may take."""

    def seconds(self) -> float:
        """Return the seconds so far."""
        return time.monotonic() - self.started_at

    def left(self) -> float:
        """Return the seconds that remain, at least one, so that a solver ends by itself."""
        return max(1.0, self.limit_seconds - self.seconds())


@dataclass(frozen=True, slots=True)
class Work:
    """Work that an engine counted itself, which does not depend on the machine; None where it does not report it."""

    nodes: int | None = None
    lp_iterations: int | None = None


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


@dataclass(slots=True)
class Trace:
    """The points of one run, each better than the one before at one end or both."""

    points: list[Point] = field(default_factory=list)

    def add(self, seconds: float, incumbent: float, bound: float) -> None:
        """Take note of figures, of which either may be infinite."""
        last = self.points[-1] if self.points else Point(0.0, math.inf, -math.inf)
        better = Point(seconds, min(incumbent, last.incumbent), max(bound, last.bound))
        if (better.incumbent, better.bound) != (last.incumbent, last.bound):
            self.points.append(better)

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

    def plans(self) -> list[Point]:
        """Return the points at which the plan became better."""
        return [
            point
            for before, point in zip([Point(0.0, math.inf, -math.inf), *self.points], self.points, strict=False)
            if point.incumbent < before.incumbent
        ]

    def calibrated(self, factor: float) -> "Trace":
        """Return the trace in calibrated seconds."""
        return Trace([Point(point.seconds / factor, point.incumbent, point.bound) for point in self.points])
