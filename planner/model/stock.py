"""Stock: finished packages wait where they were made, at a price.

stock[k,z,p,t]:      thousand packages in stock in zone z at the end of t (only products with a stock cost)
finished[k,z,p,t] =  sum(g) shipped[k,z,g,p,t] + stock[k,z,p,t] - stock[k,z,p,t-1]
finished_floor[k,z,p,t]:  finished[k,z,p,t] >= 0                                   for products with stock
cost[stock] = sum(k,z,p,t) probability[k] * discount[t] * stock_cost[p] * stock[k,z,p,t]
"""

from typing import Any

from pyomo.environ import Constraint, Expression, NonNegativeReals, Var

from planner.case.money import discount
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.linear import Terms, linear
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the stock of packages, and what is finished as shipments plus what goes into stock."""
    case = shape.case
    stocked = [key for key in shape.finished if case.products[key[2]].stock_cost_usd_per_period is not None]
    m.stock = Var(stocked, within=NonNegativeReals)
    out: dict[tuple[int, str, str, int], Terms] = {key: [] for key in shape.finished}
    for k, z, g, p, t in (*shape.shipments, *shape.closed_shipments):
        out[k, z, p, t].append((1.0, m.shipped[k, z, g, p, t]))

    def finished(m: Any, k: int, z: str, p: str, t: int) -> Any:
        terms = list(out[k, z, p, t])
        if (k, z, p, t) in m.stock:
            terms.append((1.0, m.stock[k, z, p, t]))
        if (k, z, p, t - 1) in m.stock:
            terms.append((-1.0, m.stock[k, z, p, t - 1]))
        return linear(terms)

    m.finished = Expression(list(shape.finished), rule=finished)
    m.finished_floor = Constraint(stocked, rule=lambda m, *key: m.finished[key] >= 0)
    m.cost["stock"] = linear(
        (
            case.scenarios[k].probability
            * discount(case, t)
            * (case.products[p].stock_cost_usd_per_period or 0.0)
            * USD_BN_PER_KUSD,
            m.stock[k, z, p, t],
        )
        for k, z, p, t in stocked
    )
