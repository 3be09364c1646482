"""Cases of one future each: a scenario for certain, the mean of all, and a case whose decisions are made."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.audit import audit
from planner.case.demand import wanted
from planner.case.records import Buyer, Case, Event, Lock, Objective, Scenario, Tier
from planner.plan.records import Plan
from planner.report.contract.tables import locks
from planner.study.recourse.branches import for_certain as for_certain

MEAN = "mean"
_LIKELY = 0.5
_SHEETS = ("wafers", "phase_use", "flows", "purchased", "part_stock", "packages", "shipments", "shortage")
"""Records of a plan that name their scenario."""


def possible(case: Case) -> tuple[Scenario, ...]:
    """Return the scenarios that may happen."""
    return tuple(scenario for scenario in case.scenarios if scenario.probability > 0)


def only_possible(case: Case) -> Case:
    """Return the case without the scenarios that cannot happen."""
    names = {future.name for future in possible(case)}
    events = tuple(event for event in case.events if event.scenario in names)
    return replace(case, scenarios=possible(case), events=events)


def mean_future(case: Case) -> Case:
    """Return the case of the mean future: mean demand, tool factor and delay, and every event that is likely."""
    scenarios = possible(case)
    weights = {future.name: future.probability for future in scenarios}
    whole = math.fsum(weights.values())
    tools = math.fsum(future.probability * future.tool_factor for future in scenarios) / whole
    delay = round(math.fsum(future.probability * future.delay_periods for future in scenarios) / whole)
    tiers = _mean_demand(case, scenarios, whole)
    plain = {
        (b.item, b.market): tier.kunits for b, tier in tiers.items() if b.item in case.products and _is_plain(b, tier)
    }
    own = {b: tier for b, tier in tiers.items() if (b.item, b.market) not in plain or b.tier}
    mean = Scenario(MEAN, 1.0, plain, tools, delay, own)
    return replace(case, scenarios=(mean,), events=_likely_events(case, weights, whole))


def _is_plain(buyer: Buyer, tier: Tier) -> bool:
    """Say whether demand is on the terms of its product."""
    return not buyer.tier and replace(tier, kunits=()) == Tier(())


def _mean_demand(case: Case, scenarios: tuple[Scenario, ...], whole: float) -> dict[Buyer, Tier]:
    """Return the mean demand of each buyer, on the terms of the first scenario that has it."""
    mean: dict[Buyer, Tier] = {}
    nothing = (0.0,) * case.calendar.periods
    for future in scenarios:
        share = future.probability / whole
        for buyer, tier in wanted(future).items():
            known = mean.get(buyer, replace(tier, kunits=nothing))
            kunits = tuple(sum_ + share * more for sum_, more in zip(known.kunits, tier.kunits, strict=True))
            mean[buyer] = replace(known, kunits=kunits)
    return mean


def _likely_events(case: Case, weights: Mapping[str, float], whole: float) -> tuple[Event, ...]:
    """Return the events, once each, that happen in scenarios of at least half of the probability."""
    chance: dict[Event, float] = {}
    for event in case.events:
        same = replace(event, scenario=MEAN)
        chance[same] = chance.get(same, 0.0) + weights.get(event.scenario, 0.0) / whole
    return tuple(event for event, share in chance.items() if share >= _LIKELY)


def decided(case: Case, plan: Plan) -> Case:
    """Return the case with every start, shell and conversion of a plan locked, and nothing else started."""
    ordinal = case.calendar.ordinal
    rows = tuple(
        Lock(site, node, from_node, ordinal(start), ordinal(until), int(low), int(high))
        for site, node, from_node, start, until, low, high in locks(case, plan)
    )
    return replace(case, locks=rows)


def in_future(plan: Plan, scenario: str) -> Plan:
    """Return what a plan does in one scenario."""
    rows: dict[str, Any] = {
        name: tuple(row for row in getattr(plan, name) if row.scenario == scenario) for name in _SHEETS
    }
    return replace(plan, **rows)


def cost_usd_bn(case: Case, plan: Plan, future: Scenario) -> float:
    """Return what a plan of a case costs should a scenario come, in the measure of the case; a profit is negative."""
    verdict = audit(for_certain(case, future), in_future(plan, future.name))
    if case.settings.objective is Objective.COVERAGE_FIRST:
        return verdict.cost_usd_bn["shortage_penalty"]
    return verdict.objective


def without_risk(case: Case) -> Case:
    """Return the case in which the worst futures count no more than others, and no cost of shortage is too high."""
    settings = replace(case.settings, cvar_weight=0.0, cvar_tail=type(case.settings)("").cvar_tail)
    return replace(case, settings=replace(settings, max_shortage_cost_usd_bn=math.inf))
