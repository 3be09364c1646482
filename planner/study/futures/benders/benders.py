"""Multi-cut Benders decomposition of one plan for many futures, on one stored matrix.

First the LP relaxation of the master: see relaxed.py. In large cases whole phases are looked for near its point. Then
the master is solved in whole phases, again and again, by the planner's own search and proof, with the cuts that hold
near its relaxed point; every plan is evaluated in all futures and gives a cut for each group. The bound is the master's
proven bound, never its objective; the objective is that of the best plan over all futures.
"""

import threading
from dataclasses import dataclass, replace

import numpy as np

from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Outcome, Plan, Schedule, Status
from planner.solver.events import ignore, relative_gap
from planner.solver.highs import SolverError
from planner.solver.messages.idle import reuse
from planner.solver.messages.wire import WarmStart
from planner.solver.options import SolveOptions
from planner.solver.portfolio.known_plan import decided_plan
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.matrix import Floats
from planner.study.futures.benders.master import Master, sides_of
from planner.study.futures.benders.near import look_near
from planner.study.futures.benders.recourse import Recourse
from planner.study.futures.benders.refusal import refuse
from planner.study.futures.benders.relaxed import cut_off, good_point
from planner.study.futures.benders.state import Costed, Crew, State
from planner.study.futures.sample import reduce_futures

ROUNDS = 30
FEW, FEW_SHARE = 3, 0.25
"""Without a plan to start from, the extensive form of so many futures gives one, in this share of the time."""
MASTER_GAP_SHARE, MASTER_SHARE = 0.3, 0.4
"""Of the gap that is left, what the next master may leave open; of the time left, what it may take."""


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
        return _run(State(case, options, cancel or threading.Event(), crew or Crew()), known)


def _run(state: State, known: Schedule | None) -> Decomposed:
    """Return the result: the relaxed master, plans near its point, then masters in whole phases."""
    relaxed = good_point(state) if state.master.is_large else None
    if relaxed is None:
        cut_off(state, None if known is None else state.around(state.columns_of(known)))
    started = None if known is None else state.evaluate_columns(state.columns_of(known))
    if known is None:
        _plan_of_few(state)
    if relaxed is not None:
        look_near(state, relaxed)
    rounds = 0
    while rounds < ROUNDS and not state.is_done:
        rounds += 1
        if not _whole(state, rounds):
            break
    if state.best is None:
        raise SolverError("no plan was found in the time")
    bound = min(state.bound, state.best.objective)
    return Decomposed(state.master, state.best, started, bound, rounds, state.cuts.count)


def _plan_of_few(state: State) -> None:
    """Take the plan of a few futures that stand for all, as the planner finds it."""
    few = reduce_futures(state.case, FEW)
    limit = max(1.0, FEW_SHARE * state.left)
    result = solve(few, replace(state.options, time_limit_seconds=limit), cancel=state.cancel)
    if result.has_plan:
        state.evaluate_columns(state.columns_of(result.plan.schedule))


def _whole(state: State, number: int) -> bool:
    """Solve the master in whole phases; say whether there is a point for more cuts."""
    gap = max(state.options.gap, MASTER_GAP_SHARE * min(1.0, relative_gap(state.objective, state.bound))) / 2
    limit = max(1.0, MASTER_SHARE * state.left)
    options = replace(state.options, gap=gap, time_limit_seconds=limit)
    start = None if state.best is None else _decisions(state, state.best.point)
    outcome = solve_matrix(state.cuts.tight(), options, ignore, state.cancel, start)
    state.bound = max(state.bound, outcome.bound)
    if outcome.x is not None:
        state.evaluate(outcome.x)
        state.evaluate_columns(_decisions(state, outcome.x))
    state.report(f"master {number}")
    return outcome.x is not None


def _decisions(state: State, x: Floats) -> WarmStart:
    """Return the whole columns of a point as a start."""
    whole = np.flatnonzero(state.master.matrix.integer)
    return WarmStart(whole, np.round(x[whole]))
