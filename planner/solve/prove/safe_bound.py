"""A bound that holds whatever the prices of the rows: for a linear program that was not solved to the end.

For prices y of the rows, cost x >= sum(i) y[i] row[i] + sum(j) (cost - A'y)[j] x[j] is least at one end of each row and
column. Columns without an upper bound take the one that the rows imply; the prices may then be of any quality.
"""

import numpy as np
from scipy.sparse import csc_array, csr_array

from planner.solve.program.matrix import Floats, Matrix

# Counts that run on from period to period are known one period a round.
ROUNDS = 200


def safe_bound(matrix: Matrix, prices: Floats, columns: tuple[Floats, Floats]) -> float:
    """Return a valid lower bound on the objective, in the scaled unit, given implied bounds of the columns."""
    lower, upper = columns
    # A price on the side of a row that has no end is worth nothing.
    y = np.where(prices > 0, np.where(np.isfinite(matrix.row_lower), prices, 0.0), prices)
    y = np.where((y < 0) & ~np.isfinite(matrix.row_upper), 0.0, y)
    reduced = matrix.cost - _rows(matrix).T @ y
    ends = _least(y, matrix.row_lower, matrix.row_upper) + matrix.offset
    return ends + _least(reduced, lower, upper)


def implied(matrix: Matrix) -> tuple[Floats, Floats]:
    """Return bounds of the columns, tightened by what each row leaves for one where the others are as they must."""
    rows = _rows(matrix)
    lower, upper = matrix.col_lower.astype(float), matrix.col_upper.astype(float)
    for _ in range(ROUNDS):
        unknown = ~(np.isfinite(lower) & np.isfinite(upper))
        speaking = np.unique(rows[:, np.flatnonzero(unknown)].nonzero()[0])
        some = rows[speaking]
        for sign, ends in ((1.0, matrix.row_upper), (-1.0, -matrix.row_lower)):
            _tighten(some, sign, ends[speaking], lower, upper)
        if int(unknown.sum()) == int((~(np.isfinite(lower) & np.isfinite(upper))).sum()):
            break
    return lower, upper


def _tighten(rows: csr_array, sign: float, ends: Floats, lower: Floats, upper: Floats) -> None:
    """Tighten the bounds that are missing by the rows `sign * A x <= ends`."""
    value, column = sign * rows.data, rows.indices
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    least = np.where(value > 0, value * lower[column], value * upper[column])
    open_end = ~np.isfinite(least)
    finite = np.where(open_end, 0.0, least)
    total = np.bincount(row, finite, rows.shape[0])
    opens = np.bincount(row, open_end, rows.shape[0])
    room = ends[row] - (total[row] - finite)
    speaks = np.isfinite(ends[row]) & (opens[row] - open_end == 0)
    up, down = speaks & (value > 0), speaks & (value < 0)
    new_upper, new_lower = np.full(upper.size, np.inf), np.full(lower.size, -np.inf)
    np.minimum.at(new_upper, column[up], room[up] / value[up])
    np.maximum.at(new_lower, column[down], room[down] / value[down])
    upper[:] = np.where(np.isfinite(upper), upper, new_upper)
    lower[:] = np.where(np.isfinite(lower), lower, new_lower)


def _least(price: Floats, lower: Floats, upper: Floats) -> float:
    end = np.where(price > 0, lower, upper)
    told = price != 0
    return float(price[told] @ end[told])


def _rows(matrix: Matrix) -> csr_array:
    shape = (matrix.row_lower.size, matrix.cost.size)
    return csc_array((matrix.value, matrix.index, matrix.start), shape=shape).tocsr()
