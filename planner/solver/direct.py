"""Small programs solved in this process, with nothing to report on the way."""

import threading
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from planner.solver.highs import load, point, start_from
from planner.solver.program.matrix import Floats, Matrix

FINAL = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)


@dataclass(frozen=True, slots=True)
class Best:
    """The best point found, if any. `is_final`: it is within the gap, or there is proven to be none."""

    x: Floats | None
    is_final: bool


def best_point(
    matrix: Matrix, cost: Floats, seconds: float, gap: float, cancel: threading.Event, start: Floats | None = None
) -> Best:
    """Return a point of least cost within a relative gap, or the best one found in time; `start` is a first guess.

    Setting `cancel` ends the solve soon.
    """
    solver = load(replace(matrix, cost=cost, offset=0.0), time_limit=seconds, mip_rel_gap=gap)
    if start is not None:
        start_from(solver, start)

    def heartbeat(event: Any) -> None:
        event.interrupt(cancel.is_set())

    for callback in (solver.cbMipInterrupt, solver.cbSimplexInterrupt):
        callback.subscribe(heartbeat)
    solver.run()
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    x = point(solver) if solver.getInfo().primal_solution_status == feasible else None
    return Best(x, solver.getModelStatus() in FINAL)


def objective_and_duals(matrix: Matrix) -> tuple[float, Floats] | None:
    """Return the optimum of a linear program and the dual value of each row, as scaled; nothing without an optimum."""
    solver = load(matrix)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(solver.getInfo().objective_function_value), np.asarray(solver.getSolution().row_dual, dtype=float)


@dataclass(frozen=True, slots=True)
class Interior:
    """An optimum of a linear program in the middle of all of them: the point, and the duals of the rows, as scaled."""

    x: Floats
    duals: Floats


def interior_optimum(matrix: Matrix, seconds: float, cancel: threading.Event) -> Interior | None:
    """Solve a relaxation by the interior point method, without crossover; nothing where time does not suffice."""
    solver = load(matrix, solver="ipm", solve_relaxation=True, run_crossover="off", time_limit=seconds)

    def heartbeat(event: Any) -> None:
        event.interrupt(cancel.is_set())

    solver.cbIpmInterrupt.subscribe(heartbeat)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return Interior(point(solver), np.asarray(solver.getSolution().row_dual, dtype=float))
