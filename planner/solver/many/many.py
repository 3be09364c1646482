"""Many right-hand sides of one linear program, solved block by block and from basis to basis.

Costs and coefficients are the same for all, so that the duals of an optimal basis stay feasible for every right-hand
side: it is optimal wherever its point keeps all bounds. In a small block one factorisation is tried for all right-hand
sides that are left; a large block has a basis of its own for nearly each of them. What is left is solved by the simplex
method from the last basis, in the order of the sums of the sides, so that neighbours are alike; one that comes again
under its key starts from its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from planner.solver.highs import checked, load
from planner.solver.many.basis import Basis
from planner.solver.many.blocks import Block, blocks
from planner.solver.program.matrix import Floats, Indices, Matrix

SMALL_ROWS = 1000
"""Up to so many rows a basis is tried for all right-hand sides."""
TINY_ROWS = 50
"""The same where they come again and know their own."""


@dataclass
class Solutions:
    """The optima of many right-hand sides; nan where there is none."""

    objective: Floats
    measures: Floats
    """By right-hand side and measure."""
    mean_duals: Floats
    """The duals of the rows, averaged over the right-hand sides."""
    duals: Floats | None
    """The duals by right-hand side and row, where asked for."""
    simplex: int
    """How many runs of the simplex method it took, over all blocks."""


class Many:
    """A linear program whose row bounds change. It remembers its bases from one call to the next."""

    def __init__(self, matrix: Matrix, measures: Any = None) -> None:
        """Take the program, and what is measured of every optimum: an array of measures by columns."""
        self._matrix = matrix
        self._measures = np.zeros((0, matrix.cost.size)) if measures is None else measures
        self._blocks = [_Solver(block, self._measures[:, block.columns]) for block in blocks(matrix)]

    def solve(self, lower: Floats, upper: Floats, *, with_duals: bool = False, keys: Sequence[int] = ()) -> Solutions:
        """Return the optima for row bounds, of which each right-hand side has a row, and a key if it comes again."""
        count, rows = lower.shape
        all_duals = np.zeros((count, rows)) if with_duals else None
        of_all = Solutions(np.zeros(count), np.zeros((count, self._measures.shape[0])), np.zeros(rows), all_duals, 0)
        for block in self._blocks:
            block.solve(lower, upper, of_all, keys)
        return of_all


class _Solver:
    """One block, its solver, and the bases that were optimal."""

    def __init__(self, block: Block, measures: Any) -> None:
        self._block, self._measures = block, measures
        self._solver = load(block.matrix, solve_relaxation=True, presolve="off")
        self._bases: list[Basis] = []
        self._own: dict[int, Any] = {}

    def solve(self, lower: Floats, upper: Floats, into: Solutions, keys: Sequence[int] = ()) -> None:
        rows = self._block.rows
        low, high = lower[:, rows], upper[:, rows]
        sides = np.where(np.isfinite(low), low, 0.0) + np.where(np.isfinite(high), high, 0.0)
        pending = np.argsort(sides.sum(axis=1), kind="stable")
        is_shared = self._block.rows.size <= (TINY_ROWS if len(keys) else SMALL_ROWS)
        for basis in self._bases:
            pending = self._take(basis, pending, low, high, into)
        while pending.size:
            at = int(pending[0])
            key = keys[at] if len(keys) and not is_shared else None
            if key in self._own:
                checked(self._solver.setBasis(self._own[key]), "a basis")
            point = self._simplex(low[at], high[at])
            into.simplex += 1
            pending = pending[1:]
            if point is None:
                into.objective[at] = np.nan
                continue
            duals = np.asarray(self._solver.getSolution().row_dual, dtype=float)
            self._add(np.array([at]), point[:, None], duals, into)
            if key is not None:
                self._own[key] = self._solver.getBasis()
            if is_shared:
                self._bases.append(Basis(self._block.matrix, self._solver.getBasis(), duals))
                pending = self._take(self._bases[-1], pending, low, high, into)

    def _simplex(self, low: Floats, high: Floats) -> Floats | None:
        """Return the optimal point of one right-hand side, from the last basis; nothing where there is none."""
        solver = self._solver
        if low.size:
            checked(solver.changeRowsBounds(low.size, np.arange(low.size, dtype=np.int32), low, high), "bounds of rows")
        solver.run()
        if solver.getModelStatus() not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            return None
        return np.asarray(solver.getSolution().col_value, dtype=float)

    def _take(self, basis: Basis, pending: Indices, low: Floats, high: Floats, into: Solutions) -> Indices:
        """Take a basis wherever it is optimal, and return the right-hand sides that are left."""
        if not pending.size:
            return pending
        points, fits = basis.points(low[pending], high[pending])
        self._add(pending[fits], points[:, fits], basis.duals, into)
        return pending[~fits]

    def _add(self, at: Indices, points: Floats, duals: Floats, into: Solutions) -> None:
        into.objective[at] += self._block.matrix.cost @ points
        into.measures[at] += (self._measures @ points).T
        rows = self._block.rows
        into.mean_duals[rows] += duals * (at.size / into.objective.size)
        if into.duals is not None:
            into.duals[np.ix_(at, rows)] = duals
