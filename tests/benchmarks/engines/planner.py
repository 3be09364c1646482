"""The planner itself: strong model, one process that proves and one that searches."""

import threading
from typing import Any

import numpy as np
from pyomo.environ import Var, value

from planner.solve.events import Progress
from planner.solve.matrix import Floats, Matrix
from planner.solve.options import SolveOptions
from planner.solve.stages import solve_stages
from tests.benchmarks.trace import Task, Trace


def run(stages: tuple[Matrix, ...], task: Task) -> tuple[Trace, Floats | None]:
    """Solve as `planner solve` does, and return the plan's values too."""
    trace = Trace()

    def hear(progress: Progress) -> None:
        trace.tell(progress.seconds, progress.incumbent, progress.bound)

    options = SolveOptions(task.time_limit_seconds, task.gap, task.threads, task.seed)
    ended = solve_stages(stages, options, hear, threading.Event()).outcome
    return trace, ended.x


def capex_usd_bn(m: Any, matrix: Matrix, x: Floats) -> float:
    """Return the discounted capex of a plan, before credits."""
    values = matrix.values(np.where(matrix.integer, np.round(x), x))
    for variable in m.component_objects(Var):
        known = values.get(variable.name, {})
        for index, data in variable.items():
            data.set_value(known.get(index, 0.0), skip_validation=True)
    return float(value(m.cost["capex"]))
