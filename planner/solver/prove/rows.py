"""Rows of a program, and weaker forms of each in which fewer whole columns say the same.

Counts are cumulative and most rows are of one period, so that a row names a series of counts at several periods, and
first phases beside further ones. Rounding such a row as it is loses how its columns are related. Weaker forms keep it:
- of a series whose counts only grow, the latest count of the row stands for earlier ones (or the earliest for later
  ones, by the sign of their coefficients);
- a count that others limit is replaced by these (further phases by so many times the first phases that they need);
- a count of a series is replaced by the earliest of the same value (or the latest, by the sign of its coefficient):
  its bounds are tighter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from planner.solver.program.matrix import Floats, Indices

ALIKE = 1e-6
"""Counts that differ by less than this have the same value at a point."""
NEAR = 0.1
"""A row with slack of up to this share of what its fractional counts take may still give a cut."""
TINY = 1e-11
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """The row `values x <= upper` over some columns."""

    columns: Indices
    values: Floats
    upper: float


class Rows:
    """The rows of a program with whole columns, and how these columns are related."""

    def __init__(self, program: highspy.HighsLp, whole: Mask, series: Indices) -> None:
        """Read the program; `series` numbers the series that each whole column belongs to, -1 for none.

        Columns of a series come in the order of their periods. That they only grow is derived from the rows.
        """
        from scipy.sparse import csc_array

        matrix = program.a_matrix_
        shape = (program.num_row_, program.num_col_)
        stored = (np.array(matrix.value_), np.array(matrix.index_), np.array(matrix.start_))
        self._matrix = csc_array(stored, shape=shape).tocsr()
        self._lower, self._upper = np.array(program.row_lower_), np.array(program.row_upper_)
        self._has_side = (self._lower != 0.0) & (self._upper != 0.0)
        self.whole = whole
        self.lower, self.upper = np.array(program.col_lower_), np.array(program.col_upper_)
        self._start, self._sizes = self._matrix.indptr, np.diff(self._matrix.indptr)
        there = csc_array((np.ones(stored[0].size), *stored[1:]), shape=shape).tocsr()
        self._counts = np.asarray(there @ whole.astype(float), dtype=np.int64)
        self.cap, self.caps_of = self._shared_caps()
        self._series, self.place = self._chains(series)
        self._before, self._after = self._neighbours()
        self._limit, self._times = self._limits(series)

    def tight(self, x: Floats, among: Indices | None = None) -> Iterator[tuple[int, Row]]:
        """Yield the number and the form of every row without slack at a point that has a fractional count.

        What rounding leaves of a row may have no slack where the row has some, less than its fractional counts take.
        Rows of two sides come once for each side without slack. `among` narrows the rows.
        """
        fractional = self.whole & (np.abs(x - np.round(x)) > ALIKE)
        near = abs(self._matrix) @ fractional
        activity = self._matrix @ x
        concerned = near > 0
        slack = NEAR * near + ALIKE * (1.0 + np.abs(activity))
        for number in np.flatnonzero(concerned) if among is None else among[concerned[among]]:
            columns, values = self._row(int(number))
            if self._upper[number] - activity[number] <= slack[number]:
                yield int(number), Row(columns, values, float(self._upper[number]))
            if activity[number] - self._lower[number] <= slack[number]:
                yield int(number), Row(columns, -values, -float(self._lower[number]))

    def is_knapsack(self, number: int) -> bool:
        """Whether a row is one of several counts and nothing else: what fits into it whole is a knapsack problem."""
        several = self._sizes[number] > 2 or (self._sizes[number] == 2 and self._has_side[number])
        return bool(several and self._counts[number] == self._sizes[number])

    def of_one_series(self) -> Iterator[tuple[Indices, Floats, float]]:
        """Yield columns, values and side of each row `values x <= side` with continuous columns and counts.

        Its counts with negative coefficients are of one series, whose counts only grow.
        """
        for number in np.flatnonzero((self._counts > 1) & (self._counts < self._sizes)).tolist():
            columns, values = self._row(number)
            for sign, side in ((1.0, self._upper[number]), (-1.0, -self._lower[number])):
                series = self._series[columns[self.whole[columns] & (sign * values < 0)]]
                if np.isfinite(side) and series.size > 1 and series[0] >= 0 and np.ptp(series) == 0:
                    yield columns, sign * values, float(side)

    def forms(self, row: Row, x: Floats) -> Iterator[Row]:
        """Yield a row and its weaker forms."""
        yield row
        limited = self._limited(row)
        for form in (row,) if limited is None else (row, limited):
            if form is not row:
                yield form
            merged = self._merged(form, x)
            if merged is not None:
                yield merged
            whole = self._merged(form)
            if whole is not None and (merged is None or whole.columns.size < merged.columns.size):
                yield whole

    def _row(self, number: int) -> tuple[Indices, Floats]:
        span = slice(self._start[number], self._start[number + 1])
        return self._matrix.indices[span], self._matrix.data[span]

    def drawn_back(self, row: Row, x: Floats) -> Row | None:
        """Replace each count by the one of its series that says the same with tighter bounds; None where none does."""
        columns = row.columns.copy()
        for position, (column, value) in enumerate(zip(columns.tolist(), row.values.tolist(), strict=True)):
            following = self._before if value > 0 else self._after
            other = following[column]
            while other >= 0 and abs(x[other] - x[column]) < ALIKE:
                columns[position] = other
                other = following[other]
        return None if (columns == row.columns).all() else summed(columns, row.values, row.upper)

    def _merged(self, row: Row, alike_at: Floats | None = None) -> Row | None:
        """Let one count of a series stand for others, all or those of the same value at a point; None for none."""
        columns, values = row.columns.copy(), row.values
        series = self._series[columns]
        changed = False
        for sign in (-1, 1):
            of_sign = np.flatnonzero((series >= 0) & (np.sign(values) == sign))
            if of_sign.size < 2:
                continue
            # The latest count of each series first where coefficients are negative, else the earliest.
            ordered = of_sign[np.lexsort((sign * self.place[columns[of_sign]], series[of_sign]))].tolist()
            standing = ordered[0]
            for position in ordered[1:]:
                same = series[position] == series[standing]
                if same and _is_alike(alike_at, row.columns[position], row.columns[standing]):
                    columns[position] = row.columns[standing]
                    changed = True
                else:
                    standing = position
        return summed(columns, values, row.upper) if changed else None

    def _limited(self, row: Row) -> Row | None:
        """Replace every count with a negative coefficient by what limits it; None where nothing does."""
        limited = (row.values < 0) & (self._limit[row.columns] >= 0)
        if not limited.any():
            return None
        columns, values = row.columns.copy(), row.values.copy()
        values[limited] *= self._times[columns[limited]]
        columns[limited] = self._limit[columns[limited]]
        return summed(columns, values, row.upper)

    def _shared_caps(self) -> tuple[Floats, Indices]:
        """Return the caps of sums of continuous columns, and by column which cap holds it, -1 for none."""
        caps: list[float] = []
        caps_of = np.full(self.whole.size, -1)
        with_whole = self._matrix @ self.whole.astype(float) != 0
        for number in np.flatnonzero(~with_whole & (self._sizes >= 2) & np.isfinite(self._upper)):
            columns, values = self._row(int(number))
            alike = values[0] > 0 and np.ptp(values) <= TINY * values[0]
            if alike and not self.whole[columns].any() and not self.lower[columns].any():
                caps_of[columns] = len(caps)
                caps.append(float(self._upper[number] / values[0]))
        return np.array(caps), caps_of

    def _pairs(self) -> Iterator[tuple[int, int, float]]:
        """Yield x, y and m of every row that says x <= m y, with x and y whole."""
        for number in np.flatnonzero(self._sizes == 2):
            columns, values = self._row(int(number))
            if not self.whole[columns].all():
                continue
            for sign, side in ((1, self._upper[number]), (-1, -self._lower[number])):
                if side == 0.0 and values[0] * values[1] < 0:
                    x = 0 if sign * values[0] > 0 else 1
                    yield int(columns[x]), int(columns[1 - x]), float(-values[1 - x] / values[x])

    def _chains(self, series: Indices) -> tuple[Indices, Indices]:
        """Return for each column the number of the chain of growing counts that it is in, and its place there."""
        following = {x: y for x, y, times in self._pairs() if times == 1.0 and series[x] == series[y] >= 0 and x < y}
        chains, places = np.full(series.size, -1), np.zeros(series.size, dtype=np.int64)
        for chain, first in enumerate(sorted(set(following) - set(following.values()))):
            column: int | None = first
            place = 0
            while column is not None:
                chains[column], places[column] = chain, place
                column, place = following.get(column), place + 1
        return chains, places

    def _neighbours(self) -> tuple[Indices, Indices]:
        """Return for each column the one before and the one after it in its chain, -1 for none."""
        before, after = np.full(self.whole.size, -1), np.full(self.whole.size, -1)
        chained = np.flatnonzero(self._series >= 0)
        ordered = chained[np.lexsort((self.place[chained], self._series[chained]))]
        same = self._series[ordered[1:]] == self._series[ordered[:-1]]
        before[ordered[1:][same]] = ordered[:-1][same]
        after[ordered[:-1][same]] = ordered[1:][same]
        return before, after

    def _limits(self, series: Indices) -> tuple[Indices, Floats]:
        """Return for each column the column of another series that limits it, -1 for none, and how many times."""
        limit, times = np.full(series.size, -1), np.full(series.size, np.inf)
        for x, y, factor in self._pairs():
            if series[x] != series[y] and self.lower[x] == 0.0 and factor < times[x]:
                limit[x], times[x] = y, factor
        return limit, times


def _is_alike(x: Floats | None, one: int, other: int) -> bool:
    return x is None or bool(abs(x[one] - x[other]) < ALIKE)


def summed(columns: Indices, values: Floats, upper: float) -> Row:
    """Return the row with each column once."""
    once, places = np.unique(columns, return_inverse=True)
    sums = np.asarray(np.bincount(places, weights=values, minlength=once.size), dtype=float)
    there = np.abs(sums) > TINY
    return Row(once[there], sums[there], upper)
