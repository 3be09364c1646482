"""Restricted solves: the model on a grid in time, inside a box of construction decisions."""

from typing import Any

import highspy
import numpy as np

from planner.solver.highs import load, point, set_bounds, start_from
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import FeasiblePoint
from planner.solver.program.matrix import Matrix
from planner.solver.search.effort import Effort
from planner.solver.search.neighbourhoods import Box
from planner.solver.search.time_grid import Grid

WORTH = 1e-7
"""A plan is better if it is by this share of the objective."""


class Restricted:
    """Solves inside boxes. The continuous part of every plan is solved again before the plan is reported."""

    def __init__(self, matrix: Matrix, mailbox: Mailbox, effort: Effort, seed: int) -> None:
        """Prepare to solve within a matrix; every solver gets a seed of its own, beginning with this one."""
        self._matrix = matrix
        self._mailbox = mailbox
        self._effort = effort
        self._seed = seed
        self._whole = np.flatnonzero(matrix.integer)
        self._polisher: highspy.Highs | None = None
        self.used = 0.0

    def solve(
        self, grid: Grid, solver: highspy.Highs, box: Box, start: FeasiblePoint | None, effort: float, gap: float
    ) -> FeasiblePoint | None:
        """Solve inside a box of a grid; return a plan that is better than the start, or None.

        `effort` is counted in LP relaxations; `used` says how many it took.
        """
        columns = grid.decisions.columns
        lower = np.maximum(box.lower, grid.matrix.col_lower[columns])
        upper = np.minimum(box.upper, grid.matrix.col_upper[columns])
        set_bounds(solver, columns, lower, np.maximum(lower, upper))
        solver.clearSolver()
        solver.setOptionValue("mip_rel_gap", gap)
        if start is not None:
            start_from(solver, grid.start(start.x))
        self.used = self._effort.run(solver, effort)
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        plan = FeasiblePoint(float(info.objective_function_value), grid.point(point(solver)))
        if start is not None and not better(plan, start):
            return None
        plan = self._polished(plan)
        self._report(plan)
        return plan

    def loaded(self, grid: Grid) -> highspy.Highs:
        """Return a solver that reports the plans it finds on a grid."""
        solver = load(grid.matrix, random_seed=self._seed)
        self._seed += 1
        self._effort.watch(solver)

        def on_incumbent(event: Any) -> None:
            # An exception must not leave a callback: it would unwind through the solver.
            try:
                x = grid.point(np.array(event.data_out.mip_solution, dtype=float))
                self._report(FeasiblePoint(float(event.data_out.objective_function_value), x))
            except Exception as error:
                self._mailbox.fail(error)

        solver.cbMipImprovingSolution.subscribe(on_incumbent)
        return solver

    def relaxation(self, grid: Grid) -> highspy.Highs:
        """Return a solver that holds the LP relaxation of a grid."""
        solver = load(grid.matrix, solve_relaxation=True, solver="ipm")
        self._effort.watch(solver)
        return solver

    def _report(self, plan: FeasiblePoint) -> None:
        """Report a plan that is better than the incumbent."""
        best = self._mailbox.best
        if best is None or better(plan, best):
            self._mailbox.share(plan)

    def _polished(self, plan: FeasiblePoint) -> FeasiblePoint:
        """Solve the continuous part of a plan again: where the solver stopped at a limit, it may be far off."""
        if self._polisher is None:
            self._polisher = load(self._matrix, solve_relaxation=True)
            self._effort.watch(self._polisher)
        whole = np.round(plan.x[self._whole])
        set_bounds(self._polisher, self._whole, whole, whole)
        self._polisher.run()
        if self._polisher.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return plan
        polished = FeasiblePoint(float(self._polisher.getInfo().objective_function_value), point(self._polisher))
        return min(plan, polished, key=lambda one: one.objective)


def better(plan: FeasiblePoint, other: FeasiblePoint) -> bool:
    """Say whether a plan is worth more than another."""
    return plan.objective < other.objective - WORTH * abs(other.objective)
