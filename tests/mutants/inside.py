"""Solves in this process, so that a child that is forked for a mutant needs no process of a solver."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np

from planner.plan.records import Status
from planner.solver.direct import best_point
from planner.solver.options import SolveOptions
from planner.solver.portfolio import passes
from planner.solver.portfolio.outcome import Outcome
from planner.solver.program.matrix import Matrix


@contextmanager
def solve_inside() -> Iterator[None]:
    """Have HiGHS solve here and to the end, whatever the options."""
    with patch.object(passes, "solve_matrix", _solved):
        yield


def _solved(matrix: Matrix, options: SolveOptions, *_: Any, **__: Any) -> Outcome:
    if matrix.cost.size == 0:
        nothing = matrix.unscaled(matrix.offset)
        return Outcome(Status.OPTIMAL, matrix.cost, nothing, nothing, 0.0)
    best = best_point(matrix, matrix.cost, 60.0, 0.0, threading.Event())
    if best.x is None:
        return Outcome(Status.INFEASIBLE, None, np.inf, np.inf, 0.0)
    objective = matrix.objective(best.x)
    return Outcome(Status.OPTIMAL, best.x, objective, objective, 0.0)
