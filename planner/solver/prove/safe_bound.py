"""A valid bound from any dual values, whatever their quality, that survives rounding.

For dual values y, cost x >= sum(i) y[i] row[i] + sum(j) (cost - A'y)[j] x[j], which is minimal at one end of each row
and column (Neumaier and Shcherbina, Safe bounds in linear and mixed-integer linear programming, 2004). Columns without
an upper bound take the one that their rows imply. The largest possible rounding error of every sum is subtracted.
"""

from typing import TYPE_CHECKING

import numpy as np

from planner.solver.program.matrix import Floats, Matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Counts that run on from period to period are known one period a round.
ROUNDS = 200
# Implied bounds are moved outwards by this share, far more than rounding can have moved them inwards.
OUTWARDS = 1e-9
ROUNDING = float(np.finfo(float).eps)


class SafeBounds:
    """Bounds on one matrix from duals of its rows; the implied bounds of its columns are computed once."""

    def __init__(self, matrix: Matrix, box: tuple[Floats, Floats] | None = None) -> None:
        """Prepare a matrix, with bounds of its columns that some best point keeps, which are derived if not given.

        This takes about as long as a few products with it.
        """
        self._matrix = matrix
        self._rows = _rows(matrix).T.tocsr()
        self._sizes = abs(self._rows)
        self._terms = np.diff(self._rows.indptr) + 2
        self._implied = implied(matrix) if box is None else box

    def bound(self, duals: Floats, lower: Floats | None = None, upper: Floats | None = None) -> float:
        """Return a lower bound on the objective in the scaled unit, inside tighter bounds of the columns if given."""
        return self._lowest(duals, self._matrix.cost, lower, upper) + self._matrix.offset

    def refutes(self, ray: Floats, lower: Floats | None = None, upper: Floats | None = None) -> bool:
        """Say whether a combination of rows, in either sign, proves that no point is inside the bounds."""
        return any(self.proves_empty(sign * ray, lower, upper) for sign in (1.0, -1.0))

    def proves_empty(self, duals: Floats, lower: Floats | None = None, upper: Floats | None = None) -> bool:
        """Say whether duals prove that no point is inside the bounds (lemma of Farkas)."""
        return self._lowest(duals, np.zeros_like(self._matrix.cost), lower, upper) > 0

    def _lowest(self, duals: Floats, cost: Floats, lower: Floats | None, upper: Floats | None) -> float:
        # A dual on an infinite side of a row proves nothing.
        y = np.where(duals > 0, np.where(np.isfinite(self._matrix.row_lower), duals, 0.0), duals)
        y = np.where((y < 0) & ~np.isfinite(self._matrix.row_upper), 0.0, y)
        reduced = cost - self._rows @ y
        doubt = ROUNDING * self._terms * (np.abs(cost) + self._sizes @ np.abs(y))
        low, high = self._implied
        low = low if lower is None else np.maximum(low, lower)
        high = high if upper is None else np.minimum(high, upper)
        columns = np.minimum.reduce([_product(reduced + side * doubt, end) for side in (-1, 1) for end in (low, high)])
        rows = _product(y, np.where(y > 0, self._matrix.row_lower, self._matrix.row_upper))
        terms = np.concatenate([columns, rows])
        if not np.all(np.isfinite(terms)):
            return -np.inf
        return float(terms.sum() - ROUNDING * terms.size * np.abs(terms).sum())


def implied(matrix: Matrix) -> tuple[Floats, Floats]:
    """Return bounds that some best point keeps: those of each column, or what its rows leave for it or ask of it."""
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
    _cap(matrix, rows, lower, upper)
    return lower, upper


def _cap(matrix: Matrix, rows: "csr_array", lower: Floats, upper: Floats) -> None:
    """Cap columns that no row limits: one that earns nothing need not exceed the most that its rows can ask of it.

    Any point can be lowered to these bounds and gets no dearer, so that some best point keeps them all.
    """
    value, column = rows.data, rows.indices
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    # As rows `v x >= end`: a row that is limited from above is turned around.
    turned = value < 0
    v, end = np.abs(value), np.where(turned, -matrix.row_upper[row], matrix.row_lower[row])
    asked = np.full(upper.size, -np.inf)
    for side in (False, True):
        signed = -value if side else value
        lowest = np.where(signed > 0, _product(signed, lower[column]), _product(signed, upper[column]))
        endless = ~np.isfinite(lowest)
        finite = np.where(endless, 0.0, lowest)
        others = np.bincount(row, finite, rows.shape[0])[row] - finite
        opens = np.bincount(row, endless, rows.shape[0])[row] - endless
        asks = (turned == side) & np.isfinite(end)
        amount = np.where(opens > 0, np.inf, (end - others) / v)
        np.maximum.at(asked, column[asks], amount[asks])
    free = ~np.isfinite(upper) & np.isfinite(lower) & (matrix.cost >= 0) & (asked < np.inf)
    cap = np.maximum(asked[free], lower[free])
    cap += OUTWARDS * np.abs(cap) + OUTWARDS
    upper[free] = np.where(matrix.integer[free], np.ceil(cap), cap)


def _tighten(rows: "csr_array", sign: float, ends: Floats, lower: Floats, upper: Floats) -> None:
    """Tighten the bounds that are missing by the rows `sign * A x <= ends`."""
    value, column = sign * rows.data, rows.indices
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    lowest = np.where(value > 0, value * lower[column], value * upper[column])
    open_end = ~np.isfinite(lowest)
    finite = np.where(open_end, 0.0, lowest)
    total = np.bincount(row, finite, rows.shape[0])
    opens = np.bincount(row, open_end, rows.shape[0])
    slack = ends[row] - (total[row] - finite)
    limits = np.isfinite(ends[row]) & (opens[row] - open_end == 0)
    up, down = limits & (value > 0), limits & (value < 0)
    new_upper, new_lower = np.full(upper.size, np.inf), np.full(lower.size, -np.inf)
    np.minimum.at(new_upper, column[up], slack[up] / value[up])
    np.maximum.at(new_lower, column[down], slack[down] / value[down])
    upper[:] = np.where(np.isfinite(upper), upper, new_upper + OUTWARDS * np.abs(new_upper) + OUTWARDS)
    lower[:] = np.where(np.isfinite(lower), lower, new_lower - OUTWARDS * np.abs(new_lower) - OUTWARDS)


def _product(price: Floats, end: Floats) -> Floats:
    """Return price x end, where a price of zero is worth nothing at an end that is infinite too."""
    with np.errstate(invalid="ignore"):
        return np.where(price == 0, 0.0, price * end)


def _rows(matrix: Matrix) -> "csr_array":
    shape = (matrix.row_lower.size, matrix.cost.size)
    from scipy.sparse import csc_array

    rows = csc_array((matrix.value, matrix.index, matrix.start), shape=shape).tocsr()
    rows.eliminate_zeros()
    return rows
