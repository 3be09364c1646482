"""What shortage costs in each scenario, and the mean of the worst: discounted usd_bn, whatever the probability."""

from planner.case.demand import Terms
from planner.case.money import discount
from planner.case.records import Buyer, Case
from planner.plan.records import Plan


def shortage_costs_usd_bn(case: Case, plan: Plan) -> dict[str, float]:
    """Return what shortage costs in each scenario, by name."""
    costs, terms = dict.fromkeys((scenario.name for scenario in case.scenarios), 0.0), Terms(case)
    for row in plan.shortage:
        usd = terms.penalty_usd(row.scenario, Buyer(row.product, row.market, row.tier))
        costs[row.scenario] += discount(case, row.period) * usd * row.kunits / 1e6
    return costs


def mean_of_worst(values: dict[str, float], probabilities: dict[str, float], tail: float) -> float:
    """Return the mean of the largest values that have a probability of `tail` together."""
    left, total = tail, 0.0
    for name in sorted(values, key=lambda one: -values[one]):
        share = min(left, probabilities[name])
        total += share * values[name]
        left -= share
    return total / tail
