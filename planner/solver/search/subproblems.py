"""A large model a few sites at a time: the rest is held, the LP relaxation says what these sites should do.

Rounding it leaves a small neighbourhood. From nothing built, a round of all sites gives the first plan worth its name
long before the LP relaxation as a whole is solved.
"""

import random

import highspy
import numpy as np

from planner.solver.highs import point, set_bounds
from planner.solver.program.decisions import Decisions
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.search.neighbourhoods import Box, rounded

# Measured on 200 sites: with twice as many, rounding no longer finds a plan in the time of a try.
SUBPROBLEM_INTEGERS = 4_500
SHIFT_PERIODS = 1


class Subproblems:
    """Rounds over all sites in an order drawn anew each time, with an LP solver of its own."""

    def __init__(self, matrix: Matrix, decisions: Decisions, relaxation: highspy.Highs, rng: random.Random) -> None:
        """Keep a solver that holds the LP relaxation; its bounds are changed."""
        columns = decisions.columns
        self._decisions = decisions
        self._lower, self._upper = matrix.col_lower[columns], matrix.col_upper[columns]
        self._solver = relaxation
        self._rng = rng
        self._waiting: list[int] = []
        self.rounds = 0

    def box(self, incumbent: Floats) -> Box | None:
        """Return how far the next sites may move, between the incumbent and what rounding gives; the rest is held."""
        free = np.isin(self._decisions.site, self._next())
        low, high = np.where(free, self._lower, incumbent), np.where(free, self._upper, incumbent)
        set_bounds(self._solver, self._decisions.columns, low, high)
        self._solver.clearSolver()
        self._solver.run()
        if self._solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        reference = rounded(self._decisions, point(self._solver)[self._decisions.columns], SHIFT_PERIODS)
        return Box(
            np.where(free, np.minimum(reference.lower, incumbent), incumbent),
            np.where(free, np.maximum(reference.upper, incumbent), incumbent),
        )

    def _next(self) -> list[int]:
        sites = int(self._decisions.site.max()) + 1
        if not self._waiting:
            self._waiting = self._rng.sample(range(sites), sites)
            self.rounds += 1
        count = max(1, round(sites * SUBPROBLEM_INTEGERS / self._decisions.columns.size))
        chosen, self._waiting = self._waiting[:count], self._waiting[count:]
        return chosen
