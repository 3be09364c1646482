"""A matrix as a Pyomo model, for solvers that are called through Pyomo."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from pyomo.core.expr import LinearExpression, SumExpression
from pyomo.environ import ConcreteModel, Constraint, Integers, Objective, Reals, Var
from scipy.sparse import csc_array

from planner.solver.program.matrix import Floats, Matrix

CHUNK_TERMS = 100
"""An interface may copy a sum for each term that it adds; a long sum of short ones then takes much less time."""

Terms = tuple[list[int], list[float]]


class ForeignModel:
    """A Pyomo model of a matrix, in the matrix's scaled unit. Columns keep their order."""

    def __init__(self, matrix: Matrix) -> None:
        """Build the model: variables with bounds, one constraint for each row that has an entry, the objective."""
        self.matrix = matrix
        m = ConcreteModel()
        lower, upper = _ends(matrix.col_lower), _ends(matrix.col_upper)
        whole = matrix.integer.tolist()
        m.x = Var(
            range(matrix.cost.size),
            within=lambda m, j: Integers if whole[j] else Reals,
            bounds=lambda m, j: (lower[j], upper[j]),
        )
        self.columns: list[Any] = [m.x[j] for j in range(matrix.cost.size)]
        rows = [(terms, ends) for terms, ends in _rows(matrix) if terms[0]]
        m.rows = Constraint(range(len(rows)), rule=lambda m, i: _limited(self._sum(rows[i][0]), *rows[i][1]))
        priced = np.flatnonzero(matrix.cost)
        m.cost = Objective(expr=self._sum((priced.tolist(), matrix.cost[priced].tolist())) + matrix.offset)
        self.model = m

    def start_from(self, x: Floats) -> None:
        """Give every variable a value, from which an interface may start."""
        values = np.where(self.matrix.integer, np.round(x), x)
        for column, value in zip(self.columns, values.tolist(), strict=True):
            column.set_value(value, skip_validation=True)

    def point(self, values: Sequence[float | None]) -> Floats:
        """Return a point; a column that is in no row and costs nothing has no value in some solvers."""
        matrix = self.matrix
        x = np.array([math.nan if value is None else value for value in values], dtype=float)
        return np.where(np.isnan(x), np.clip(0.0, matrix.col_lower, matrix.col_upper), x)

    def objective(self, x: Floats) -> float:
        """Return the objective of a point in the matrix's scaled unit."""
        return float(self.matrix.cost @ x) + self.matrix.offset

    def _sum(self, terms: Terms) -> Any:
        columns, coefs = terms
        parts = [
            LinearExpression(
                linear_coefs=coefs[i : i + CHUNK_TERMS],
                linear_vars=[self.columns[j] for j in columns[i : i + CHUNK_TERMS]],
            )
            for i in range(0, len(columns), CHUNK_TERMS)
        ]
        return parts[0] if len(parts) == 1 else SumExpression(parts)


def _rows(matrix: Matrix) -> list[tuple[Terms, tuple[float | None, float | None]]]:
    """Return the terms and ends of every row."""
    shape = (matrix.row_lower.size, matrix.cost.size)
    a = csc_array((matrix.value, matrix.index, matrix.start), shape=shape).tocsr()
    columns, values, starts = a.indices.tolist(), a.data.tolist(), a.indptr.tolist()
    ends = zip(_ends(matrix.row_lower), _ends(matrix.row_upper), strict=True)
    return [
        ((columns[starts[i] : starts[i + 1]], values[starts[i] : starts[i + 1]]), end) for i, end in enumerate(ends)
    ]


def _ends(bounds: Floats) -> list[float | None]:
    return [bound if math.isfinite(bound) else None for bound in bounds.tolist()]


def _limited(body: Any, lower: float | None, upper: float | None) -> Any:
    if lower is None and upper is None:
        return Constraint.Skip
    return (body, lower) if lower == upper else (lower, body, upper)
