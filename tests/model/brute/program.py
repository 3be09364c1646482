"""A linear program by named columns, solved by HiGHS, which keeps it and starts from the last solution."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import highspy
import numpy as np

Term = tuple[Hashable, float]
_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class Program:
    """Columns that are at least zero, each with its cost, and rows over them."""

    def __init__(self) -> None:
        """Begin without columns and rows."""
        self.costs: dict[Hashable, float] = {}
        self._upper: dict[Hashable, float] = {}
        self._rows: dict[bool, list[tuple[list[Term], float]]] = {True: [], False: []}
        self._open: list[tuple[Hashable, int]] = []
        self._built: highspy.Highs | None = None

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
        price = np.array([(self.costs if costs is None else costs).get(name, 0.0) for name in self.costs])
        if self._built is None:
            self._built = self._loaded(price)
        solver = self._built
        solver.changeColsCost(len(price), np.arange(len(price), dtype=np.int32), price)
        for name, row in self._open:
            solver.changeRowBounds(row, -highspy.kHighsInf, (bounds or {})[name])
        solver.run()
        status = solver.getModelStatus()
        if status in _INFEASIBLE:
            return float("inf")
        assert status == highspy.HighsModelStatus.kOptimal, status
        return float(solver.getInfo().objective_function_value)

    def _loaded(self, price: np.ndarray) -> highspy.Highs:
        """Return a solver that holds the program: first the rows with a bound above, in their order, then the equal."""
        number = {name: at for at, name in enumerate(self.costs)}
        solver, lp = highspy.Highs(), highspy.HighsLp()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "off")  # there is nothing to gain in so few rows
        every = [(terms, -highspy.kHighsInf, bound) for terms, bound in self._rows[False]]
        every += [(terms, bound, bound) for terms, bound in self._rows[True]]
        values = [_summed(terms, number) for terms, _, _ in every]
        lp.num_col_, lp.num_row_ = len(number), len(every)
        lp.col_cost_, lp.col_lower_ = price, np.zeros(len(number))
        lp.col_upper_ = np.array([self._upper[name] for name in self.costs])
        lp.row_lower_ = np.array([low for _, low, _ in every])
        lp.row_upper_ = np.array([high for _, _, high in every])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, values)])
        lp.a_matrix_.index_ = np.array([at for row in values for at in row], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([value for row in values for value in row.values()], dtype=float)
        solver.passModel(lp)
        return solver


def _summed(terms: list[Term], number: dict[Hashable, int]) -> dict[int, float]:
    """Return the coefficients of a row by column; a column may be named more than once."""
    row: dict[int, float] = {}
    for name, value in terms:
        row[number[name]] = row.get(number[name], 0.0) + value
    return row
