"""From a Pyomo model to sparse matrices, the objective scaled to figures that the solver's tolerances suit."""

from dataclasses import replace
from typing import Any

import numpy as np
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from planner.solver.program.matrix import Floats, Matrix

ContradictionError = InfeasibleConstraintException
"""A rule without variables that does not hold: the model has no plan, and no matrix."""


def compile_stages(m: Any) -> tuple[Matrix, ...]:
    """Return the matrices of a linear Pyomo model, one for each of its objectives; they differ in cost alone.

    Unused variables have no column. Raises ContradictionError where a rule cannot hold whatever is decided.
    """
    form = LinearStandardFormCompiler().write(m, mixed_form=True, set_sense=None)
    rhs = np.asarray(form.rhs, dtype=float)
    sense = np.fromiter((row.bound_type for row in form.rows), dtype=np.int8, count=len(form.rows))
    columns = form.columns
    a = form.A.tocsc()
    matrix = Matrix(
        cost=np.zeros(len(columns)),
        offset=0.0,
        scale=1.0,
        col_lower=np.array([-np.inf if v.lb is None else v.lb for v in columns], dtype=float),
        col_upper=np.array([np.inf if v.ub is None else v.ub for v in columns], dtype=float),
        row_lower=np.where(sense <= 0, rhs, -np.inf),
        row_upper=np.where(sense >= 0, rhs, np.inf),
        start=np.asarray(a.indptr, dtype=np.int32),
        index=np.asarray(a.indices, dtype=np.int32),
        value=np.asarray(a.data, dtype=float),
        integer=np.array([not v.is_continuous() for v in columns], dtype=bool),
        columns=tuple((v.parent_component().name, v.index()) for v in columns),
        rows=tuple((row.constraint.parent_component().name, row.constraint.index()) for row in form.rows),
    )
    costs = np.asarray(form.c.todense(), dtype=float).reshape(len(form.objectives), -1)
    return tuple(aimed(matrix, cost, float(offset)) for cost, offset in zip(costs, form.c_offset, strict=True))


def compile_matrix(m: Any) -> Matrix:
    """Return the matrices of a linear Pyomo model with its last objective."""
    return compile_stages(m)[-1]


def aimed(matrix: Matrix, cost: Floats, offset: float) -> Matrix:
    """Return a program with an objective in the model's own unit, scaled for the solver."""
    scale = _scale(cost)
    return replace(matrix, cost=cost * scale, offset=offset * scale, scale=scale)


def _scale(cost: Floats) -> float:
    """Return a power of two that brings the typical cost coefficient near 1 and keeps the largest below a million."""
    sizes = np.abs(cost[cost != 0])
    if not sizes.size:
        return 1.0
    typical = float(np.exp2(-np.round(np.log2(np.median(sizes)))))
    largest = float(np.exp2(np.floor(np.log2(1e6 / np.max(sizes)))))
    return min(typical, largest)
