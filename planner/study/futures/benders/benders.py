"""Multi-cut Benders decomposition of one plan for many futures, on one stored matrix.

First the LP relaxation of the master is solved with cuts taken between its point and the best one so far, which keeps
the points from jumping. Then the master is solved in whole phases, again and again, by the planner's own search and
proof; every plan is evaluated in all futures and gives a cut for each group. The bound is the master's proven bound,
never its objective; the objective is that of the best plan over all futures.
"""

import math
import threading
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Outcome, Schedule, Status
from planner.solver.direct import best_point
from planner.solver.events import ignore, relative_gap
from planner.solver.highs import SolverError
from planner.solver.many.many import Many, Solutions
from planner.solver.many.relaxation import Relaxation
from planner.solver.messages.idle import reuse
from planner.solver.options import SolveOptions
from planner.solver.portfolio.known_plan import decided_plan, warm_start_columns
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.matrix import Floats
from planner.study.futures.benders.master import CUT, Master, master_of
from planner.study.futures.benders.refusal import refuse
from planner.study.futures.sample import reduce_futures

INWARD = 0.5
"""How far the point of a cut lies from that of the relaxed master towards the best one."""
RELAXED_GAP = 1e-3
RELAXED_ROUNDS, ROUNDS = 60, 30
FEW, FEW_SHARE = 3, 0.25
"""The extensive form of so many futures gives the first plan, in this share of the time."""
MASTER_GAP_SHARE = 0.3
"""Of the gap that is left, what the next master may leave open."""
EPSILON = 1e-9
SMALLEST = 1e-7
"""Coefficients below are taken out of cuts, at their least: the solver drops them, which is no bound."""


@dataclass(frozen=True)
class Decomposed:
    """The best plan over all futures: its objective and bound in discounted usd_bn, and how they were reached."""

    schedule: Schedule
    objective: float
    bound: float
    rounds: int
    cuts: int

    @property
    def gap(self) -> float:
        """The gap as a share of the objective."""
        return relative_gap(self.objective, self.bound)


def decompose(case: Case, options: SolveOptions | None = None, cancel: threading.Event | None = None) -> Decomposed:
    """Return the best plan for all futures of a case, which differ in demand alone. Raises BendersError for others."""
    refuse(case)
    with reuse():
        return _Benders(case, options or SolveOptions(time_limit_seconds=300.0), cancel or threading.Event()).run()


