"""The LP relaxation of a matrix that grows by rows, solved from its last basis."""

from typing import Any

import highspy
import numpy as np

from planner.solver.highs import checked, load, point
from planner.solver.program.matrix import Floats, Matrix


class Relaxation:
    """A relaxation in one solver."""

    def __init__(self, matrix: Matrix) -> None:
        """Load the matrix."""
        self._solver = load(matrix, solve_relaxation=True)

    def solve(self) -> Floats | None:
        """Return an optimal point; nothing where there is none."""
        self._solver.run()
        is_optimal = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return point(self._solver) if is_optimal else None

    def add(self, rows: Any, upper: Floats) -> None:
        """Add rows, a sparse array by rows: rows x <= upper."""
        low = np.full(upper.size, -np.inf)
        start, index = rows.indptr.astype(np.int32), rows.indices.astype(np.int32)
        status = self._solver.addRows(upper.size, low, upper, rows.nnz, start[:-1], index, rows.data)
        checked(status, "further rows", warn_ok=True)

    def drop_slack(self, first: int, max_rows: int) -> None:
        """Where there are more than `max_rows` rows from `first` on, drop those of them that do not bind."""
        status = list(self._solver.getBasis().row_status)[first:]
        if len(status) > max_rows:
            slack = [first + i for i, one in enumerate(status) if one == highspy.HighsBasisStatus.kBasic]
            checked(self._solver.deleteRows(len(slack), np.array(slack, dtype=np.int32)), "fewer rows")
