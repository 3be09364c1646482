"""Coverage of some markets together."""

from collections.abc import Collection

from planner.case.demand import kpackages, wanted
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.headline import coverage_pct, served_kpackages


def markets_coverage_pct(case: Case, plan: Plan, markets: Collection[str]) -> float:
    """Return the expected share of the demand of some markets that is served, in per cent."""
    probability = {scenario.name: scenario.probability for scenario in case.scenarios}
    demand = sum(
        scenario.probability * kpackages(case, buyer.item, sum(tier.kunits))
        for scenario in case.scenarios
        for buyer, tier in wanted(scenario).items()
        if buyer.market in markets
    )
    served = sum(
        probability[sent.scenario] * served_kpackages(case, sent) for sent in plan.shipments if sent.market in markets
    )
    return coverage_pct(served, demand)
