"""A basis of a linear program, factorised: its point for any row bounds, and whether it keeps all bounds."""

from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from planner.solver.program.matrix import Floats, Matrix

TOLERANCE = 1e-7
"""By which a point may miss a bound, relative to the bound where that is larger than 1."""
BASIC, UPPER = highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kUpper


class Basis:
    """A basis that was optimal for some row bounds; its duals are feasible for all."""

    def __init__(self, matrix: Matrix, basis: Any, duals: Floats) -> None:
        """Factorise a basis of HiGHS. Rows count as further columns: matrix x - rows = 0."""
        from scipy.sparse import csc_array, eye_array, hstack
        from scipy.sparse.linalg import splu

        size, count = matrix.cost.size, matrix.row_lower.size
        a = csc_array((matrix.value, matrix.index, matrix.start), shape=(count, size))
        columns, rows = list(basis.col_status), list(basis.row_status)
        is_basic = np.array([status == BASIC for status in (*columns, *rows)], dtype=bool)
        is_upper = np.array([status == UPPER for status in (*columns, *rows)], dtype=bool)
        at_bounds = np.where(is_upper[:size], matrix.col_upper, matrix.col_lower)
        self._at_bounds = np.where(is_basic[:size] | ~np.isfinite(at_bounds), 0.0, at_bounds)
        self._of_bounds = a @ self._at_bounds
        basic = np.flatnonzero(is_basic)
        self._columns, self._rows = basic[basic < size], basic[basic >= size] - size
        self._held = np.flatnonzero(~is_basic[size:])
        self._held_at_upper = is_upper[size:][self._held]
        self._factors = splu(csc_array(hstack([a, -eye_array(count)]))[:, basic]) if count else None
        self._lower, self._upper = matrix.col_lower, matrix.col_upper
        self.duals = duals

    def points(self, low: Floats, high: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return the point for each row bounds (a column each), and whether it keeps all bounds."""
        held = np.where(self._held_at_upper, high[:, self._held], low[:, self._held])
        sides = np.zeros((low.shape[1], low.shape[0]))
        sides[self._held] = np.where(np.isfinite(held), held, 0.0).T
        sides -= self._of_bounds[:, None]
        basics = self._factors.solve(sides) if self._factors is not None else sides
        of_columns, of_rows = basics[: self._columns.size], basics[self._columns.size :]
        points = np.repeat(self._at_bounds[:, None], low.shape[0], axis=1)
        points[self._columns] = of_columns
        fits = _inside(of_columns, self._lower[self._columns, None], self._upper[self._columns, None])
        fits &= _inside(of_rows, low[:, self._rows].T, high[:, self._rows].T)
        return points, fits


def _inside(values: Floats, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """Say of every column of values whether all of it keeps its bounds."""
    below = np.where(np.isfinite(low), low - TOLERANCE * np.maximum(1.0, np.abs(low)), low)
    above = np.where(np.isfinite(high), high + TOLERANCE * np.maximum(1.0, np.abs(high)), high)
    return np.asarray(((values >= below) & (values <= above)).all(axis=0), dtype=bool)
