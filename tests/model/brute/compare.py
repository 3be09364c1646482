"""The planner's optimum against that of all schedules."""

import math
from typing import NamedTuple

import pytest

from planner.case.records import Case
from planner.pipeline import Result, solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from tests.model.brute.optimum import INFINITE, Best, optimum

EXACT = SolveOptions(gap=1e-7, threads=1)


class Compared(NamedTuple):
    """What both found for a case that was drawn by a seed; no findings where they agree."""

    schedules: int
    usd_bn: float
    phases: int
    findings: tuple[str, ...]


def compared(case: Case) -> Compared:
    """Return what the planner and the schedules say to a case."""
    best = optimum(case)
    solved = solve(case, EXACT)
    findings = tuple(_findings(solved, best))
    return Compared(best.schedules, best.usd_bn, sum(start.phases for start in solved.plan.starts), findings)


def _findings(solved: Result, best: Best) -> list[str]:
    usd_bn, penalty_usd_bn, _ = best
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