class _Benders:
    """The state of one decomposition. Points are those of the master's columns without theta."""

    def __init__(self, case: Case, options: SolveOptions, cancel: threading.Event) -> None:
        self._case, self._options, self._cancel = case, options, cancel
        self._ends_at = time.monotonic() + options.time_limit_seconds
        self._master: Master = master_of(case)
        self._cuts = self._master.matrix
        self._many = Many(self._master.program)
        self._objective, self._bound = math.inf, -math.inf
        self._best: Floats | None = None
        self._rounds = self._count = 0

    def run(self) -> Decomposed:
        """Return the result: first the relaxed master, then plans of a few futures, then masters in whole phases."""
        self._relaxed()
        self._plan_of_few()
        while self._rounds < ROUNDS and not self._is_done():
            self._rounds += 1
            if not self._whole():
                break
        if self._best is None:
            raise SolverError("no plan was found in the time")
        gap = relative_gap(self._objective, self._bound)
        outcome = Outcome(Status.FEASIBLE, self._objective, self._bound, gap, {})
        plan = decided_plan(self._master.shape.case, self._master.matrix, self._best, outcome)
        return Decomposed(plan.schedule, self._objective, min(self._bound, self._objective), self._rounds, self._count)

    @property
    def _left(self) -> float:
        return self._ends_at - time.monotonic()

    def _is_done(self) -> bool:
        gap = relative_gap(self._objective, self._bound)
        return gap <= self._options.gap or self._left <= 0 or self._cancel.is_set()

    def _relaxed(self) -> None:
        """Cut off the LP relaxation of the master until it is about as dear as its point is in all futures."""
        relaxation, cheapest = Relaxation(self._cuts), math.inf
        best: Floats | None = None
        for _ in range(RELAXED_ROUNDS):
            x = relaxation.solve()
            if x is None:
                raise SolverError("the relaxed master has no solution")
            bound = self._cuts.objective(x)
            self._bound = max(self._bound, bound)
            inner = x if best is None else INWARD * x + (1 - INWARD) * best
            value, rows, upper = self._evaluated(inner)
            if value < cheapest:
                cheapest, best = value, inner
            if relative_gap(cheapest, self._bound) <= RELAXED_GAP or self._left <= 0 or self._cancel.is_set():
                self._add(rows, upper)
                return
            relaxation.add(rows, upper)
            self._add(rows, upper)

    def _plan_of_few(self) -> None:
        """Take the plan of a few futures that stand for all, as the planner finds it."""
        few = reduce_futures(self._case, FEW)
        limit = max(1.0, FEW_SHARE * self._left)
        result = solve(few, replace(self._options, time_limit_seconds=limit), cancel=self._cancel)
        if result.has_plan:
            self._take(self._around(result.plan.schedule))

    def _around(self, schedule: Schedule) -> Floats | None:
        """Return the cheapest point of the master with the decisions of a schedule."""
        known = warm_start_columns(self._master.shape, self._cuts, schedule)
        lower, upper = self._cuts.col_lower.copy(), self._cuts.col_upper.copy()
        lower[known.columns] = upper[known.columns] = known.counts
        fixed = replace(self._cuts, col_lower=lower, col_upper=upper)
        return best_point(fixed, self._cuts.cost, max(1.0, self._left), EPSILON, self._cancel).x

    def _whole(self) -> bool:
        """Solve the master in whole phases; say whether there is a point for more cuts."""
        gap = max(self._options.gap, MASTER_GAP_SHARE * min(1.0, relative_gap(self._objective, self._bound))) / 2
        options = replace(self._options, gap=gap, time_limit_seconds=max(1.0, self._left))
        start = None if self._best is None else self._lifted(self._best)
        outcome = solve_matrix(self._cuts, options, ignore, self._cancel, start)
        self._bound = max(self._bound, outcome.bound)
        if outcome.x is None:
            return False
        self._take(outcome.x)
        return True

    def _lifted(self, x: Floats) -> Floats:
        """Return a point with theta as high as its cuts ask for, a feasible start of the master."""
        size = x.size - self._master.groups
        lifted = x.copy()
        lifted[size:] = self._by_group(self._solved(x, with_duals=False).objective)
        return lifted

    def _by_group(self, objective: Floats) -> Floats:
        """Return the expected cost of each group: of its futures by their shares."""
        master = self._master
        return np.asarray(np.bincount(master.group, master.shares * objective, master.groups), dtype=float)

    def _solved(self, x: Floats, *, with_duals: bool) -> Solutions:
        change = self._master.links @ x[self._master.decided]
        return self._many.solve(self._master.lower - change, self._master.upper - change, with_duals=with_duals)

    def _evaluated(self, x: Floats) -> tuple[float, Any, Floats]:
        """Return what a point costs in all futures, and the cuts that its duals give."""
        from scipy.sparse import csr_array, hstack

        master = self._master
        solved = self._solved(x, with_duals=True)
        if np.isnan(solved.objective).any():
            raise SolverError("operations have no solution in some future")
        assert solved.duals is not None
        weighted = np.zeros((master.groups, master.program.row_lower.size))
        np.add.at(weighted, master.group, master.shares[:, None] * solved.duals)
        values = self._by_group(solved.objective)
        every = -(master.links.T @ weighted.T).T
        slopes, floor = self._significant(every)
        size = x.size - master.groups
        whole = np.zeros((master.groups, size))
        whole[:, master.decided] = slopes
        rows = csr_array(hstack([csr_array(whole), -np.eye(master.groups)]))
        # theta >= values + slopes (decided - x), with what is too small for the solver at its least
        upper = every @ x[master.decided] - values - floor
        before = x.copy()
        before[size:] = values
        return self._cuts.objective(before), rows, upper

    def _significant(self, slopes: Floats) -> tuple[Floats, Floats]:
        """Return the slopes that the solver does not drop as too small, and the least that the others add to a cut."""
        master = self._master
        low, high = (bounds[master.decided] for bounds in (master.matrix.col_lower, master.matrix.col_upper))
        tiny = (np.abs(slopes) < SMALLEST) & np.isfinite(low) & np.isfinite(high)
        minimum = np.where(tiny, np.minimum(slopes * np.where(tiny, low, 0.0), slopes * np.where(tiny, high, 0.0)), 0.0)
        return np.where(tiny, 0.0, slopes), minimum.sum(axis=1)

    def _take(self, x: Floats | None) -> None:
        """Evaluate a point in whole phases, and add its cuts."""
        if x is None:
            return
        value, rows, upper = self._evaluated(x)
        if value < self._objective:
            self._objective, self._best = value, x
        self._add(rows, upper)

    def _add(self, rows: Any, upper: Floats) -> None:
        self._cuts = self._cuts.with_rows(CUT, rows, upper)
        self._count += upper.size
