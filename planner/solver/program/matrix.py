"""A mixed-integer linear program as sparse matrices. Nothing here knows the model that it came from.

scipy is imported where it is needed, here and in other modules of workers: they start in half the time without it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.plan.records import RowSlack

# Up to so many whole numbers the solver proves by itself.
SMALL_MODEL_INTEGERS = 200
# Above so many whole numbers the relaxed model alone takes minutes, and neither plan nor bound may wait for it.
LARGE_MODEL_INTEGERS = 20_000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Minimise cost x + offset over row_lower <= A x <= row_upper, with A stored by columns.

    Cost and offset are `scale` times the model's own. `columns` and `rows` name the variable or constraint and index.
    """

    cost: Floats
    offset: float
    scale: float
    col_lower: Floats
    col_upper: Floats
    row_lower: Floats
    row_upper: Floats
    start: Ints
    index: Ints
    value: Floats
    integer: npt.NDArray[np.bool_]
    columns: tuple[tuple[str, Any], ...]
    rows: tuple[tuple[str, Any], ...]

    @property
    def small(self) -> bool:
        """Whether the solver proves by itself."""
        return int(self.integer.sum()) <= SMALL_MODEL_INTEGERS

    @property
    def large(self) -> bool:
        """Whether the relaxed model alone takes minutes."""
        return int(self.integer.sum()) > LARGE_MODEL_INTEGERS

    def objective(self, x: Floats) -> float:
        """Return the objective of a point in the model's own unit."""
        return self.unscaled(float(self.cost @ x) + self.offset)

    def unscaled(self, objective: float) -> float:
        """Return an objective value of the solver in the model's own unit."""
        return objective / self.scale

    def with_row(self, name: str, row: Floats, upper: float) -> "Matrix":
        """Return the program with one more row: row x <= upper."""
        from scipy.sparse import csr_array

        return self.with_rows(name, csr_array(row.reshape(1, -1)), np.array([upper]))

    def with_rows(self, name: str, more: Any, upper: Floats) -> "Matrix":
        """Return the program with further rows, a sparse array of all columns: more x <= upper."""
        from scipy.sparse import csc_array, vstack

        a = csc_array((self.value, self.index, self.start), shape=(self.row_lower.size, self.cost.size))
        whole = csc_array(vstack([a, more], format="csc"))
        return replace(
            self,
            row_lower=np.append(self.row_lower, np.full(upper.size, -np.inf)),
            row_upper=np.append(self.row_upper, upper),
            start=np.asarray(whole.indptr, dtype=np.int32),
            index=np.asarray(whole.indices, dtype=np.int32),
            value=np.asarray(whole.data, dtype=float),
            rows=(*self.rows, *((name, number) for number in range(upper.size))),
        )

    def with_columns(self, name: str, upper: Floats, *, integer: bool) -> "Matrix":
        """Return the program with further columns from 0 to `upper`, which cost nothing and are in no row yet."""
        size = upper.size
        return replace(
            self,
            cost=np.append(self.cost, np.zeros(size)),
            col_lower=np.append(self.col_lower, np.zeros(size)),
            col_upper=np.append(self.col_upper, upper),
            start=np.append(self.start, np.full(size, self.start[-1], dtype=np.int32)),
            integer=np.append(self.integer, np.full(size, integer)),
            columns=(*self.columns, *((name, number) for number in range(size))),
        )

    def without_rows(self, names: tuple[str, ...]) -> "Matrix":
        """Return the program without the rows of some names."""
        keeps = np.array([name not in names for name, _ in self.rows], dtype=bool)
        if keeps.all():
            return self
        from scipy.sparse import csc_array

        a = csc_array((self.value, self.index, self.start), shape=(self.row_lower.size, self.cost.size))
        fewer = csc_array(a.tocsr()[np.flatnonzero(keeps)])
        return replace(
            self,
            row_lower=self.row_lower[keeps],
            row_upper=self.row_upper[keeps],
            start=np.asarray(fewer.indptr, dtype=np.int32),
            index=np.asarray(fewer.indices, dtype=np.int32),
            value=np.asarray(fewer.data, dtype=float),
            rows=tuple(row for row, keep in zip(self.rows, keeps.tolist(), strict=True) if keep),
        )

    def values(self, x: Floats) -> Mapping[str, Mapping[Any, float]]:
        """Return a value of each column by variable and index."""
        values: dict[str, dict[Any, float]] = {}
        for (name, index), value in zip(self.columns, x.tolist(), strict=True):
            values.setdefault(name, {})[index] = value
        return values

    def slacks(self, x: Floats) -> Iterator[RowSlack]:
        """Yield the slack of every row at a point."""
        activity, gross = np.zeros(self.row_lower.size), np.zeros(self.row_lower.size)
        terms = self.value * np.repeat(x, np.diff(self.start))
        np.add.at(activity, self.index, terms)
        np.add.at(gross, self.index, np.abs(terms))
        above, below = self.row_upper - activity, activity - self.row_lower
        slack, side = np.minimum(above, below), np.where(above <= below, self.row_upper, self.row_lower)
        rows = zip(self.rows, slack.tolist(), side.tolist(), gross.tolist(), strict=True)
        for (name, index), left, nearest, gross_sum in rows:
            yield RowSlack(name, index, left, nearest, gross_sum)
