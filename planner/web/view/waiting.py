"""What a running solve is doing, in words, and whether waiting longer is worth it."""

import math
from dataclasses import dataclass, field
from typing import Any

from planner.solver.events import Progress

MARKS = (0.01, 0.005)
"""Gaps whose time is kept."""
SMALL_GAP = 0.02
"""Above this gap there is always something to gain."""
_MIN_SECONDS = 60.0
_HARDLY = 0.1
"""What the gap has lost, as a share, since half of the time had passed: less is hardly anything."""
_FRESH = 0.2
"""A plan is new for this share of the time."""
_NOISE = 1e-9


@dataclass(slots=True)
class Waiting:
    """The history of a solve. `limit_seconds` is what it was given."""

    limit_seconds: float
    reached: dict[str, float] = field(default_factory=dict)
    _gaps: list[tuple[float, float]] = field(default_factory=list)
    _best: float = math.inf
    _best_at: float = 0.0
    _phase: str = ""

    def add(self, progress: Progress) -> dict[str, Any]:
        """Return what the page says of this moment."""
        if progress.phase != self._phase and "coverage" in (progress.phase, self._phase):  # another objective
            self._best, self._gaps, self.reached = math.inf, [], {}
        self._phase = progress.phase
        if progress.incumbent < self._best - _NOISE:
            self._best, self._best_at = progress.incumbent, progress.seconds
        if math.isfinite(progress.gap):
            self._gaps.append((progress.seconds, progress.gap))
            for mark in MARKS:
                if progress.gap <= mark:
                    self.reached.setdefault(f"{100 * mark:g} %", progress.seconds)
        remark = self._remark(progress)
        return {"words": self._words(progress), "remark": remark, "reached": dict(self.reached)}

    def _words(self, progress: Progress) -> str:
        if progress.phase == "audit":
            return "Checking the plan."
        if progress.phase == "warm start":
            return "Starting from the plan that is known."
        if math.isinf(progress.incumbent):
            return "Looking for a first plan."
        what = {"coverage": "Coverage first. ", "cost": "Now the cost. "}.get(progress.phase, "")
        age = progress.seconds - self._best_at
        if age <= max(2.0, _FRESH * progress.seconds):
            return f"{what}Improving: a better plan {_ago(age)}."
        return f"{what}Proving: no better plan for {_span(age)}; the bound rises to meet it."

    def _remark(self, progress: Progress) -> str:
        """Return why waiting longer will hardly help; nothing where it may."""
        if progress.seconds < _MIN_SECONDS or progress.gap > SMALL_GAP or not self._gaps:
            return ""
        half = progress.seconds / 2
        before = [gap for seconds, gap in self._gaps if seconds <= half]
        if not before or self._best_at > half or progress.gap < (1 - _HARDLY) * before[-1] or progress.gap <= 0:
            return ""
        closed = 100 * (before[-1] - progress.gap)
        return (
            f"Waiting longer will hardly help: in the last {_span(half)} the plan stayed the same and the gap closed "
            f"by {max(0.0, closed):.2f} points."
        )


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(1, round(seconds))} s"


def _ago(seconds: float) -> str:
    return "just now" if seconds < 2 else f"{_span(seconds)} ago"
