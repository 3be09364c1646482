"""Demand: what is not shipped is short, and a package short costs its penalty.

    shipped[k,z,g,p,t]:     thousand packages from zone z to market group g, none over a closed lane
    shortage[k,g,p,t]:      thousand packages demanded and not delivered
    demand_met[k,g,p,t]:    sum(z) shipped[k,z,g,p,t] + shortage[k,g,p,t] = demand[k,g,p,t]
    cost[shortage_penalty] = sum(k,g,p,t) probability[k] * discount[t] * shortage_penalty[p] * shortage[k,g,p,t]
    cost[revenue] = - sum(k,z,g,p,t) probability[k] * discount[t] * price[p] * shipped[k,z,g,p,t]   (profit only)

Zones are regions, and groups markets, that no lane rule tells apart.
"""

from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.case.money import discount
from planner.case.records import Objective
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.linear import linear
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add shipments, shortages and what they are worth."""
    case = shape.case
    demands, closed = shape.demands, frozenset(shape.closed_shipments)
    flows = (*shape.shipments, *shape.closed_shipments)
    m.shipped = Var(
        list(flows),
        within=NonNegativeReals,
        bounds=lambda _, k, z, g, p, t: (0, 0 if (k, z, g, p, t) in closed else demands[k, g, p, t]),
    )
    m.shortage = Var(list(demands), within=NonNegativeReals, bounds=lambda _, *key: (0, demands[key]))
    into: dict[tuple[int, str, str, int], list[Any]] = {key: [] for key in demands}
    for k, z, g, p, t in flows:
        into[k, g, p, t].append(m.shipped[k, z, g, p, t])
    m.demand_met = Constraint(list(demands), rule=lambda m, *key: sum(into[key]) + m.shortage[key] == demands[key])
    weight = {key: case.scenarios[key[0]].probability * discount(case, key[3]) * USD_BN_PER_KUSD for key in demands}
    m.cost["shortage_penalty"] = linear(
        (weight[key] * case.products[key[2]].shortage_penalty_usd, m.shortage[key]) for key in demands
    )
    sold = case.settings.objective is Objective.PROFIT
    m.cost["revenue"] = linear(
        (-weight[k, g, p, t] * case.products[p].price_usd, m.shipped[k, z, g, p, t])
        for k, z, g, p, t in (flows if sold else ())
    )
