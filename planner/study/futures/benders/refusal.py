"""What a case must be like for its futures to share one matrix; anything else is refused by name."""

import math
from collections.abc import Iterator
from dataclasses import replace

from planner.case.demand import wanted
from planner.case.records import Case, Event, Objective, Scenario


class BendersError(ValueError):
    """The futures of a case cannot be planned by Benders decomposition. The text says why, and what to do."""


def refuse(case: Case) -> None:
    """Raise BendersError with everything that stands in the way."""
    reasons = list(_reasons(case))
    if reasons:
        raise BendersError(
            f"Benders decomposition needs futures that differ in demand alone: {'; '.join(reasons)}. Plan a few "
            "futures together instead."
        )


def _reasons(case: Case) -> Iterator[str]:
    first, *others = case.scenarios
    for what, value in (("tool_factor_pct", _tool_factor), ("delay_periods", _delay_periods)):
        if any(value(one) != value(first) for one in others):
            yield f"the scenarios differ in {what}"
    if any(_events(case, one) != _events(case, first) for one in others):
        yield "the scenarios differ in their events"
    if any(_terms(one) != _terms(first) for one in others):
        yield "the scenarios differ in where and when something is wanted, or on what terms"
    if case.settings.max_shortage_cost_usd_bn < math.inf:
        yield "max_shortage_cost_usd_bn may leave a future without a plan"
    if case.settings.objective is Objective.COVERAGE_FIRST:
        yield "coverage_first has two objectives"


def _tool_factor(scenario: Scenario) -> float:
    return scenario.tool_factor


def _delay_periods(scenario: Scenario) -> float:
    return scenario.delay_periods


def _events(case: Case, scenario: Scenario) -> set[Event]:
    return {replace(event, scenario="") for event in case.events if event.scenario == scenario.name}


def _terms(scenario: Scenario) -> set[object]:
    return {
        (buyer, tier.price_usd, tier.shortage_penalty_usd, tier.backlog, tuple(kunits > 0 for kunits in tier.kunits))
        for buyer, tier in wanted(scenario).items()
    }
