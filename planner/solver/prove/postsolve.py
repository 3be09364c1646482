"""Postsolve: from a point of what presolve leaves of a matrix back to a point of the matrix."""

import math
from dataclasses import dataclass

import highspy
import numpy as np

from planner.solver.highs import SolverError, checked, point, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import FeasiblePoint
from planner.solver.program.decisions import WHOLE
from planner.solver.program.matrix import Floats, Ints, Matrix

SAME = 1e-6
"""Share of the objective within which a plan with exact integers counts as the same."""


@dataclass(frozen=True, slots=True)
class Postsolve:
    """The way back from what presolve leaves of a matrix; `presolved` is None where it leaves all."""

    matrix: Matrix
    presolved: highspy.Highs | None

    def point(self, x: Floats) -> Floats:
        """Return a point of the program as one of the matrix."""
        if self.presolved is None:
            return x
        solution = highspy.HighsSolution()
        solution.col_value = x
        solution.value_valid = True
        checked(self.presolved.postsolve(solution), "the point for postsolve", warn_ok=True)
        return np.asarray(self.presolved.getSolution().col_value, dtype=float)

    def feasible_point(self, x: Floats) -> FeasiblePoint:
        """Return a integer point of the program as an incumbent.

        Raises SolverError where an integer column is fractional after postsolve.
        """
        original = self.point(x)
        must = original[self.matrix.integer]
        if np.any(np.abs(must - np.round(must)) > WHOLE):
            raise SolverError("an integer column is fractional after postsolve")
        return FeasiblePoint(float(self.matrix.cost @ original) + self.matrix.offset, original)


def share_whole(solver: highspy.Highs, integers: Ints, values: Floats, postsolve: Postsolve, mailbox: Mailbox) -> float:
    """Fix the integer columns at exact values, share the plan that results, and return its objective.

    Infinite where exact values lead to no plan. The bounds stay changed.
    """
    set_bounds(solver, integers, values, values)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return math.inf
    mailbox.share(postsolve.feasible_point(point(solver)))
    return float(solver.getInfo().objective_function_value)
