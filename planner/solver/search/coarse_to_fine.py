"""Fresh plans, coarse to fine in time.

The LP relaxation of the coarsest grid is rounded; the plan that leads to is moved about on that grid, then refined from
grid to grid down to single periods. Every time with another seed, and so with another plan.
"""

import highspy

from planner.solver.highs import point
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import FeasiblePoint
from planner.solver.program.decisions import Decisions
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.search.effort import Effort
from planner.solver.search.neighbourhoods import Box, rounded
from planner.solver.search.restricted import Restricted
from planner.solver.search.time_grid import Grid, coarsest

# Efforts are counted in LP relaxations of the coarsest grid; see `Effort`.
GRID_EFFORT, SINGLE_PERIODS_EFFORT, HARD_EFFORT = 1.0, 2.0, 4.0
SINGLE_PERIODS_MOVED = 2
GRID_GAP = 2e-3


class Fresh:
    """Makes plans from nothing. `used` is what the last one took."""

    def __init__(self, matrix: Matrix, decisions: Decisions, restricted: Restricted, effort: Effort) -> None:
        """Prepare for a matrix whose construction columns are `decisions`."""
        self._matrix = matrix
        self._decisions = decisions
        self._restricted = restricted
        self._effort = effort
        self._relaxation: dict[int, Floats | None] = {}
        self.used = 0.0

    def plan(self, mailbox: Mailbox) -> FeasiblePoint | None:
        """Return a plan, None where no grid holds one that can be found."""
        periods = coarsest(self._decisions)
        plan: FeasiblePoint | None = None
        self.used = 0.0
        while not mailbox.cancelled:
            grid = Grid.of(self._matrix, self._decisions, periods)
            solver = self._restricted.loaded(grid)
            if plan is None:
                plan = self._rounded(grid, solver, mailbox)
            if plan is not None:
                moved, effort = (1, GRID_EFFORT) if periods > 1 else (SINGLE_PERIODS_MOVED, SINGLE_PERIODS_EFFORT)
                box = grid.moved(plan.x, moved)
                plan = self._restricted.solve(grid, solver, box, plan, effort, GRID_GAP) or plan
                self.used += self._restricted.used
            if periods == 1:
                break
            periods //= 2
        return plan

    def relaxation(self, grid: Grid) -> Floats | None:
        """Return the point of the LP relaxation of a grid, the unit of effort from now on; None if there is none."""
        if grid.periods not in self._relaxation:
            solver = self._restricted.relaxation(grid)
            self._effort.relaxation(solver)
            solved = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
            self._relaxation[grid.periods] = point(solver) if solved else None
        return self._relaxation[grid.periods]

    def _rounded(self, grid: Grid, solver: highspy.Highs, mailbox: Mailbox) -> FeasiblePoint | None:
        """Look for a plan between the LP relaxation rounded down and up; if that fails, for any near it first.

        Where rules ask for phases and money is short, plans are few: a solver that looks for a good one may take long
        to find any. Rounded down, too much may be built for a rule; below what is rounded up there is a plan if
        building nothing is.
        """
        relaxation = self.relaxation(grid)
        if relaxation is None:
            return None
        counts = relaxation[grid.decisions.columns]
        near, wide = rounded(grid.decisions, counts, 0), rounded(grid.decisions, counts, 1)
        below = Box(grid.matrix.col_lower[grid.decisions.columns], near.upper)

        def attempt(box: Box, effort: float) -> FeasiblePoint | None:
            if mailbox.cancelled:
                return None
            plan = self._restricted.solve(grid, solver, box, None, effort, GRID_GAP)
            self.used += self._restricted.used
            return plan

        plan = attempt(near, GRID_EFFORT)
        if plan is not None or mailbox.cancelled:
            return plan
        nearest = self._restricted.rounded(grid, wide, counts, HARD_EFFORT)
        self.used += self._restricted.used
        plans = [one for one in (nearest, attempt(near, HARD_EFFORT)) if one is not None]
        return min(plans, key=lambda one: one.objective) if plans else attempt(below, HARD_EFFORT)
