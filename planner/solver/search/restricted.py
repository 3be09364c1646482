"""Restricted solves: the model on a grid in time, inside a box of construction decisions."""

import time
from dataclasses import replace
from typing import Any

import highspy
import numpy as np

from planner.solver.highs import load, point, set_bounds, start_from
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import FeasiblePoint
from planner.solver.program.decisions import WHOLE
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.search.boxed_tree import branched
from planner.solver.search.effort import Effort
from planner.solver.search.neighbourhoods import Box
from planner.solver.search.time_grid import Grid

WORTH = 1e-7
"""A plan is better if it is by this share of the objective."""
ROUNDING_GAP = 0.2
"""How near a rounded plan has to be to the nearest: that there is one matters, and it is moved about afterwards."""


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
        self,
        grid: Grid,
        solver: highspy.Highs,
        box: Box,
        start: FeasiblePoint | None,
        effort: float,
        gap: float,
        *,
        by_tree: bool = False,
    ) -> FeasiblePoint | None:
        """Solve inside a box of a grid, by HiGHS or by our own tree; return a plan better than the start, or None.

        `effort` is counted in LP relaxations; `used` says how many it took. The tree needs a start.
        """
        _set_box(solver, grid, box)
        plan = self._branched(grid, solver, start, effort, gap) if by_tree and start is not None else None
        if plan is None:
            plan = self._solved(grid, solver, start, effort, gap)
        if plan is None or (start is not None and not better(plan, start)):
            return None
        plan = self._polished(plan)
        self._report(plan)
        return plan

    def rounded(self, grid: Grid, box: Box, counts: Floats, effort: float) -> FeasiblePoint | None:
        """Return a plan in a box near the counts of an LP relaxation, whatever it costs; None where none is found.

        This is the rounding of a feasibility pump (Fischetti, Glover and Lodi, 2005) by a MIP: the objective is the
        distance to the counts where they are rounded down or up, and beyond that the fewer phases the better.
        """
        columns = grid.decisions.columns
        distance = np.zeros(grid.matrix.cost.size)
        distance[columns] = 1.0 - 2.0 * (counts - np.floor(counts + WHOLE))
        nearest = replace(grid.matrix, cost=distance, offset=0.0)
        solver = load(nearest, random_seed=self._seed, mip_rel_gap=ROUNDING_GAP)
        self._effort.watch(solver)
        _set_box(solver, grid, box)
        self.used = self._effort.run(solver, effort)
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        x = grid.point(point(solver))
        plan = self._polished(FeasiblePoint(float(self._matrix.cost @ x) + self._matrix.offset, x))
        self._report(plan)
        return plan

    def _branched(
        self, grid: Grid, solver: highspy.Highs, start: FeasiblePoint, effort: float, gap: float
    ) -> FeasiblePoint | None:
        """Branch inside the bounds that a solver holds; None where there is nothing to branch on."""
        program = solver.getLp()
        lower, upper = np.array(program.col_lower_), np.array(program.col_upper_)
        matrix = replace(grid.matrix, col_lower=lower, col_upper=upper)
        known = FeasiblePoint(start.objective, grid.start(start.x))
        cpu = time.process_time()
        ended = branched(matrix, known, gap, self._seed, self._mailbox, self._effort.of_tree(effort))
        if ended is None:
            return None
        plan, nodes = ended
        self.used = self._effort.used_by_tree(time.process_time() - cpu, nodes)
        return start if plan is known else FeasiblePoint(plan.objective, grid.point(plan.x))

    def _solved(
        self, grid: Grid, solver: highspy.Highs, start: FeasiblePoint | None, effort: float, gap: float
    ) -> FeasiblePoint | None:
        """Let HiGHS solve within the bounds that it holds; return the best plan, None where it finds none."""
        solver.clearSolver()
        solver.setOptionValue("mip_rel_gap", gap)
        if start is not None:
            start_from(solver, grid.start(start.x))
        self.used = self._effort.run(solver, effort)
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return FeasiblePoint(float(info.objective_function_value), grid.point(point(solver)))

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


def _set_box(solver: highspy.Highs, grid: Grid, box: Box) -> None:
    """Hold the decisions of a grid within a box, as far as the model allows."""
    columns = grid.decisions.columns
    lower = np.maximum(box.lower, grid.matrix.col_lower[columns])
    upper = np.minimum(box.upper, grid.matrix.col_upper[columns])
    set_bounds(solver, columns, lower, np.maximum(lower, upper))


def better(plan: FeasiblePoint, other: FeasiblePoint) -> bool:
    """Say whether a plan is worth more than another."""
    return plan.objective < other.objective - WORTH * abs(other.objective)
