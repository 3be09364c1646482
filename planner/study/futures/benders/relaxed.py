"""The LP relaxation of the master: its bound, its cuts, and a point near which good plans are looked for.

In small cases it is solved again and again, with the cuts by period that its point breaks, of the mean future of each
group. In large ones the relaxation with these mean futures is solved as one program; then rounds near its point add
what the futures themselves ask for.
"""

import time

from planner.solver.direct import interior_optimum
from planner.solver.events import relative_gap
from planner.solver.highs import SolverError
from planner.solver.many.relaxation import Relaxation
from planner.solver.program.matrix import Floats
from planner.study.futures.benders.state import Costed, State
from planner.study.futures.benders.together import solve_together

INWARD = 0.5
"""Cuts are also taken at a point that follows the relaxed master by this share of the way: it does not jump."""
RELAXED_GAP = 1e-3
RELAXED_ROUNDS = 60
RELAXED_SHARE = 0.5
"""Of the time left, what a relaxed master may take at most."""
ALL_GAP, ALL_STEP, ALL_ROUNDS = 1e-2, 0.3, 20
"""From mean futures to all: the gap of the relaxation that is good enough, and the first step towards its optimum."""


def good_point(state: State) -> Floats | None:
    """Return a point of the relaxation that is good in all futures; nothing where time does not suffice for one."""
    master = state.master
    together = solve_together(master, max(1.0, RELAXED_SHARE * state.left), state.cancel)
    if together is None:
        return None
    state.bound = max(state.bound, together.bound)
    state.cuts.add(*master.periods.cuts_of(together.x, master.decided, together.duals))
    state.report("all futures together, relaxed")
    try:
        at = _in_all(state, together.x)
    except SolverError:  # the point keeps the rules but for rounding, and some future has none to spare
        return None
    state.cuts.near = at.point
    return at.point


def _in_all(state: State, x: Floats) -> Costed:
    """Return a point of the relaxed master that is good in all futures, from one that is good in their means.

    Cuts at the optimum of the master say little: it lies far out, where few of them hold. They are taken a step towards
    it instead, and a shorter one where that step was too long.
    """
    ends_at, step = time.monotonic() + RELAXED_SHARE * state.left, ALL_STEP
    at = state.cut(x)
    for number in range(1, ALL_ROUNDS + 1):
        left = ends_at - time.monotonic()
        if relative_gap(at.objective, state.bound) <= ALL_GAP or left <= 0:
            break
        matrix = state.cuts.matrix
        solved = interior_optimum(matrix, left, state.cancel)
        if solved is None:
            break
        state.bound = max(state.bound, state.master.bound(matrix, solved.duals, at.objective))
        state.report(f"all futures, relaxed {number}", at.objective)
        tried = state.cut(at.point + step * (solved.x - at.point))
        if tried.objective < at.objective:
            at = tried
        else:
            step /= 2
    return at


def cut_off(state: State, inner: Floats | None) -> None:
    """Cut the LP relaxation of the master off by period until no block costs much more than it says.

    `inner` is a point to start the cuts from.
    """
    ends_at = time.monotonic() + RELAXED_SHARE * state.left
    relaxation = Relaxation(state.cuts.matrix)
    if inner is not None:
        state.cut_by_period(inner, relaxation)
    for number in range(1, RELAXED_ROUNDS + 1):
        x = relaxation.solve()
        if x is None:
            raise SolverError("the relaxed master has no solution")
        relaxation.drop_slack(state.cuts.matrix_rows, state.cuts.many)  # before new rows come, which are slack too
        state.cuts.near = x
        state.bound = max(state.bound, state.master.matrix.objective(x))
        missing = state.cut_by_period(x, relaxation)
        state.report(f"relaxed master {number}", state.bound + missing)
        if missing <= RELAXED_GAP * abs(state.bound) or time.monotonic() > ends_at or state.cancel.is_set():
            return
        if inner is not None:
            inner = INWARD * x + (1 - INWARD) * inner
            state.cut_by_period(inner, relaxation)
        inner = x if inner is None else inner
