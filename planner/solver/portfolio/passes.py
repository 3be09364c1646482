"""Lexicographic objectives: each pass minimises one of them, and none worsens an earlier one.

The first pass may use half of the time. It leaves a plan to start from and a row that holds the first objective at what
was found. The bound of the last pass is therefore a bound over plans that cover as much as this one.
"""

import threading
from dataclasses import dataclass, replace
from math import inf

import numpy as np
import numpy.typing as npt

from planner.plan.records import Stage, Status
from planner.solver.events import OnIncumbent, OnProgress, ignore_incumbent, relative_gap
from planner.solver.messages.idle import reuse
from planner.solver.messages.wire import Probe, WarmStart
from planner.solver.options import SolveOptions
from planner.solver.portfolio.outcome import Outcome
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.matrix import Floats, Matrix

FIRST_SHARE = 0.5
HELD = "first_cost_kept"


@dataclass(frozen=True, slots=True)
class Staged:
    """How the last pass ended, and what was proven in the first where there are two."""

    outcome: Outcome
    first: Stage | None = None


def solve_stages(
    stages: tuple[Matrix, ...],
    options: SolveOptions,
    listener: OnProgress,
    cancel: threading.Event,
    probes: tuple[Probe, ...] = (),
    on_incumbent: OnIncumbent = ignore_incumbent,
    warm: WarmStart | None = None,
    penalised: npt.NDArray[np.bool_] | None = None,
) -> Staged:
    """Minimise one objective, or two in the order of the matrices, which differ in cost alone."""
    with reuse():
        return _solve(stages, options, listener, cancel, probes, on_incumbent, warm, penalised)


def _solve(
    stages: tuple[Matrix, ...],
    options: SolveOptions,
    listener: OnProgress,
    cancel: threading.Event,
    probes: tuple[Probe, ...],
    on_incumbent: OnIncumbent,
    warm: WarmStart | None,
    penalised: npt.NDArray[np.bool_] | None,
) -> Staged:
    if len(stages) == 1:
        return Staged(solve_matrix(stages[0], options, listener, cancel, warm, probes, on_incumbent, penalised))
    coverage, cost = stages
    limit = options.time_limit_seconds
    half = replace(options, time_limit_seconds=FIRST_SHARE * limit)
    first = solve_matrix(
        coverage,
        half,
        _in_pass(listener, "coverage", 0.0),
        cancel,
        warm,
        on_incumbent=_unproven(on_incumbent),
        penalised=penalised,
    )
    if first.x is None:
        return Staged(first)
    held = cost.with_row(HELD, coverage.cost, float(coverage.cost @ first.x))
    rest = replace(options, time_limit_seconds=max(0.0, limit - first.seconds))
    last = solve_matrix(held, rest, _in_pass(listener, "cost", first.seconds), cancel, first.x, probes, on_incumbent)
    assert last.x is not None, "the plan of the first stage is a plan of the last"
    return Staged(replace(last, status=_worse(first.status, last.status)), _stage(coverage, first, last.x))


def _in_pass(listener: OnProgress, phase: str, start_seconds: float) -> OnProgress:
    """Return a callback that reports a pass by its name, with seconds since the first pass started."""
    return lambda progress: listener(replace(progress, phase=phase, seconds=progress.seconds + start_seconds))


def _unproven(on_incumbent: OnIncumbent) -> OnIncumbent:
    """Return a callback for plans of the first pass, whose bound is not one on the last objective."""
    return lambda incumbent: on_incumbent(replace(incumbent, bound=-inf))


def _stage(coverage: Matrix, first: Outcome, x: Floats) -> Stage:
    """Return the first objective of the last pass's plan, which its solver knows only within tolerances."""
    objective = coverage.objective(x)
    return Stage(objective, min(first.bound, objective), relative_gap(min(first.objective, objective), first.bound))


def _worse(first: Status, last: Status) -> Status:
    """Return the status of both passes together: optimal only if both are."""
    return last if first is Status.OPTIMAL or last in (Status.ERROR, Status.CANCELLED) else first
