"""Starts of phases and shells, what each costs, and when it makes output."""

from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan, Start
from planner.report.figures.cohorts import cohort_capex_usd_bn, cohorts
from planner.shape.tracks import NO_NODE


@dataclass(frozen=True, slots=True)
class Approval:
    """What starts together at a place and is ready in one period: its phases or shells, and its capex in usd_bn.

    A start has several of them where its first phase and the others take differently long. `ready` is the period of the
    first output; of a shell, which has no node, the period in which it is finished.
    """

    start: Start
    count: int
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
    starts = (start for start in all_starts(plan) if start.period < periods)
    built = cohorts(case, plan)
    listed: list[Approval] = []
    for start in sorted(starts, key=lambda one: (one.period, one.site, one.node)):
        if not start.node:
            shell = case.shells[start.site]
            ready = start.period + shell.lead_periods
            listed.append(Approval(start, start.phases, start.phases * shell.capex_usd_bn, ready))
            continue
        of_start = [one for one in built if (one.site, one.node, one.start) == (start.site, start.node, start.period)]
        for ready in sorted({one.first_output for one in of_start}):
            together = [one for one in of_start if one.first_output == ready]
            capex_usd_bn = sum(cohort_capex_usd_bn(case, one) for one in together)
            listed.append(Approval(start, sum(one.phases for one in together), capex_usd_bn, ready))
    return listed
