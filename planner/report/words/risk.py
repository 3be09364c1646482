"""Risk in words: what shortage costs in the worst scenario, and what the worst futures count."""

import math

from planner.case.demand import Terms
from planner.case.money import discount
from planner.case.records import Buyer, Case
from planner.plan.records import Plan


def risk_sentence(case: Case, plan: Plan) -> str:
    """Return what a plan costs in bad futures, where the case weighs or caps that; else nothing."""
    settings = case.settings
    weight = settings.cvar_weight if settings.counts_penalties else 0.0
    if weight == 0 and math.isinf(settings.max_shortage_cost_usd_bn):
        return ""
    costs = _shortage_costs_usd_bn(case, plan)
    worst = max(costs, key=lambda name: costs[name])
    text = f"Shortage costs {costs[worst]:,.2f} bn USD in the worst scenario ({worst})"
    if not math.isinf(settings.max_shortage_cost_usd_bn):
        text += f", of {settings.max_shortage_cost_usd_bn:,.2f} bn allowed"
    if weight == 0:
        return f"{text}."
    probabilities = {scenario.name: scenario.probability for scenario in case.scenarios}
    mean = _mean_of_worst(costs, probabilities, settings.cvar_tail)
    return (
        f"{text}, and {mean:,.2f} bn in the mean of the worst {100 * settings.cvar_tail:g} %, which counts for "
        f"{100 * weight:g} % of the objective."
    )


def _shortage_costs_usd_bn(case: Case, plan: Plan) -> dict[str, float]:
    """Return what shortage costs in each scenario, by name."""
    costs, terms = dict.fromkeys((scenario.name for scenario in case.scenarios), 0.0), Terms(case)
    for row in plan.shortage:
        usd = terms.penalty_usd(row.scenario, Buyer(row.product, row.market, row.tier))
        costs[row.scenario] += discount(case, row.period) * usd * row.kunits / 1e6
    return costs


def _mean_of_worst(values: dict[str, float], probabilities: dict[str, float], tail: float) -> float:
    """Return the mean of the largest values that have a probability of `tail` together."""
    left, total = tail, 0.0
    for name in sorted(values, key=lambda one: -values[one]):
        share = min(left, probabilities[name])
        total += share * values[name]
        left -= share
    return total / tail
