"""Starts of phases and shells, what each costs, and when it makes output."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan, Start
from planner.report.figures.cohorts import Cohort, cohort_capex_usd_bn, cohorts
from planner.shape.tracks import NO_NODE


@dataclass(frozen=True, slots=True)
class Approval:
    """What starts together at a place, its capex in usd_bn, and the period of its first output.

    A shell has no node, and its first output is the period in which it is finished.
    """

    start: Start
    capex_usd_bn: float
    ready: int


def all_starts(plan: Plan) -> list[Start]:
    """Return the starts of phases and, without a node, of shells."""
    return [*plan.starts, *(Start(one.site, NO_NODE, one.period, one.shells) for one in plan.shells_built)]


def what(start: Start) -> str:
    """Return what is started, in words."""
    return start.node or "shell"


def approvals(case: Case, plan: Plan, periods: int) -> list[Approval]:
    """Return what starts in the first periods, in the order of time."""
    built = cohorts(case, plan)
    starts = (start for start in all_starts(plan) if start.period < periods)
    ordered = sorted(starts, key=lambda one: (one.period, one.site, one.node))
    return [_approval(case, built, start) for start in ordered]


def approval(case: Case, plan: Plan, start: Start) -> Approval:
    """Return what a start costs, and when it is ready."""
    return _approval(case, cohorts(case, plan), start)


def _approval(case: Case, built: Sequence[Cohort], start: Start) -> Approval:
    if not start.node:
        shell = case.shells[start.site]
        return Approval(start, start.phases * shell.capex_usd_bn, start.period + shell.lead_periods)
    of_start = [one for one in built if (one.site, one.node, one.start) == (start.site, start.node, start.period)]
    return Approval(start, sum(cohort_capex_usd_bn(case, one) for one in of_start), of_start[0].first_output)
