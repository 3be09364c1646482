"""Risk: what shortage costs in each scenario, what it may cost at most, and what the worst futures count.

The worst futures are those in which shortage costs most, as many as have the probability of the tail together; of the
last of them only a part may belong to the tail. Their mean cost, by its weight, takes the place of as much of the
expected cost. To society and to fabs penalties do not count, and so neither does their risk.
"""

from math import inf

from planner.audit.cost_run import shortage_usd_bn
from planner.audit.facts import Facts
from planner.audit.findings import USD_BN, Ledger
from planner.case.records import Objective, ProfitOf


def check(facts: Facts, ledger: Ledger) -> None:
    """Check what shortage costs in each scenario against its cap."""
    allowed = facts.case.settings.max_shortage_cost_usd_bn
    if allowed < inf:
        for scenario, usd_bn in shortage_usd_bn(facts).items():
            what = "discounted cost of shortage, bn USD,"
            ledger.at_most("worst_shortage", scenario, None, what, usd_bn, allowed, USD_BN)


def risk_line_usd_bn(facts: Facts, expected_usd_bn: float) -> dict[str, float]:
    """Return what the objective adds to the expected cost: the weight times what the worst futures cost more."""
    settings = facts.case.settings
    is_sellers = settings.objective is not Objective.PROFIT or settings.profit_of is ProfitOf.SELLER
    weight = settings.cvar_weight if is_sellers else 0.0
    return {"risk": weight * (_mean_of_worst_usd_bn(facts) - expected_usd_bn)} if weight > 0 else {}


def _mean_of_worst_usd_bn(facts: Facts) -> float:
    costs, tail = shortage_usd_bn(facts), facts.case.settings.cvar_tail
    left, cost = tail, 0.0
    for scenario in sorted(facts.case.scenarios, key=lambda one: costs[one.name], reverse=True):
        share = min(left, scenario.probability)
        cost += share * costs[scenario.name]
        left -= share
    return cost / tail
