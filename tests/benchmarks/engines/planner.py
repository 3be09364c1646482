"""The planner itself: strengthened matrix, one process for bounds and one for plans, and the audit at the end."""

import threading
from typing import Any

import numpy as np
from pyomo.environ import Var, value

from planner.audit import audit
from planner.extract import extract
from planner.plan.records import Outcome
from planner.shape.shape import Shape
from planner.solver.events import Progress, relative_gap
from planner.solver.options import SolveOptions
from planner.solver.portfolio.outcome import Outcome as Solution
from planner.solver.portfolio.passes import solve_stages
from planner.solver.program.matrix import Matrix
from tests.benchmarks.trace import Clock, Task, Trace, Work

FIRST_PASS = "coverage"
"""Phase of a lexicographic solve whose figures are not those of the last objective."""


def run(stages: tuple[Matrix, ...], task: Task, clock: Clock) -> tuple[Trace, Solution]:
    """Solve as `planner solve` does, in the time that reading and building have left."""
    trace = Trace()

    def report(progress: Progress) -> None:
        if progress.phase != FIRST_PASS:
            trace.add(clock.seconds(), progress.incumbent, progress.bound)

    options = SolveOptions(clock.left(), task.gap, task.threads, task.seed)
    solution = solve_stages(stages, options, report, threading.Event()).outcome
    trace.add(clock.seconds(), solution.objective, solution.bound)
    return trace, solution


def work_of(solution: Solution) -> Work:
    """Return the work that the planner counted: none as yet, since its outcome does not hold any."""
    return Work()


def audited(shape: Shape, m: Any, matrix: Matrix, solution: Solution) -> dict[str, float | None]:
    """Make and audit the plan, as the whole command does: its discounted capex before credits, and what was found."""
    if solution.x is None:
        return {"capex_usd_bn": None, "audit_findings": None}
    values = matrix.values(np.where(matrix.integer, np.round(solution.x), solution.x))
    for variable in m.component_objects(Var):
        known = values.get(variable.name, {})
        for index, data in variable.items():
            data.set_value(known.get(index, 0.0), skip_validation=True)
    gap = relative_gap(solution.objective, solution.bound)
    lines = {str(line): float(value(m.cost[line])) for line in m.cost}
    outcome = Outcome(solution.status, solution.objective, solution.bound, gap, lines)
    plan = extract(shape, values, outcome, matrix.slacks(solution.x), (), {})
    return {"capex_usd_bn": lines["capex"], "audit_findings": len(audit(shape.case, plan).findings)}
