"""Objectives that come one after the other: each is made least in turn, and none at the expense of one before.

The first stage may use half of the time. What it leaves is a plan to start from and a row: the first cost stays within
what was found. The bound of the last stage therefore speaks of plans that cover as much as this one.
"""

import threading
from dataclasses import dataclass, replace
from math import inf

from planner.plan.records import Stage, Status
from planner.solver.events import Finder, OnProgress, pass_over, relative_gap
from planner.solver.messages.wire import Trial, Warm
from planner.solver.options import SolveOptions
from planner.solver.portfolio.portfolio import Outcome, solve_matrix
from planner.solver.program.matrix import Floats, Matrix

FIRST_SHARE = 0.5
KEPT = "first_cost_kept"


@dataclass(frozen=True, slots=True)
class Staged:
    """How the last stage ended, and what was proven of the first where there are two."""

    outcome: Outcome
    first: Stage | None = None


def solve_stages(
    stages: tuple[Matrix, ...],
    options: SolveOptions,
    listener: OnProgress,
    cancel: threading.Event,
    trials: tuple[Trial, ...] = (),
    finder: Finder = pass_over,
    warm: Warm | None = None,
) -> Staged:
    """Minimise one objective, or two in the order of the matrices, which differ in cost alone."""
    if len(stages) == 1:
        return Staged(solve_matrix(stages[0], options, listener, cancel, warm, trials, finder))
    coverage, cost = stages
    limit = options.time_limit_seconds
    half = replace(options, time_limit_seconds=FIRST_SHARE * limit)
    first = solve_matrix(coverage, half, _told(listener, "coverage", 0.0), cancel, warm, finder=_unproven(finder))
    if first.x is None:
        return Staged(first)
    kept = cost.with_row(KEPT, coverage.cost, float(coverage.cost @ first.x))
    rest = replace(options, time_limit_seconds=max(0.0, limit - first.seconds))
    last = solve_matrix(kept, rest, _told(listener, "cost", first.seconds), cancel, first.x, trials, finder)
    assert last.x is not None, "the plan of the first stage is a plan of the last"
    return Staged(replace(last, status=_worse(first.status, last.status)), _stage(coverage, first, last.x))


def _told(listener: OnProgress, phase: str, begun_seconds: float) -> OnProgress:
    """Return a listener that hears of a stage by its name, and of seconds since the first stage began."""
    return lambda progress: listener(replace(progress, phase=phase, seconds=progress.seconds + begun_seconds))


def _unproven(finder: Finder) -> Finder:
    """Return a finder for plans of the first stage, whose bound says nothing of the last one's objective."""
    return lambda incumbent: finder(replace(incumbent, bound=-inf))


def _stage(coverage: Matrix, first: Outcome, x: Floats) -> Stage:
    """Return the first cost of the last stage's plan, which its solver knows no better than its tolerances."""
    objective = coverage.objective(x)
    return Stage(objective, min(first.bound, objective), relative_gap(min(first.objective, objective), first.bound))


def _worse(first: Status, last: Status) -> Status:
    """Return how both stages ended together: optimal only where both are."""
    return last if first is Status.OPTIMAL or last in (Status.ERROR, Status.CANCELLED) else first
