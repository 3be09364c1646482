"""The planner's optimum against that of all schedules."""

import math
from dataclasses import fields
from typing import NamedTuple

import pytest

from planner.case.records import Case
from planner.pipeline import Result, solve
from planner.plan.records import Plan, Status
from planner.solver.options import SolveOptions
from tests.model.brute.optimum import INFINITE, Best, optimum

_BESIDE = ("outcome", "run")  # fields of a plan that are no tables
EXACT = SolveOptions(gap=1e-7, threads=1)


class Compared(NamedTuple):
    """What both found for a case that was drawn by a seed; no findings where they agree.

    `difference_usd_bn` is that of both objectives, `used` names the records of the plan that have rows.
    """

    schedules: int
    usd_bn: float
    difference_usd_bn: float
    used: tuple[str, ...]
    findings: tuple[str, ...]


def compared(case: Case) -> Compared:
    """Return what the planner and the schedules say to a case."""
    best = optimum(case)
    solved = solve(case, EXACT)
    found = tuple(_findings(solved, best))
    objective = solved.plan.outcome.objective
    difference = 0.0 if objective is None or math.isinf(best.usd_bn) else abs(objective - best.usd_bn)
    used = tuple(one.name for one in fields(Plan) if one.name not in _BESIDE and getattr(solved.plan, one.name))
    return Compared(best.schedules, best.usd_bn, difference, used, found)


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
