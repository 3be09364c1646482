"""The root: what presolve and the solver's own cuts make of a matrix, a relaxed program to branch on.

The cuts come from the root node of a search by HiGHS that ends there. They hold for every point that is whole, so the
program's bound is valid, and it stays strong when bounds of columns are tightened.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from planner.solve.cuts import root_cuts
from planner.solve.highs import checked, load, set_bounds, silent, stop_when_cancelled
from planner.solve.mailbox import Mailbox
from planner.solve.matrix import COUNTERS, Ints, Matrix
from planner.solve.neighbourhoods import Decisions
from planner.solve.unfolding import SAME, Unfolding, share_whole
from planner.solve.wire import Found

COUNTER, TOTAL, OTHER = range(3)
"""Ranks: how many of a node by when; how many at a place in all; everything else."""


@dataclass(frozen=True, slots=True)
class Root:
    """A relaxed program with the columns that must be whole, and the rank of each of these."""

    program: highspy.HighsLp
    whole: Ints
    rank: Ints
    unfolding: Unfolding


def root(matrix: Matrix, seed: int, seconds: float, mailbox: Mailbox) -> Root | None:
    """Return the root, or None where nothing is left to branch on: HiGHS has solved it by then.

    The bounds that the cuts prove on the way are told.
    """
    presolved = load(matrix)
    for column in range(matrix.cost.size):
        presolved.passColName(column, str(column))
    presolved.presolve()
    reduced = presolved.getModelPresolveStatus() == highspy.HighsPresolveStatus.kReduced
    if not reduced and presolved.getModelPresolveStatus() != highspy.HighsPresolveStatus.kNotReduced:
        return None
    program = presolved.getPresolvedLp() if reduced else presolved.getLp()
    whole = np.flatnonzero([kind == highspy.HighsVarType.kInteger for kind in program.integrality_]).astype(np.int32)
    unfolding = Unfolding(matrix, presolved if reduced else None)
    cuts = root_cuts(program, seed, seconds, mailbox)
    if cuts is None or whole.size == 0:
        return None
    solver = silent(random_seed=seed)
    rank = _ranks(matrix)[[int(program.col_names_[column]) for column in whole]]
    program.integrality_ = []
    checked(solver.passModel(program), "the presolved model", warn_ok=True)
    stop_when_cancelled(solver, mailbox)
    if cuts.lower.size and _plan_is_told(solver, whole, cuts.plan, unfolding, mailbox):
        checked(
            solver.addRows(
                cuts.lower.size, cuts.lower, cuts.upper, cuts.index.size, cuts.start, cuts.index, cuts.value
            ),
            "the cuts",
        )
    return Root(solver.getLp(), whole, rank, unfolding)


def _plan_is_told(
    solver: highspy.Highs, whole: Ints, plan: Found | None, unfolding: Unfolding, mailbox: Mailbox
) -> bool:
    """Tell the plan that cuts rely on, exactly whole; say whether it is as good then as HiGHS took it for."""
    if plan is None:
        return True
    program, exact = solver.getLp(), np.round(plan.x[whole])
    lower, upper = np.array(program.col_lower_)[whole], np.array(program.col_upper_)[whole]
    worse = share_whole(solver, whole, exact, unfolding, mailbox) - plan.objective
    set_bounds(solver, whole, lower, upper)
    return worse <= SAME * max(1.0, abs(plan.objective))


def _ranks(matrix: Matrix) -> Ints:
    """Return the rank of every column."""
    rank = np.full(matrix.cost.size, OTHER, dtype=np.int32)
    decisions = Decisions.of(matrix)
    if decisions.columns.size:
        last = np.append(np.diff(decisions.series) != 0, True)
        rank[decisions.columns[last]] = TOTAL
    rank[[name in COUNTERS for name, _ in matrix.columns]] = COUNTER
    return rank
