"""The planner's optimum against that of all schedules."""

import math
from typing import NamedTuple

import pytest

from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from tests.model.brute.draw import draw
from tests.model.brute.optimum import INFINITE, optimum

EXACT = SolveOptions(gap=1e-7, threads=1)


class Compared(NamedTuple):
    """What both found for a case that was drawn by a seed; empty findings where they agree."""

    seed: int
    rules: tuple[str, ...]
    schedules: int
    usd_bn: float
    findings: tuple[str, ...]


def compared(seed: int) -> Compared:
    """Return what the planner and the schedules say to a case."""
    case, rules = draw(seed)
    best = optimum(case)
    return Compared(seed, rules, best.schedules, best.usd_bn, tuple(_findings(case, best.usd_bn, best.penalty_usd_bn)))


def _findings(case: Case, usd_bn: float, penalty_usd_bn: float | None) -> list[str]:
    solved = solve(case, EXACT)
    outcome = solved.plan.outcome
    if outcome.status is Status.INFEASIBLE or usd_bn == INFINITE:
        same = outcome.status is Status.INFEASIBLE and math.isinf(usd_bn)
        return [] if same else [f"the planner says {outcome.status}, all schedules {usd_bn}"]
    found = [] if outcome.status is Status.OPTIMAL else [f"status {outcome.status}"]
    if penalty_usd_bn is not None:
        first = outcome.first_stage
        if first is None or first.objective != _near(penalty_usd_bn):
            found.append(f"penalty: planner {first and first.objective}, all schedules {penalty_usd_bn}")
    if outcome.objective != _near(usd_bn):
        found.append(f"objective: planner {outcome.objective}, all schedules {usd_bn}")
    return [*found, *(str(finding) for finding in (solved.audit.findings if solved.audit else ("no audit",)))]


def _near(usd_bn: float) -> object:
    return pytest.approx(usd_bn, rel=1e-6, abs=2e-6)
