"""A solve with an aim: model and matrices of the case, the aim's program, the plan found, extracted and audited."""

import threading
import time
from dataclasses import dataclass, replace

from planner.audit import Audit, audit
from planner.case.records import Case
from planner.model.build import build
from planner.pipeline import plan_of
from planner.plan.records import Outcome, Plan, Schedule, Stage, Status
from planner.shape.shape import Shape
from planner.solver.direct import best_point
from planner.solver.events import ignore, relative_gap
from planner.solver.options import SolveOptions
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.compile import compile_stages
from planner.solver.program.matrix import Floats, Matrix
from planner.study.aims.aim import Aim, Nearest, Range, Reached
from planner.study.aims.program import number, program_of, within

_SCHEDULED_SECONDS, _SCHEDULED_GAP = 20.0, 1e-6
"""What is left to decide around a schedule takes less."""


@dataclass(frozen=True, slots=True)
class Sought:
    """How a solve with an aim ended. Without a plan, `audit` is None and `plan` holds the outcome only."""

    plan: Plan
    audit: Audit | None
    reached: Reached
    seconds: float
    note: str


def solve_aim(
    case: Case, aim: Aim, options: SolveOptions, known: Schedule, cancel: threading.Event | None = None
) -> Sought:
    """Return the plan that serves the aim best, at the least cost that its decisions allow.

    `known` is a plan that counts, to start from. The outcome of the plan is about its cost and the known bound.
    """
    cancel, started_at = cancel or threading.Event(), time.monotonic()
    shape = Shape(case)
    model = build(shape)
    stages = compile_stages(model)
    matrix = within(stages, aim.range)
    program = program_of(aim.goal, shape, matrix)
    start = warm_start_columns(shape, program.matrix, known)
    quick = replace(options, gap=program.gap(number(aim.goal, known)))
    best = solve_matrix(program.matrix, quick, ignore, cancel, start)
    reached = program.reached(best.objective, best.bound)
    if best.x is None:
        nothing = Outcome(best.status, best.objective, aim.range.bounds[-1], best.objective, {})
        return Sought(Plan(nothing), None, reached, time.monotonic() - started_at, best.message)
    x = best.x[: matrix.cost.size]
    plan = plan_of(shape, model, stages[-1], x, _outcome(stages, x, aim.range, options))
    held = plan.schedule if isinstance(aim.goal, Nearest) else replace(plan.schedule, openings=())
    x = _cheapest(shape, matrix, held, x, cancel)
    plan = plan_of(shape, model, stages[-1], x, _outcome(stages, x, aim.range, options))
    return Sought(plan, audit(case, plan), reached, time.monotonic() - started_at, best.message)


def _cheapest(shape: Shape, matrix: Matrix, schedule: Schedule, x: Floats, cancel: threading.Event) -> Floats:
    """Return the cheapest point with the decisions of a schedule, each site opened when it is first needed."""
    known = warm_start_columns(shape, matrix, schedule)
    lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
    lower[known.columns] = upper[known.columns] = known.counts
    fixed = replace(matrix, col_lower=lower, col_upper=upper)
    cheapest = best_point(fixed, matrix.cost, _SCHEDULED_SECONDS, _SCHEDULED_GAP, cancel).x
    return x if cheapest is None else cheapest


def _outcome(stages: tuple[Matrix, ...], x: Floats, limits: Range, options: SolveOptions) -> Outcome:
    """Return what is known of a plan's cost: the bounds are those of the case."""
    proven = []
    for stage, bound in zip(stages, limits.bounds, strict=True):
        objective = stage.objective(x)
        proven_bound = min(bound, objective)
        proven.append(Stage(objective, proven_bound, relative_gap(objective, proven_bound)))
    first, last = proven[0] if len(proven) > 1 else None, proven[-1]
    status = Status.OPTIMAL if all(one.gap <= options.gap for one in proven) else Status.FEASIBLE
    return Outcome(status, last.objective, last.bound, last.gap, {}, first, limits.unavoidable_usd_bn)
