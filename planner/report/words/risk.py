"""Risk in words: what shortage costs in the worst scenario, and what the worst futures count."""

import math

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.risk import mean_of_worst, shortage_costs_usd_bn


def risk_sentence(case: Case, plan: Plan) -> str:
    """Return what a plan costs in bad futures, where the case weighs or caps that; else nothing."""
    settings = case.settings
    if settings.cvar_weight == 0 and math.isinf(settings.max_shortage_cost_usd_bn):
        return ""
    costs = shortage_costs_usd_bn(case, plan)
    worst = max(costs, key=lambda name: costs[name])
    text = f"Shortage costs {costs[worst]:,.2f} bn USD in the worst scenario ({worst})"
    if not math.isinf(settings.max_shortage_cost_usd_bn):
        text += f", of {settings.max_shortage_cost_usd_bn:,.2f} bn allowed"
    if settings.cvar_weight == 0:
        return f"{text}."
    probabilities = {scenario.name: scenario.probability for scenario in case.scenarios}
    mean = mean_of_worst(costs, probabilities, settings.cvar_tail)
    return (
        f"{text}, and {mean:,.2f} bn in the mean of the worst {100 * settings.cvar_tail:g} %, which counts for "
        f"{100 * settings.cvar_weight:g} % of the objective."
    )
