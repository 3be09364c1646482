"""Risk: what shortage costs in the worst futures counts beside the expectation, and may be capped.

    value_at_risk[]:     discounted usd_bn that shortage costs where the tail of the worst futures begins
    tail_cost[k]:        discounted usd_bn that shortage costs more than that in a scenario
    tail_cost_min[k]:    tail_cost[k] >= shortage_cost[k] - value_at_risk[]
    worst_shortage[k]:   shortage_cost[k] <= max_shortage_cost
    cost[risk] = cvar_weight * (value_at_risk[] + sum(k) probability[k] * tail_cost[k] / cvar_tail
                                - sum(line) cost[line])

shortage_cost[k] is the cost line shortage_penalty of one scenario for certain. With cost[risk] the objective is
(1 - cvar_weight) * expected cost + cvar_weight * the mean cost of shortage over the worst futures, of which there are
as many as have the probability cvar_tail together. Where penalties do not count, to society and to fabs, it is zero.
"""

import math

from planner.model.demand import shortage_costs
from planner.model.equations import total
from planner.model.pyomo_model import Model
from planner.registry.rows import TAIL_COST_MIN, WORST_SHORTAGE
from planner.registry.variables import TAIL_COST, VALUE_AT_RISK
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the cost of the worst futures where it counts, and its cap where there is one."""
    settings, scenarios = shape.case.settings, shape.case.scenarios
    weight = settings.cvar_weight if settings.counts_penalties else 0.0
    maximum = settings.max_shortage_cost_usd_bn
    counted = range(len(scenarios)) if weight > 0 else range(0)
    capped = range(len(scenarios)) if maximum < math.inf else range(0)
    costs = shortage_costs(m, shape) if counted or capped else []
    value_at_risk = m.variables(VALUE_AT_RISK, [()] if counted else [])
    tail_cost = m.variables(TAIL_COST, ((k,) for k in counted))
    m.rows(TAIL_COST_MIN, {(k,): tail_cost[(k,)] >= costs[k] - value_at_risk[()] for k in counted})
    m.rows(WORST_SHORTAGE, {(k,): costs[k] <= maximum for k in capped})
    beyond = total(scenarios[k].probability / settings.cvar_tail * tail_cost[(k,)] for k in counted)
    m.cost("risk", weight * (value_at_risk.get(()) + beyond - m.cost_of_all()) if counted else total([]))
