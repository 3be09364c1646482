"""The straight line from a case to a plan: build, compile, solve, extract."""

import math
import platform
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.environ import Var, value

from planner import __version__
from planner.audit import Audit, audit
from planner.case.records import Case
from planner.extract import Values, extract
from planner.model.build import build
from planner.model.objective import LINES
from planner.plan.records import Outcome, Plan, Schedule, Stage, Status
from planner.registry.variables import MOVED, SHIPPED
from planner.shape.bans import Ban, bans
from planner.shape.shape import Shape
from planner.solve.events import Incumbent, Listener, ignore, relative_gap
from planner.solve.foreign.find import find_solver
from planner.solve.messages.wire import Trial
from planner.solve.options import HIGHS, SolveOptions
from planner.solve.portfolio.known_plan import known_columns
from planner.solve.portfolio.passes import solve_stages
from planner.solve.program.compile import compile_stages
from planner.solve.program.matrix import Floats, Matrix

UNPROVEN = (Status.FEASIBLE, Status.NO_PLAN, Status.CANCELLED)
CONTRADICTION = "a lock or a limit asks for what cannot be, before anything is decided"


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan and what the independent audit says of it; without a plan there is nothing to audit."""

    plan: Plan
    audit: Audit | None


Draft = Callable[[], Solved]
"""A plan that was found on the way, as it stands before the last polish; to make it takes as long as an audit."""


def discard(draft: Draft) -> None:
    """Keep no plan but the last."""


def solve(
    case: Case,
    options: SolveOptions | None = None,
    listener: Listener = ignore,
    cancel: threading.Event | None = None,
    offer: Callable[[Draft], None] = discard,
    warm: Schedule | None = None,
) -> Solved:
    """Return the best plan found for a case, audited; without one, a plan that holds only its outcome.

    A schedule that is known already, of this case or of one like it, gives a plan to start from.

    Every better plan on the way is offered as a draft, which must be made, if at all, in the thread that solves.

    Status, objective, bound and gap are in `plan.outcome`, the seconds of each step in `plan.run`. A bad solver status
    raises nothing: it is an outcome too. SolverMissing is raised before anything else where the solver asked for is
    not there.
    """
    options = options or SolveOptions()
    find_solver(options.solver)
    clock = _Clock()
    shape = Shape(case)
    m = build(shape)
    try:
        stages = compile_stages(m)
    except InfeasibleConstraintException:
        outcome = Outcome(Status.INFEASIBLE, math.inf, math.inf, math.inf, {})
        return Solved(Plan(outcome, run=_run_record(options, {"build": clock.lap()}, CONTRADICTION)), None)
    seconds = {"build": clock.lap()}
    matrix, banned = stages[-1], bans(shape)

    known = known_columns(shape, matrix, warm) if warm is not None else None

    def finish(incumbent: Incumbent) -> None:
        offer(lambda: _draft(shape, m, stages, options, incumbent))

    staged = solve_stages(
        stages, options, listener, cancel or threading.Event(), _liftings(matrix, banned), finish, known
    )
    found = staged.outcome
    if options.solver != HIGHS and not found.message and math.isinf(found.bound) and found.status in UNPROVEN:
        found = replace(found, message=f"The solver {options.solver} reported no bound")
    seconds["solve"] = clock.lap()
    gap = relative_gap(found.objective, found.bound)
    outcome = Outcome(found.status, found.objective, found.bound, gap, {}, staged.first)
    if found.x is None:
        return Solved(Plan(outcome, run=_run_record(options, seconds, found.message)), None)
    lifted = [
        (banned[one.trial], one.gain, _expected_kunits(case, banned[one.trial], one.values)) for one in found.tried
    ]
    solved = _planned(shape, m, matrix, found.x, outcome, lifted)
    seconds["audit"] = clock.lap()
    return replace(solved, plan=replace(solved.plan, run=_run_record(options, seconds, found.message)))


def _draft(shape: Shape, m: Any, stages: tuple[Matrix, ...], options: SolveOptions, incumbent: Incumbent) -> Solved:
    """Return the plan of an incumbent. Of a first stage nothing is proven before it ends."""
    matrix = stages[-1]
    objective = matrix.objective(incumbent.x)
    bound = min(incumbent.bound, objective)
    first = Stage(stages[0].objective(incumbent.x), -math.inf, math.inf) if len(stages) > 1 else None
    outcome = Outcome(Status.FEASIBLE, objective, bound, relative_gap(objective, bound), {}, first)
    solved = _planned(shape, m, matrix, incumbent.x, outcome, ())
    return replace(solved, plan=replace(solved.plan, run=_run_record(options, {}, "")))


def _planned(
    shape: Shape, m: Any, matrix: Matrix, x: Floats, outcome: Outcome, lifted: Iterable[tuple[Ban, float, float]]
) -> Solved:
    """Return the plan that a point stands for, audited."""
    values = matrix.values(np.where(matrix.integer, np.round(x), x))
    outcome = replace(outcome, cost_usd_bn=_cost_lines(m, values))
    plan = extract(shape, values, outcome, matrix.rooms(x), lifted, {})
    return Solved(plan, audit(shape.case, plan))


def _liftings(matrix: Matrix, banned: tuple[Ban, ...]) -> tuple[Trial, ...]:
    """Return the columns of the flows that each ban keeps closed, shipments first."""
    column = {name: number for number, name in enumerate(matrix.columns)}
    return tuple(
        (*(column[SHIPPED.name, key] for key in ban.shipments), *(column[MOVED.name, key] for key in ban.moves))
        for ban in banned
    )


def _expected_kunits(case: Case, ban: Ban, values: Floats) -> float:
    scenarios = [*(key.scenario for key in ban.shipments), *(key.scenario for key in ban.moves)]
    return float(np.array([case.scenarios[k].probability for k in scenarios]) @ values)


class _Clock:
    """Seconds since the last lap."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        seconds, self._last = now - self._last, now
        return seconds


def _cost_lines(m: Any, values: Values) -> Mapping[str, float]:
    """Return the value of each named cost line that is not zero, in discounted usd_bn."""
    for variable in m.component_objects(Var):
        known = values.get(variable.name, {})
        for index, data in variable.items():
            data.set_value(known.get(index, 0.0), skip_validation=True)
    lines = {line: float(value(m.cost[line])) for line in LINES}
    return {line: usd_bn for line, usd_bn in lines.items() if usd_bn != 0.0}


def _run_record(options: SolveOptions, seconds: Mapping[str, float], message: str) -> dict[str, str | int | float]:
    solver = find_solver(options.solver)
    record: dict[str, str | int | float] = {
        "planner_version": __version__,
        "python_version": platform.python_version(),
        **{f"{package}_version": version(package) for package in ("highspy", "pyomo")},
        "solver": solver.name,
        "solver_interface": solver.interface,
        "solver_version": solver.version or "unknown",
        "seed": options.seed,
        "threads": options.threads,
        "gap_asked": options.gap,
        **({} if options.node_limit is None else {"node_limit": options.node_limit}),
        "time_limit_seconds": "none" if math.isinf(options.time_limit_seconds) else options.time_limit_seconds,
        **{f"seconds_{step}": round(taken, 3) for step, taken in seconds.items()},
    }
    return {**record, "message": message} if message else record
