"""Demand: what is not shipped is short, and a package short costs its penalty.

    shipped[k,z,g,p,t]:     thousand packages from zone z to market group g, none over a closed lane
    shortage[k,g,p,t]:      thousand packages demanded and not delivered
    demand_met[k,g,p,t]:    sum(z) shipped[k,z,g,p,t] + shortage[k,g,p,t] = demand[k,g,p,t]
    cost[shortage_penalty] = sum(k,g,p,t) probability[k] * discount[t] * shortage_penalty[p] * shortage[k,g,p,t]
    cost[revenue] = - sum(k,z,g,p,t) probability[k] * discount[t] * price[p] * shipped[k,z,g,p,t]   (profit only)

Zones are regions, and groups markets, that no lane rule distinguishes.
"""

from planner.case.money import discount
from planner.case.records import Objective
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import DemandKey, ShipmentKey
from planner.registry.rows import DEMAND_MET
from planner.registry.variables import SHIPPED, SHORTAGE
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add shipments, shortages and what they are worth."""
    case = shape.case
    demand, closed = shape.demands, frozenset(shape.closed_shipments)
    flows = (*shape.shipments, *shape.closed_shipments)
    shipped = m.variables(
        SHIPPED,
        flows,
        upper=lambda key: 0 if key in closed else demand[_demand_of(key)],
    )
    shortage = m.variables(SHORTAGE, demand, upper=lambda key: demand[key])

    into: dict[DemandKey, list[Linear]] = {key: [] for key in demand}
    for key in shipped:
        into[_demand_of(key)].append(shipped[key])
    m.rows(DEMAND_MET, {key: total(into[key]) + shortage[key] == demand[key] for key in demand})

    weight = {
        key: case.scenarios[key.scenario].probability * discount(case, key.period) * USD_BN_PER_KUSD for key in demand
    }
    m.cost(
        "shortage_penalty",
        total(weight[key] * case.products[key.product].shortage_penalty_usd * shortage[key] for key in demand),
    )
    is_sold = case.settings.objective is Objective.PROFIT
    m.cost(
        "revenue",
        total(
            -weight[_demand_of(key)] * case.products[key.product].price_usd * shipped[key]
            for key in (flows if is_sold else ())
        ),
    )


def _demand_of(key: ShipmentKey) -> DemandKey:
    return DemandKey(key.scenario, key.market_group, key.product, key.period)
