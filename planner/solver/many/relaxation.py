"""The LP relaxation of a matrix that grows by rows, solved from its last basis, in a box around a point or without."""

from typing import Any

import highspy
import numpy as np

from planner.solver.highs import checked, load, point, set_bounds
from planner.solver.program.matrix import Floats, Indices, Matrix


class Relaxation:
    """A relaxation in one solver."""

    def __init__(self, matrix: Matrix, boxed: Indices) -> None:
        """Load the matrix, with the columns that a box may hold."""
        self._solver = load(matrix, solve_relaxation=True)
        self._boxed = boxed
        self._lower, self._upper = matrix.col_lower[boxed], matrix.col_upper[boxed]

    def solve(self, centre: Floats | None = None, radius: float = np.inf) -> Floats | None:
        """Return an optimal point, no farther than a radius from a centre if any; nothing where there is none."""
        lower, upper = self._lower, self._upper
        if centre is not None:
            here = centre[self._boxed]
            lower, upper = np.maximum(lower, here - radius), np.minimum(upper, here + radius)
        set_bounds(self._solver, self._boxed, lower, upper)
        self._solver.run()
        is_optimal = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return point(self._solver) if is_optimal else None

    def add(self, rows: Any, upper: Floats) -> None:
        """Add rows, a sparse array by rows: rows x <= upper."""
        low = np.full(upper.size, -np.inf)
        start, index = rows.indptr.astype(np.int32), rows.indices.astype(np.int32)
        status = self._solver.addRows(upper.size, low, upper, rows.nnz, start[:-1], index, rows.data)
        checked(status, "further rows", warn_ok=True)

    def drop_slack(self, first: int, most: int) -> None:
        """Where there are more than `most` rows from `first` on, drop those of them that do not bind."""
        status = list(self._solver.getBasis().row_status)[first:]
        if len(status) > most:
            slack = [first + i for i, one in enumerate(status) if one == highspy.HighsBasisStatus.kBasic]
            checked(self._solver.deleteRows(len(slack), np.array(slack, dtype=np.int32)), "fewer rows")
