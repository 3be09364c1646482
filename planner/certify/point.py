"""The decisions of a plan as a point of a matrix: integers exact, the rest as cheap as they allow."""

import threading
from dataclasses import replace

import numpy as np

from planner.certify.part import NothingProven
from planner.plan.records import Schedule
from planner.shape.shape import Shape
from planner.solver.direct import best_point
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.solver.program.matrix import Floats, Indices, Matrix


def point_of(
    shape: Shape, matrix: Matrix, schedule: Schedule, seconds: float, cancel: threading.Event
) -> Floats | None:
    """Return the cheapest point with the decisions of a plan; nothing where the matrix does not allow these.

    Raises NothingProven where time runs out before it does either.
    """
    known = warm_start_columns(shape, matrix, schedule)
    decided = _held(matrix, known.columns, known.counts)
    first = None if decided is None else _cheapest(decided, seconds, cancel)
    if first is None:
        return None
    integers = np.flatnonzero(matrix.integer)
    exact = _held(matrix, integers, np.round(first[integers]))
    x = None if exact is None else _cheapest(exact, seconds, cancel)
    if x is None:
        return None
    x[integers] = np.round(x[integers])
    return np.clip(x, matrix.col_lower, matrix.col_upper)


def _cheapest(matrix: Matrix, seconds: float, cancel: threading.Event) -> Floats | None:
    best = best_point(matrix, matrix.cost, seconds, 0.0, cancel)
    if best.x is None and not best.is_final:
        raise NothingProven("time ran out before it was clear whether the case allows the decisions of this plan")
    return best.x


def _held(matrix: Matrix, columns: Indices, values: Floats) -> Matrix | None:
    """Return the matrix with some columns held at values, or nothing where their bounds exclude these."""
    if np.any((values < matrix.col_lower[columns]) | (values > matrix.col_upper[columns])):
        return None
    lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
    lower[columns], upper[columns] = values, values
    return replace(matrix, col_lower=lower, col_upper=upper)
