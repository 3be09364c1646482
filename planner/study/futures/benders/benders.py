"""Multi-cut Benders decomposition of one plan for many futures, on one stored matrix.

First the LP relaxation of the master is solved with cuts by period, of the mean future of each group: at its point, and
at one that follows it more slowly. In large cases the relaxation of all futures together gives the cuts, and whole
phases are looked for near its point first. Then the master is solved in whole phases, again and again, by the planner's
own search and proof, with the cuts that hold near its relaxed point; every plan is evaluated in all futures and gives a
cut for each group. The bound is the master's proven bound, never its objective; the objective is that of the best plan
over all futures.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Outcome, Plan, Schedule, Status
from planner.solver.direct import best_point
from planner.solver.events import ignore, relative_gap
from planner.solver.highs import SolverError
from planner.solver.many.relaxation import Relaxation
from planner.solver.messages.idle import reuse
from planner.solver.messages.wire import WarmStart
from planner.solver.options import SolveOptions
from planner.solver.portfolio.known_plan import decided_plan, warm_start_columns
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.decisions import WHOLE
from planner.solver.program.matrix import Floats
from planner.study.futures.benders.cuts import Cuts
from planner.study.futures.benders.master import Master, master_of, sides_of
from planner.study.futures.benders.recourse import Do, Recourse, do_here
from planner.study.futures.benders.refusal import refuse
from planner.study.futures.benders.together import Together, solve_together
from planner.study.futures.sample import reduce_futures

INWARD = 0.5
"""Cuts are also taken at a point that follows the relaxed master by this share of the way: it does not jump."""
RELAXED_GAP = 1e-3
RELAXED_ROUNDS, ROUNDS = 60, 30
RELAXED_SHARE = 0.5
"""Of the time left, what a relaxed master may take at most."""
FEW, FEW_SHARE = 3, 0.25
"""Without a plan to start from, the extensive form of so many futures gives one, in this share of the time."""
MASTER_GAP_SHARE, MASTER_SHARE = 0.3, 0.4
"""Of the gap that is left, what the next master may leave open; of the time left, what it may take."""
LARGE_ROWS = 30_000
"""From so many rows of operations of all groups on, their relaxation is solved as one program."""
NEAR_GAP, NEAR_TRY_SHARE, NEAR_SHARE = 3e-3, 0.1, 0.75
"""Near the relaxed point: the gap of a master, its share of the time left, and the share of all of them."""
NEAR_ROUNDS = 40
HALFWAY = 0.5
EPSILON = 1e-9


@dataclass(frozen=True)
class Crew:
    """Who works for a decomposition: what solves futures, how many processes that are, and who hears how far it is."""

    do: Do = do_here
    slots: int = 1
    report: Callable[[str], None] = field(default=lambda _: None)


@dataclass(frozen=True)
class Costed:
    """Decisions as a point of the master, and what they cost over all futures, in discounted usd_bn."""

    point: Floats
    objective: float


@dataclass(frozen=True)
class Decomposed:
    """The best plan over all futures: its objective and bound in discounted usd_bn, and how they were reached."""

    master: Master
    best: Costed
    known: Costed | None
    """The plan that it started from."""
    bound: float
    rounds: int
    cuts: int

    @property
    def objective(self) -> float:
        """What the best plan costs."""
        return self.best.objective

    @property
    def gap(self) -> float:
        """The gap as a share of the objective."""
        return relative_gap(self.objective, self.bound)

    @property
    def schedule(self) -> Schedule:
        """What the best plan decides."""
        return self.plan.schedule

    @property
    def plan(self) -> Plan:
        """The best plan: its decisions alone."""
        outcome = Outcome(Status.FEASIBLE, self.objective, self.bound, self.gap, {})
        return decided_plan(self.master.shape.case, self.master.matrix, self.best.point, outcome)

    def costs_usd_bn(self, of: Costed, drawn: Case, crew: Crew) -> Floats:
        """Return what decisions cost in each future of a case that differs from this one in its futures alone."""
        master = self.master
        sides = sides_of(drawn, master.shape, master.program)
        count = len(drawn.scenarios)
        alike = np.full(count, 1.0 / count)
        recourse = Recourse(
            master.recourse.program, master.recourse.links, sides, alike, np.zeros(count, dtype=np.int64), crew.do,
            crew.slots,
        )  # fmt: skip
        valued = recourse.valued(of.point[master.decided], with_slopes=False)
        construction = of.point.copy()
        construction[master.thetas] = 0.0
        return master.matrix.objective(construction) + valued.objective / master.matrix.scale


def decompose(
    case: Case,
    options: SolveOptions | None = None,
    cancel: threading.Event | None = None,
    known: Schedule | None = None,
    crew: Crew | None = None,
) -> Decomposed:
    """Return the best plan for all futures of a case, which differ in demand alone. Raises BendersError for others.

    `known` is a plan to start from, such as that of the mean future.
    """
    refuse(case)
    options = options or SolveOptions(time_limit_seconds=300.0)
    with reuse():
        return _Benders(case, options, cancel or threading.Event(), crew or Crew()).run(known)


class _Benders:
    """The state of one decomposition. Points are those of the columns of the master."""

    def __init__(self, case: Case, options: SolveOptions, cancel: threading.Event, crew: Crew) -> None:
        self._case, self._options, self._cancel, self._crew = case, options, cancel, crew
        self._ends_at = time.monotonic() + options.time_limit_seconds
        crew.report(f"the model of {len(case.scenarios)} futures")
        self._master: Master = master_of(case)
        self._recourse = replace(self._master.recourse, do=crew.do, slots=crew.slots)
        self._cuts = Cuts(self._master)
        self._bound = -math.inf
        self._best: Costed | None = None
        self._rounds = 0

    def run(self, known: Schedule | None) -> Decomposed:
        """Return the result: a plan to start from, then the relaxed master, then masters in whole phases."""
        together = self._together() if self._is_large else None
        if together is None:
            self._relaxed(None if known is None else self._around(known))
        started = None if known is None else self._evaluate(self._around(known))
        if known is None:
            self._plan_of_few()
        if together is not None:
            self._near(together.x)
        while self._rounds < ROUNDS and not self._is_done():
            self._rounds += 1
            if not self._whole():
                break
        if self._best is None:
            raise SolverError("no plan was found in the time")
        bound = min(self._bound, self._best.objective)
        return Decomposed(self._master, self._best, started, bound, self._rounds, self._cuts.count)

    @property
    def _left(self) -> float:
        return self._ends_at - time.monotonic()

    @property
    def _objective(self) -> float:
        return math.inf if self._best is None else self._best.objective

    def _is_done(self) -> bool:
        gap = relative_gap(self._objective, self._bound)
        return gap <= self._options.gap or self._left <= 0 or self._cancel.is_set()

    @property
    def _is_large(self) -> bool:
        return self._master.periods.groups * self._master.program.row_lower.size >= LARGE_ROWS

    def _together(self) -> Together | None:
        """Take bound and cuts from the relaxation of all futures together; nothing where it does not end in time."""
        together = solve_together(self._master, max(1.0, RELAXED_SHARE * self._left), self._cancel)
        if together is None:
            return None
        self._bound, self._cuts.near = max(self._bound, together.bound), together.x
        self._cuts.add(*self._master.periods.cuts_of(together.x, self._master.decided, together.duals))
        self._report("all futures together, relaxed", self._objective)
        return together

    def _near(self, x: Floats) -> None:
        """Look for whole phases near a relaxed point: each master in the box around it is cut there and halfway."""
        ends_at = time.monotonic() + NEAR_SHARE * self._left
        whole = np.flatnonzero(self._master.matrix.integer)
        low, high = np.floor(x[whole] + WHOLE), np.ceil(x[whole] - WHOLE)
        point: Floats | None = None
        for number in range(1, NEAR_ROUNDS + 1):
            if time.monotonic() > ends_at or self._is_done():
                return
            matrix = self._cuts.matrix
            lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
            lower[whole], upper[whole] = np.maximum(lower[whole], low), np.minimum(upper[whole], high)
            boxed = replace(matrix, col_lower=lower, col_upper=np.maximum(lower, upper))
            seconds = max(1.0, NEAR_TRY_SHARE * self._left)
            point = best_point(boxed, matrix.cost, seconds, NEAR_GAP, self._cancel, point).x
            costed = self._evaluate(point)
            if point is None or costed is None:
                return
            self._report(f"near the relaxed point {number}", costed.objective)
            if relative_gap(costed.objective, self._master.matrix.objective(point)) <= NEAR_GAP:
                return
            for at in (point, HALFWAY * (point + x)):
                self._cut_by_period(at)

    def _relaxed(self, inner: Floats | None) -> None:
        """Cut the LP relaxation of the master off by period until no block costs much more than it says.

        `inner` is a point to start the cuts from.
        """
        ends_at = time.monotonic() + RELAXED_SHARE * self._left
        relaxation = Relaxation(self._cuts.matrix)
        if inner is not None:
            self._cut_by_period(inner, relaxation)
        for number in range(1, RELAXED_ROUNDS + 1):
            x = relaxation.solve()
            if x is None:
                raise SolverError("the relaxed master has no solution")
            relaxation.drop_slack(self._cuts.matrix_rows, self._cuts.many)  # before new rows come, which are slack too
            self._cuts.near = x
            self._bound = max(self._bound, self._master.matrix.objective(x))
            missing = self._cut_by_period(x, relaxation)
            self._report(f"relaxed master {number}", self._bound + missing)
            if missing <= RELAXED_GAP * abs(self._bound) or time.monotonic() > ends_at or self._cancel.is_set():
                return
            if inner is not None:
                inner = INWARD * x + (1 - INWARD) * inner
                self._cut_by_period(inner, relaxation)
            inner = x if inner is None else inner

    def _cut_by_period(self, x: Floats, relaxation: Relaxation | None = None) -> float:
        """Add the cuts that a point breaks, and return by how much it is too cheap."""
        master = self._master
        rows, upper, says, costs = master.periods.cuts(x, master.decided)
        broken = master.periods.too_cheap(x, says)
        if broken.size:
            self._cuts.add(rows[broken], upper[broken], says[broken])
            if relaxation is not None:
                relaxation.add(rows[broken], upper[broken])
        missing = master.recourse.group_shares * costs - x[master.thetas]
        return float(np.maximum(0.0, missing).sum()) / master.matrix.scale

    def _report(self, what: str, objective: float) -> None:
        self._crew.report(f"{what}: {self._bound:,.4g} to {objective:,.4g} bn USD")

    def _plan_of_few(self) -> None:
        """Take the plan of a few futures that stand for all, as the planner finds it."""
        few = reduce_futures(self._case, FEW)
        limit = max(1.0, FEW_SHARE * self._left)
        result = solve(few, replace(self._options, time_limit_seconds=limit), cancel=self._cancel)
        if result.has_plan:
            self._evaluate(self._around(result.plan.schedule))

    def _around(self, schedule: Schedule) -> Floats | None:
        """Return the cheapest point of the master with the decisions of a schedule."""
        matrix = self._cuts.matrix
        known = warm_start_columns(self._master.shape, matrix, schedule)
        lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
        lower[known.columns] = upper[known.columns] = known.counts
        fixed = replace(matrix, col_lower=lower, col_upper=upper)
        return best_point(fixed, matrix.cost, max(1.0, self._left), EPSILON, self._cancel).x

    def _whole(self) -> bool:
        """Solve the master in whole phases; say whether there is a point for more cuts."""
        gap = max(self._options.gap, MASTER_GAP_SHARE * min(1.0, relative_gap(self._objective, self._bound))) / 2
        limit = max(1.0, MASTER_SHARE * self._left)
        options = replace(self._options, gap=gap, time_limit_seconds=limit)
        start = None if self._best is None else self._decisions(self._best.point)
        outcome = solve_matrix(self._cuts.tight(), options, ignore, self._cancel, start)
        self._bound = max(self._bound, outcome.bound)
        self._evaluate(outcome.x)
        self._report(f"master {self._rounds}", self._objective)
        return outcome.x is not None

    def _decisions(self, x: Floats) -> WarmStart:
        """Return the whole columns of a point as a start."""
        whole = np.flatnonzero(self._master.matrix.integer)
        return WarmStart(whole, np.round(x[whole]))

    def _lifted(self, x: Floats, values: Floats) -> Floats:
        """Return a point with theta as high as its futures cost, a feasible start of the master."""
        lifted = x.copy()
        lifted[self._master.thetas] = values
        return lifted

    def _evaluate(self, x: Floats | None) -> Costed | None:
        """Evaluate a point in whole phases, add its cuts, and keep it where it is the best."""
        if x is None:
            return None
        valued = self._recourse.valued(x[self._master.decided])
        assert valued.slopes is not None
        values = self._recourse.by_group(valued.objective)
        point = self._lifted(x, values)
        self._cuts.add(*self._cuts.of(x, values, valued.slopes))
        costed = Costed(point, self._master.matrix.objective(point))
        if costed.objective < self._objective:
            self._best = costed
        return costed
