"""Solves of replanning: facts may contradict what is decided already, which is an answer and no error."""

import math
from collections.abc import Sequence

from planner.case.checks import CaseProblems
from planner.plan.records import Outcome, Plan, Schedule, Status
from planner.report.words.contradictions import locked_out
from planner.study.answers.interval import Interval, cost_change, shared
from planner.study.solves.session import Session
from planner.study.solves.solved import Solved
from planner.study.variant import Variant


def solve_all(session: Session, variants: Sequence[Variant], warm_start: Schedule) -> list[Solved]:
    """Return the solved variants in their order; one whose locks contradict its case is infeasible."""
    refused = {at: reason for at, variant in enumerate(variants) if (reason := contradiction(variant))}
    asked = [variant for at, variant in enumerate(variants) if at not in refused]
    solved = iter(session.solve(asked, warm_start))
    return [_infeasible(refused[at]) if at in refused else next(solved) for at in range(len(variants))]


def contradiction(variant: Variant) -> str:
    """Return why a case cannot be, empty where it can."""
    try:
        assert variant.case
    except CaseProblems as problems:
        first = problems.problems[0]
        given = f" (found {first.found}, expected {first.expected})" if first.expected else ""
        return f"{first.record} {first.field}: {first.meaning}{given}"
    return ""


def why_infeasible(variant: Variant, solved: Solved) -> str:
    """Return the first reason why a case has no plan, as far as it is plain; empty where it has one."""
    if solved.status is not Status.INFEASIBLE:
        return ""
    reasons = [solved.note] if contradiction(variant) else locked_out(variant.case)
    others = len(reasons) - 1
    more = f" (and {others} more {'reason' if others == 1 else 'reasons'})" if others > 0 else ""
    return f"{reasons[0]}{more}" if reasons else "its rules contradict each other"


def worth_of_freedom(fixed: Solved, free: Solved) -> Interval:
    """Return what a solve with more freedom saves; a plan of the first is one of the second, at the same cost."""
    fixed, free = shared(fixed, free)
    saved = -cost_change(fixed, free)
    return Interval(max(0.0, saved.low), max(0.0, saved.high))


def _infeasible(reason: str) -> Solved:
    return Solved(Plan(Outcome(Status.INFEASIBLE, math.inf, math.inf, math.inf, {})), False, 0.0, reason)
