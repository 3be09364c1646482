"""One solve through an interface of Pyomo: what is asked of the solver, and what its answer proves.

The bound of a newer interface is taken as it is reported. An older one may report the objective of a plan that is
optimal within the gap as the bound, or none; from these, a bound is taken no nearer to the plan than that gap.
"""

import math
from dataclasses import dataclass
from typing import Any

from pyomo.contrib.solver.common.results import TerminationCondition as New
from pyomo.opt import TerminationCondition as Old

from planner.solver.foreign.model import ForeignModel
from planner.solver.foreign.solvers import Interface
from planner.solver.program.matrix import Floats

VERDICTS: dict[Any, str] = {
    New.convergenceCriteriaSatisfied: "optimal",
    New.provenInfeasible: "infeasible",
    New.infeasibleOrUnbounded: "infeasible",
    New.maxTimeLimit: "stopped",
    New.iterationLimit: "stopped",
    New.interrupted: "stopped",
    Old.optimal: "optimal",
    Old.globallyOptimal: "optimal",
    Old.infeasible: "infeasible",
    Old.infeasibleOrUnbounded: "infeasible",
    Old.maxTimeLimit: "stopped",
    Old.maxIterations: "stopped",
    Old.maxEvaluations: "stopped",
    Old.userInterrupt: "stopped",
    Old.resourceInterrupt: "stopped",
}
USUAL_GAP = 1e-4
"""What most solvers take for optimal by default."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a solver should stop, its seed, and whether the variables hold a plan to start from."""

    seconds: float
    gap: float
    seed: int
    has_start: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """How a solver ended: `verdict` as in `Done`, its plan and the plan's objective if any, and the bound it proved."""

    verdict: str
    x: Floats | None
    objective: float
    bound: float
    message: str = ""


def call(interface: Interface, model: ForeignModel, limits: Limits) -> Answer:
    """Solve a model."""
    return _call_new(interface, model, limits) if interface.new else _call_old(interface, model, limits)


def _call_new(interface: Interface, model: ForeignModel, limits: Limits) -> Answer:
    solver, seed = interface.solver, interface.options.seed
    asked: dict[str, Any] = {
        "load_solutions": False,
        "raise_exception_on_nonoptimal_result": False,
        "threads": 1,
        "rel_gap": limits.gap,
        "warmstart_discrete_vars": limits.has_start,
        "time_limit": limits.seconds if math.isfinite(limits.seconds) else None,
        "solver_options": {seed: limits.seed} if seed else {},
    }
    results = solver.solve(model.model, **{name: value for name, value in asked.items() if name in solver.config})
    x = None
    objective = _number(results.incumbent_objective, math.inf)
    if math.isfinite(objective):
        values = results.solution_loader.get_vars()
        x = model.point([values.get(column) for column in model.columns])
    verdict, message = _verdict(interface, results.termination_condition)
    bound = _number(results.objective_bound, -math.inf)
    if verdict == "optimal" and not math.isfinite(bound) and not model.matrix.integer.any():
        bound = objective  # of a linear program
    return Answer(verdict, x, objective, bound, message)


def _call_old(interface: Interface, model: ForeignModel, limits: Limits) -> Answer:
    solver, names = interface.solver, interface.options
    options = {names.gap: limits.gap, names.threads: 1, names.seed: limits.seed}
    asked: dict[str, Any] = {"options": {name: value for name, value in options.items() if name}}
    if math.isfinite(limits.seconds):
        asked["timelimit"] = max(1, math.floor(limits.seconds))  # some programs take whole seconds only
    if limits.has_start and solver.warm_start_capable():
        asked["warmstart"] = True
    results = solver.solve(model.model, load_solutions=False, **asked)
    verdict, message = _verdict(interface, results.solver.termination_condition)
    x, objective = None, math.inf
    if len(results.solution) and verdict in ("optimal", "stopped"):
        for column in model.columns:
            column.set_value(None)
        model.model.solutions.load_from(results)
        values = [column.value for column in model.columns]
        if any(value is not None for value in values):
            x = model.point(values)
            objective = _number(results.problem.upper_bound, math.inf)
    bound = _number(results.problem.lower_bound, -math.inf)
    if x is not None:
        if verdict == "optimal" and not math.isfinite(bound) and (names.gap or not model.matrix.integer.any()):
            bound = model.objective(x)
        within = limits.gap if names.gap else max(limits.gap, USUAL_GAP)
        worth = model.objective(x)
        bound = min(bound, worth - within * abs(worth))
    return Answer(verdict, x, objective, bound, message)


def _verdict(interface: Interface, condition: Any) -> tuple[str, str]:
    verdict = VERDICTS.get(condition, "error")
    return verdict, f"The solver ended with {condition.name} (interface {interface.name})" if verdict == "error" else ""


def _number(reported: Any, unknown: float) -> float:
    """Return a number that an interface reports, where it reports one."""
    try:
        number = float(reported)
    except (TypeError, ValueError):
        return unknown
    return number if math.isfinite(number) and abs(number) < 1e20 else unknown
