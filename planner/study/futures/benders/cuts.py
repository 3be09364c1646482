"""The cuts of a master: all that were found, and those of them that hold near its relaxed point."""

from typing import Any

import numpy as np

from planner.solver.program.matrix import Floats, Matrix
from planner.study.futures.benders.master import CUT, Master

SMALLEST = 1e-7
"""Coefficients below are taken out of cuts, at their least: the solver drops them, which is no bound."""
NEAR = 0.01
"""Cuts are near where what they bound exceeds them by no more than this share of itself, or of the mean of all."""
MANY = 3
"""So many cuts of each group and block are kept in a relaxation before slack ones leave it."""


class Cuts:
    """The cuts of a master. `near` is the last point of its relaxation."""

    def __init__(self, master: Master) -> None:
        """Start with none."""
        self._master = master
        self._rows: list[Any] = []
        self._upper: list[Floats] = []
        self._slack: list[Floats] = []
        self.near: Floats | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(upper.size for upper in self._upper)

    @property
    def many(self) -> int:
        """How many cuts a relaxation may hold."""
        periods = self._master.periods
        return MANY * periods.groups * (1 + periods.blocks)

    @property
    def matrix_rows(self) -> int:
        """How many rows the master has before its cuts."""
        return self._master.matrix.row_lower.size

    @property
    def matrix(self) -> Matrix:
        """The master with all cuts."""
        return self._with([np.ones(upper.size, dtype=bool) for upper in self._upper])

    def tight(self) -> Matrix:
        """Return the master with the cuts of plans, and those near the relaxed point."""
        if self.near is None:
            return self.matrix
        return self._with(
            [
                upper - rows @ self.near <= slack
                for rows, upper, slack in zip(self._rows, self._upper, self._slack, strict=True)
            ]
        )

    def add(self, rows: Any, upper: Floats, values: Floats | None = None) -> None:
        """Add cuts with the values of what they bound; without values they are in every master."""
        self._rows.append(rows)
        self._upper.append(upper)
        size = np.abs(values) if values is not None else np.full(upper.size, np.inf)
        self._slack.append(NEAR * np.maximum(size, size.mean() if size.size else 0.0))

    def of(self, x: Floats, values: Floats, slopes: Floats) -> tuple[Any, Floats]:
        """Return the cuts at a point: theta >= values + slopes (decided - x), as rows below an upper side."""
        from scipy.sparse import csr_array

        decided = self._master.decided
        used, floor = self._significant(slopes)
        whole = np.zeros((values.size, x.size))
        whole[:, decided] = used
        whole[np.arange(values.size), self._master.thetas] = -1.0
        return csr_array(whole), slopes @ x[decided] - values - floor

    def _with(self, chosen: list[Any]) -> Matrix:
        from scipy.sparse import csr_array, vstack

        if not any(one.any() for one in chosen):
            return self._master.matrix
        rows = vstack([rows[np.flatnonzero(one)] for rows, one in zip(self._rows, chosen, strict=True)])
        upper = np.concatenate([upper[one] for upper, one in zip(self._upper, chosen, strict=True)])
        return self._master.matrix.with_rows(CUT, csr_array(rows), upper)

    def _significant(self, slopes: Floats) -> tuple[Floats, Floats]:
        """Return the slopes that the solver does not drop as too small, and the least that the others add to a cut."""
        master = self._master
        low, high = (bounds[master.decided] for bounds in (master.matrix.col_lower, master.matrix.col_upper))
        tiny = (np.abs(slopes) < SMALLEST) & np.isfinite(low) & np.isfinite(high)
        minimum = np.where(tiny, np.minimum(slopes * np.where(tiny, low, 0.0), slopes * np.where(tiny, high, 0.0)), 0.0)
        return np.where(tiny, 0.0, slopes), minimum.sum(axis=1)
