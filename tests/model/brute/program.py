"""A linear program by named columns, solved by scipy."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

Term = tuple[Hashable, float]


class Program:
    """Columns that are at least zero, each with its cost, and rows over them."""

    def __init__(self) -> None:
        """Begin without columns and rows."""
        self.costs: dict[Hashable, float] = {}
        self._upper: dict[Hashable, float] = {}
        self._rows: dict[bool, list[tuple[list[Term], float]]] = {True: [], False: []}
        self._open: list[tuple[Hashable, int]] = []
        self._built: tuple[Any, ...] | None = None

    def column(self, name: Hashable, cost: float = 0.0, at_most: float = float("inf")) -> Hashable:
        self.costs[name] = cost
        self._upper[name] = at_most
        return name

    def at_most(self, terms: Iterable[Term], bound: float) -> None:
        self._rows[False].append((list(terms), bound))

    def at_least(self, terms: Iterable[Term], bound: float) -> None:
        self.at_most([(name, -value) for name, value in terms], -bound)

    def equal(self, terms: Iterable[Term], bound: float) -> None:
        self._rows[True].append((list(terms), bound))

    def at_most_open(self, terms: Iterable[Term], bound: Hashable) -> None:
        """Add a row whose bound is only given with each solve, by its name."""
        self._open.append((bound, len(self._rows[False])))
        self.at_most(terms, 0.0)

    def forget(self) -> None:
        """Allow more rows after a solve."""
        self._built = None

    def solve(self, bounds: Mapping[Any, float] | None = None, costs: Mapping[Hashable, float] | None = None) -> float:
        """Return the least cost with the open bounds; infinity where no values keep the rows."""
        if not self.costs:
            kept = all(bound >= -1e-9 for _, bound in self._rows[False])
            return 0.0 if kept and all(abs(bound) < 1e-9 for _, bound in self._rows[True]) else float("inf")
        if self._built is None:
            number = {name: at for at, name in enumerate(self.costs)}
            at_most, equal = (self._matrix(self._rows[is_equal], number) for is_equal in (False, True))
            self._built = at_most, equal, [(0.0, self._upper[name]) for name in self.costs]
        (left, right), (left_equal, right_equal), box = self._built
        given = right.copy()
        for name, row in self._open:
            given[row] = (bounds or {})[name]
        price = self.costs if costs is None else costs
        solved = linprog(
            [price.get(name, 0.0) for name in self.costs], left, given, left_equal, right_equal, box, method="highs"
        )
        assert solved.status in (0, 2), solved.message
        return float(solved.fun) if solved.status == 0 else float("inf")

    def _matrix(
        self, rows: list[tuple[list[Term], float]], number: dict[Hashable, int]
    ) -> tuple[csr_array | None, np.ndarray | None]:
        if not rows:
            return None, np.zeros(0)
        places = [(row, number[name], value) for row, (terms, _) in enumerate(rows) for name, value in terms]
        lines, columns, values = zip(*places, strict=True) if places else ((), (), ())
        matrix = csr_array((values, (lines, columns)), shape=(len(rows), len(number)))
        return matrix, np.array([bound for _, bound in rows])
