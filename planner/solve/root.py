"""The root: what presolve and the solver's own cuts make of a matrix, a relaxed program to branch on.

The cuts come from the root node of a search by HiGHS that ends there. They hold for every point that is whole, so the
program's bound is valid, and it stays strong when bounds of columns are tightened.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from planner.solve.highs import WITHOUT_HEURISTICS, SolverError, checked, load, point, silent, tell_bounds
from planner.solve.mailbox import Mailbox
from planner.solve.matrix import COUNTERS, Floats, Ints, Matrix
from planner.solve.neighbourhoods import WHOLE, Decisions
from planner.solve.wire import Found

COUNTER, TOTAL, OTHER = range(3)
"""Ranks: how many of a node by when; how many at a place in all; everything else."""
STOPPED = (highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kTimeLimit)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Rows by columns' numbers, as HiGHS takes them."""

    lower: Floats
    upper: Floats
    start: Ints
    index: Ints
    value: Floats


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
    cuts = _cuts(program, seed, seconds, unfolding, mailbox)
    if cuts is None or whole.size == 0:
        return None
    solver = silent(random_seed=seed)
    rank = _ranks(matrix)[[int(program.col_names_[column]) for column in whole]]
    program.integrality_ = []
    checked(solver.passModel(program), "the presolved model", warn_ok=True)
    if cuts.lower.size:
        checked(
            solver.addRows(
                cuts.lower.size, cuts.lower, cuts.upper, cuts.index.size, cuts.start, cuts.index, cuts.value
            ),
            "the cuts",
        )
    return Root(solver.getLp(), whole, rank, unfolding)


def _cuts(program: highspy.HighsLp, seed: int, seconds: float, unfolding: Unfolding, mailbox: Mailbox) -> Cuts | None:
    """Return the cuts of HiGHS's root node, none where time ends before; None where it ends with an answer.

    Once HiGHS knows a plan, its cuts need only hold for better ones. So that plan is told: it may be the best.
    """
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
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        mailbox.share(unfolding.found(point(solver)))
    return found[-1]


def _ranks(matrix: Matrix) -> Ints:
    """Return the rank of every column."""
    rank = np.full(matrix.cost.size, OTHER, dtype=np.int32)
    decisions = Decisions.of(matrix)
    if decisions.columns.size:
        last = np.append(np.diff(decisions.series) != 0, True)
        rank[decisions.columns[last]] = TOTAL
    rank[[name in COUNTERS for name, _ in matrix.columns]] = COUNTER
    return rank
