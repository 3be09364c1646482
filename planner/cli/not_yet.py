"""What a workbook may already say and the model does not yet act on. It is told before a solve, never passed over."""

from collections.abc import Iterator
from dataclasses import replace

from planner.case.records import Case, Objective


def as_planned(case: Case) -> Case:
    """Return the case as it is planned and audited: with an objective that is offered."""
    if case.settings.objective is not Objective.COVERAGE_FIRST:
        return case
    return replace(case, settings=replace(case.settings, objective=Objective.LEAST_COST))


def not_yet(case: Case) -> Iterator[str]:
    """Yield a sentence for everything in a case that a plan does not take into account."""
    if case.settings.objective is Objective.COVERAGE_FIRST:
        yield "The objective coverage_first is not offered yet: the plan is made for least_cost."
