"""The state of a decomposition: its master and cuts, the bound, the best plan, and the time that is left."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from planner.case.records import Case
from planner.plan.records import Schedule
from planner.solver.direct import best_point
from planner.solver.events import relative_gap
from planner.solver.highs import SolverError
from planner.solver.many.relaxation import Relaxation
from planner.solver.messages.wire import WarmStart
from planner.solver.options import SolveOptions
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.solver.program.matrix import Floats, Matrix
from planner.study.futures.benders.cuts import Cuts
from planner.study.futures.benders.master import Master, master_of
from planner.study.futures.benders.recourse import Do, do_here

EPSILON = 1e-9
ROUNDING = 1e-6


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


class State:
    """The state of one decomposition. Points are those of the columns of the master."""

    def __init__(self, case: Case, options: SolveOptions, cancel: threading.Event, crew: Crew) -> None:
        """Build the master; the time begins to run."""
        self.case, self.options, self.cancel, self.crew = case, options, cancel, crew
        self._ends_at = time.monotonic() + options.time_limit_seconds
        crew.report(f"the model of {len(case.scenarios)} futures")
        self.master: Master = master_of(case)
        self.recourse = replace(self.master.recourse, do=crew.do, slots=crew.slots)
        self.cuts = Cuts(self.master)
        self.bound = -math.inf
        self.best: Costed | None = None

    @property
    def left(self) -> float:
        """Seconds until the time limit."""
        return self._ends_at - time.monotonic()

    @property
    def objective(self) -> float:
        """What the best plan costs, in discounted usd_bn."""
        return math.inf if self.best is None else self.best.objective

    @property
    def is_done(self) -> bool:
        """Whether the plan is good enough, the time is over, or the solve is called off."""
        gap = relative_gap(self.objective, self.bound)
        return gap <= self.options.gap or self.left <= 0 or self.cancel.is_set()

    def report(self, what: str, objective: float | None = None) -> None:
        """Say how far it is: the bound, and what the best plan costs, or another point."""
        of = self.objective if objective is None else objective
        span = f"at least {self.bound:,.4g}" if math.isinf(of) else f"{self.bound:,.4g} to {of:,.4g}"
        self.crew.report(f"{what}: {span} bn USD")

    def columns_of(self, schedule: Schedule) -> WarmStart:
        """Return the whole columns of a schedule."""
        return warm_start_columns(self.master.shape, self.master.matrix, schedule)

    def evaluate_columns(self, whole: WarmStart) -> Costed | None:
        """Evaluate whole columns, with the wafers before the horizon of the relaxed point, and as the master likes."""
        best = None
        differs = self.cuts.near is not None and self.master.before.size > 0
        for settled in (True, False) if differs else (False,):
            costed = self.evaluate(self.around(whole, settled=settled))
            if costed is not None and (best is None or costed.objective < best.objective):
                best = costed
        return best

    def around(self, whole: WarmStart, *, settled: bool = False) -> Floats | None:
        """Return the cheapest point of the master with some whole columns; where settled, see `settled`."""
        matrix = self.settled(self.cuts.matrix) if settled else self.cuts.matrix
        lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
        lower[whole.columns] = upper[whole.columns] = whole.counts
        fixed = replace(matrix, col_lower=lower, col_upper=upper)
        return best_point(fixed, matrix.cost, max(1.0, self.left), EPSILON, self.cancel).x

    def settled(self, matrix: Matrix) -> Matrix:
        """Return a master in which wafers started before the horizon are made into what they are at the relaxed point.

        No start changes what they can be made into, and where cuts are few, the master chooses badly for them.
        """
        near, before = self.cuts.near, self.master.before
        if near is None:
            return matrix
        lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
        slack = ROUNDING * np.maximum(1.0, near[before])
        lower[before] = np.maximum(lower[before], near[before] - slack)
        upper[before] = np.minimum(upper[before], near[before] + slack)
        return replace(matrix, col_lower=lower, col_upper=upper)

    def evaluate(self, x: Floats | None) -> Costed | None:
        """Evaluate a point in whole phases, add its cuts, and keep it where it is the best."""
        if x is None:
            return None
        costed = self.costed(x, is_plan=True)
        if costed.objective < self.objective:
            self.best = costed
        return costed

    def costed(self, x: Floats, *, is_plan: bool) -> Costed:
        """Return a point with what it costs in all futures, and add its cuts: those of a plan are in every master."""
        valued = self.recourse.valued(x[self.master.decided])
        if valued.slopes is None:
            raise SolverError("operations have no duals")
        values = self.recourse.by_group(valued.objective)
        point = x.copy()
        point[self.master.thetas] = values  # as high as its futures cost
        self.cuts.add(*self.cuts.of(x, values, valued.slopes), None if is_plan else values)
        return Costed(point, self.master.matrix.objective(point))

    def cut(self, x: Floats) -> Costed:
        """Add all cuts of a point that need not be in whole phases, and return what it costs in all futures."""
        self.cut_by_period(x)
        return self.costed(x, is_plan=False)

    def cut_by_period(self, x: Floats, relaxation: Relaxation | None = None) -> float:
        """Add the cuts that a point breaks, to a relaxation too, and return by how much it is too cheap."""
        master = self.master
        rows, upper, says, costs = master.periods.cuts(x, master.decided)
        broken = master.periods.too_cheap(x, says)
        if broken.size:
            self.cuts.add(rows[broken], upper[broken], says[broken])
            if relaxation is not None:
                relaxation.add(rows[broken], upper[broken])
        missing = master.recourse.group_shares * costs - x[master.thetas]
        return float(np.maximum(0.0, missing).sum()) / master.matrix.scale
