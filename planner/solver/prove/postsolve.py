"""Unfolding: from a point of what presolve leaves of a matrix back to a point of the matrix."""

import math
from dataclasses import dataclass

import highspy
import numpy as np

from planner.solver.highs import SolverError, checked, point, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Found
from planner.solver.program.decisions import WHOLE
from planner.solver.program.matrix import Floats, Ints, Matrix

SAME = 1e-6
"""A share of the objective: what differs by no more is the same plan, made exactly whole."""


@dataclass(frozen=True, slots=True)
class Unfolding:
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
        checked(self.presolved.postsolve(solution), "the point to unfold", warn_ok=True)
        return np.asarray(self.presolved.getSolution().col_value, dtype=float)

    def found(self, x: Floats) -> Found:
        """Return a whole point of the program as an incumbent.

        Presolve may leave a column to be whole by itself that stands for one that must be: SolverError if it is not.
        """
        unfolded = self.point(x)
        must = unfolded[self.matrix.integer]
        if np.any(np.abs(must - np.round(must)) > WHOLE):
            raise SolverError("a point that is whole where it must be is not when unfolded")
        return Found(float(self.matrix.cost @ unfolded) + self.matrix.offset, unfolded)


def share_whole(solver: highspy.Highs, whole: Ints, values: Floats, unfolding: Unfolding, mailbox: Mailbox) -> float:
    """Hold the whole columns at exact values, share the plan that this leads to, and return its objective.

    A millionth of a phase may be worth much: infinity where exact values lead to no plan. The bounds stay changed.
    """
    set_bounds(solver, whole, values, values)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return math.inf
    mailbox.share(unfolding.found(point(solver)))
    return float(solver.getInfo().objective_function_value)
