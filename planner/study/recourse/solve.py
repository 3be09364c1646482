"""A solve with recourse: the matrices of all futures together, and a plan for each future that its audit looks at."""

import math
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.audit import audit
from planner.case.records import Case, Objective
from planner.model.build import build
from planner.pipeline import plan_of
from planner.plan.records import Outcome, Plan, Schedule, Stage, Status
from planner.solver.events import ignore, relative_gap
from planner.solver.messages.wire import WarmStart
from planner.solver.options import SolveOptions
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.solver.portfolio.passes import solve_stages
from planner.solver.program.compile import ContradictionError, compile_stages
from planner.solver.program.matrix import Floats, Matrix
from planner.study.recourse.branches import Branch, branches
from planner.study.recourse.stack import Stack, stack

_SAME_USD_BN = 1e-5
_DECIDED = ("openings", "shells_built", "starts", "converted", "retired")


@dataclass(frozen=True, slots=True)
class Adapted:
    """How a solve with recourse ended: the outcome with what is decided for all, and the plan of each future."""

    plan: Plan
    by_future: tuple[Plan, ...]
    findings: tuple[str, ...]
    """What the audits say: rules broken in a future, and decisions that differ although they should not."""
    seconds: float
    note: str = ""


def solve_with_recourse(
    case: Case, until: int, options: SolveOptions, known: Schedule | None = None, cancel: threading.Event | None = None
) -> Adapted:
    """Return the best plan whose starts are the same in all futures until a period, and follow the future after it.

    `known` is a plan for all futures to start from.
    """
    started_at, shapes = time.monotonic(), branches(case)
    models = [build(shape) for shape in shapes]
    try:
        parts = [compile_stages(model) for model in models]
    except ContradictionError:
        nothing = Outcome(Status.INFEASIBLE, math.inf, math.inf, math.inf, {})
        return Adapted(Plan(nothing), (), (), time.monotonic() - started_at)
    weights = [future.probability for future in case.scenarios]
    stacked = stack(parts, weights, until)
    warm = None if known is None else _warm(stacked, parts, shapes, known)
    staged = solve_stages(stacked.stages, options, ignore, cancel or threading.Event(), warm=warm)
    solved = staged.outcome
    gap = relative_gap(solved.objective, solved.bound)
    outcome = Outcome(solved.status, solved.objective, solved.bound, gap, {}, staged.first)
    if solved.x is None:
        return Adapted(Plan(outcome), (), (), time.monotonic() - started_at, solved.message)
    plans = tuple(
        plan_of(shape, model, stages[-1], x, _own_outcome(shape.case, stages, x))
        for shape, model, stages, x in zip(
            shapes, models, parts, (solved.x[place] for place in stacked.places), strict=True
        )
    )
    findings = [
        f"{shape.case.scenarios[0].name}: {finding}"
        for shape, plan in zip(shapes, plans, strict=True)
        for finding in audit(shape.case, plan).findings
    ]
    findings += different(plans, until)
    shared: dict[str, Any] = {
        name: tuple(row for row in getattr(plans[0], name) if row.period <= until) for name in _DECIDED
    }
    plan = Plan(outcome, **shared)
    return Adapted(plan, plans, tuple(findings), time.monotonic() - started_at, solved.message)


def _warm(stacked: Stack, parts: Sequence[tuple[Matrix, ...]], shapes: Sequence[Branch], known: Schedule) -> WarmStart:
    """Return the decisions of a plan for all futures as those of each."""
    counts: dict[int, float] = {}
    for shape, stages, place in zip(shapes, parts, stacked.places, strict=True):
        own = warm_start_columns(shape, stages[-1], known)
        counts |= dict(zip(place[own.columns].tolist(), own.counts.tolist(), strict=True))
    return WarmStart(np.array(list(counts), dtype=np.int64), np.array(list(counts.values())))


def _own_outcome(case: Case, stages: tuple[Matrix, ...], x: Floats) -> Outcome:
    """Return the outcome of one future, of which nothing is proven by itself."""
    first = None
    if case.settings.objective is Objective.COVERAGE_FIRST:
        first = Stage(stages[0].objective(x), -math.inf, math.inf)
    return Outcome(Status.FEASIBLE, stages[-1].objective(x), -math.inf, math.inf, {}, first)


def different(plans: Sequence[Plan], until: int) -> Iterator[str]:
    """Yield what plans decide differently until a period: starts, shells, openings, conversions, draws and credits."""
    for name in _DECIDED:
        if len({frozenset(row for row in getattr(plan, name) if row.period <= until) for plan in plans}) > 1:
            yield f"{name} until period {until} differ between futures"
    drawn = [{row[:-1]: row[-1] for row in _money(plan, until)} for plan in plans]
    for other in drawn[1:]:
        if any(
            abs(other.get(key, 0.0) - drawn[0].get(key, 0.0)) > _SAME_USD_BN for key in other.keys() | drawn[0].keys()
        ):
            yield f"money drawn or granted until period {until} differs between futures"


def _money(plan: Plan, until: int) -> Iterator[tuple[str, str, str, int, float]]:
    yield from ((row.fund, row.site, row.node, row.period, row.usd_bn) for row in plan.draws if row.period <= until)
    for row in plan.credits:
        if row.start_period <= until:
            yield row.incentive, row.site, row.node, row.start_period, row.usd_bn
