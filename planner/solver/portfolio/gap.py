"""The gap of a plan, measured on what a plan can change: some cost, such as of shortages, no plan can avoid.

Where most of the objective is unavoidable, a small share of it is a large share of what a plan decides. So the gap is
measured on the rest:

    gap = (objective - bound) / (objective - unavoidable)       where unavoidable > |objective| / 2
    gap = (objective - bound) / |objective|                     elsewhere

Where the objective is nothing but such cost (coverage first, first pass), the rest is what serving all that can be
served saves against serving nothing. The bound is the one that duals of the LP relaxation prove, so money, tools and
time count as they do for any plan, and it survives rounding.
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from planner.solver.events import relative_gap
from planner.solver.messages.process import run_task
from planner.solver.messages.wire import Bound, FeasiblePoint, Task
from planner.solver.program.matrix import Matrix

SHARE = 0.5
"""Up to this share of the objective the gap is measured on all of it: the difference is a factor of two at most."""


PROOF_TOLERANCE = 1e-7
"""Rounding to whole phases and solving again moves the objective by no more than the solver's own tolerances."""


class Gap:
    """The gap of the plans of a matrix, in scaled units, and whether it is the one that was asked for.

    What is unavoidable is computed when a plan first makes it matter.
    """

    def __init__(self, matrix: Matrix, asked: float, columns: npt.NDArray[np.bool_] | None) -> None:
        """Prepare for the columns that are marked; part of what they cost may be unavoidable."""
        self._matrix, self._asked = matrix, asked
        marked = np.zeros(matrix.cost.size, dtype=bool) if columns is None else columns
        self._cost = np.where(marked, matrix.cost, 0.0)
        self._is_all = not np.any(matrix.cost[~marked])
        self._unavoidable: float | None = None

    def of(self, objective: float, bound: float) -> float:
        """Return the gap of an objective to a bound, as a fraction."""
        unscaled = self._matrix.unscaled
        return relative_gap(unscaled(objective), unscaled(bound), unscaled(self.changeable(objective)))

    def is_reached(self, best: FeasiblePoint, bound: float, is_stopped: Callable[[], bool]) -> bool:
        """Say whether a plan is proven to the gap that was asked for."""
        if self.of(best.objective, bound) <= self._asked:
            self._measure(best, is_stopped)
        return self.is_proven(best.objective, bound, min(self._asked, PROOF_TOLERANCE))

    def is_proven(self, objective: float, bound: float, tolerance: float = PROOF_TOLERANCE) -> bool:
        """Say whether the gap is the one that was asked for, or the objective proven to a solver's tolerance."""
        exact = relative_gap(self._matrix.unscaled(objective), self._matrix.unscaled(bound))
        return exact <= tolerance or self.of(objective, bound) <= self._asked

    def closer(self, objective: float) -> float:
        """Return a gap of the whole objective that is certainly the one asked for, of what a plan can change."""
        return SHARE * self._asked * self.changeable(objective) / abs(objective)

    def unavoidable(self, objective: float) -> float:
        """Return the cost that no plan can avoid, where the gap is not measured on it; otherwise 0."""
        changeable = self.changeable(objective)
        return objective - changeable if changeable < abs(objective) else 0.0

    def _measure(self, best: FeasiblePoint, is_stopped: Callable[[], bool]) -> None:
        """Compute the bound if it is not known and much of the objective of a plan lies in the marked columns."""
        if self._unavoidable is None and float(self._cost @ best.x) > SHARE * abs(best.objective):
            self._unavoidable = _minimum(replace(self._matrix, cost=self._cost, offset=0.0), is_stopped)

    def changeable(self, objective: float) -> float:
        """Return the part of an objective on which its gap is measured."""
        if self._unavoidable is None or self._unavoidable <= SHARE * abs(objective):
            return abs(objective)
        if self._is_all:
            costly = self._cost > 0
            nothing = float(self._cost[costly] @ self._matrix.col_upper[costly])
            return min(abs(objective), nothing - self._unavoidable)
        return min(abs(objective), abs(objective - self._unavoidable))


def _minimum(matrix: Matrix, is_stopped: Callable[[], bool]) -> float:
    """Return a proven lower bound on the objective, at least 0; 0 where the solver does not end."""
    task = Task("unavoidable", matrix, gap=0.0, seed=0, helped=False, time_limit_seconds=math.inf)
    messages = run_task(task, None, math.inf, is_stopped)
    return max([0.0, *(message.bound for message in messages if isinstance(message, Bound))])
