"""The root: what presolve and the solver's own cuts make of a matrix, a relaxed program to branch on.

The cuts come from the root node of a search by HiGHS that ends there. They hold for every point that is whole, so the
program's bound is valid, and it stays strong when bounds of columns are tightened.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from planner.solve.highs import (
    WITHOUT_HEURISTICS,
    SolverError,
    checked,
    load,
    point,
    set_bounds,
    silent,
    stop_when_cancelled,
    tell_bounds,
)
from planner.solve.mailbox import Mailbox
from planner.solve.matrix import COUNTERS, Floats, Ints, Matrix
from planner.solve.neighbourhoods import WHOLE, Decisions
from planner.solve.wire import Found

SAME = 1e-6
"""A share of the objective: what differs by no more is the same plan, made exactly whole."""
COUNTER, TOTAL, OTHER = range(3)
"""Ranks: how many of a node by when; how many at a place in all; everything else."""
STOPPED = (highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kTimeLimit)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Rows by columns' numbers, as HiGHS takes them.

    Once HiGHS knows a plan, its cuts need only hold for better ones: `plan` is the best that it knew.
    """

    lower: Floats
    upper: Floats
    start: Ints
    index: Ints
    value: Floats
    plan: Found | None = None


@dataclass(frozen=True, slots=True)
class Unfolding:
    """The way back from what presolve leaves of a matrix; `presolved` is None where it leaves all."""

    matrix: Matrix
    presolved: highspy.Highs | None

    def point(self, x: Floats) -> Floats:
        """Return a point of the program as one of the matrix."""
        if self.presolved is None:
            return x
        solution = highspy.HighsSolution()
        solution.col_value = x
        solution.value_valid = True
        checked(self.presolved.postsolve(solution), "the point to unfold", warn_ok=True)
        return np.asarray(self.presolved.getSolution().col_value, dtype=float)

    def found(self, x: Floats) -> Found:
        """Return a whole point of the program as an incumbent.

        Presolve may leave a column to be whole by itself that stands for one that must be: SolverError if it is not.
        """
        unfolded = self.point(x)
        must = unfolded[self.matrix.integer]
        if np.any(np.abs(must - np.round(must)) > WHOLE):
            raise SolverError("a point that is whole where it must be is not when unfolded")
        return Found(float(self.matrix.cost @ unfolded) + self.matrix.offset, unfolded)


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
    cuts = _cuts(program, seed, seconds, mailbox)
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


def _cuts(program: highspy.HighsLp, seed: int, seconds: float, mailbox: Mailbox) -> Cuts | None:
    """Return the cuts of HiGHS's root node, none where time ends before; None where it ends with an answer."""
    solver = silent(
        random_seed=seed,
        presolve="off",
        mip_max_nodes=1,
        mip_lp_solver="ipm",
        mip_pscost_minreliable=0,
        time_limit=seconds,
        **WITHOUT_HEURISTICS,
    )
    checked(solver.passModel(program), "the presolved model", warn_ok=True)
    found = [Cuts(np.zeros(0), np.zeros(0), *(np.zeros(0, dtype=np.int32),) * 2, np.zeros(0))]

    def keep(event: Any) -> None:
        # Nothing may escape from a callback: an exception would unwind through the solver.
        try:
            pool, count = event.data_out, int(event.data_out.cutpool_num_cut)
            found.append(
                Cuts(
                    np.array(pool.cutpool_lower, dtype=float)[:count],
                    np.array(pool.cutpool_upper, dtype=float)[:count],
                    np.array(pool.cutpool_start, dtype=np.int32)[:count],
                    np.array(pool.cutpool_index, dtype=np.int32),
                    np.array(pool.cutpool_value, dtype=float),
                )
            )
        except Exception:
            mailbox.cancel()

    solver.cbMipGetCutPool.subscribe(keep)
    tell_bounds(solver, mailbox)
    solver.run()
    if not mailbox.cancelled and solver.getModelStatus() not in STOPPED:
        return None
    info = solver.getInfo()
    known = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return replace(found[-1], plan=Found(info.objective_function_value, point(solver)) if known else None)


def _plan_is_told(
    solver: highspy.Highs, whole: Ints, plan: Found | None, unfolding: Unfolding, mailbox: Mailbox
) -> bool:
    """Tell the plan that cuts rely on, exactly whole; say whether it is as good then as HiGHS took it for."""
    if plan is None:
        return True
    program, exact = solver.getLp(), np.round(plan.x[whole])
    lower, upper = np.array(program.col_lower_)[whole], np.array(program.col_upper_)[whole]
    set_bounds(solver, whole, exact, exact)
    solver.run()
    worse = math.inf
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        mailbox.share(unfolding.found(point(solver)))
        worse = float(solver.getInfo().objective_function_value) - plan.objective
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
