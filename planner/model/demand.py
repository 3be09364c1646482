"""Demand: what is not shipped is short, and a package short costs its penalty.

    shipped[k,z,g,p,t]:     thousand packages from zone z to market group g, none over a closed lane
    shortage[k,g,p,t]:      thousand packages demanded and not delivered
    demand_met[k,g,p,t]:    sum(z) shipped[k,z,g,p,t] + shortage[k,g,p,t] = demand[k,g,p,t]
    shipped_to_tiers[k,g,p,t]:  sum(z) shipped[k,z,g,p,t] = sum(o,l) served[k,g,p,o,l,t]        where there are tiers
    cost[shortage_penalty] = sum(k,g,p,t) probability[k] * discount[t] * shortage_penalty[p] * shortage[k,g,p,t]
                             + sum(k,g,o,l,t) probability[k] * discount[t] * shortage_penalty[o,l] * lost[k,g,o,l,t]
    cost[revenue] = - sum(k,z,g,p,t) probability[k] * discount[t] * (price[p] - other_cost[p]) * shipped[k,z,g,p,t]
                    - sum(k,g,p,o,l,t) probability[k] * discount[t] * (price[p,o,l] - other_cost[p])
                      * served[k,g,p,o,l,t]                 (profit only; what fabs earn: see fab_sales.py)

Zones are regions, and groups markets, that no lane rule distinguishes. Packages that a tier gets earn its own price.
"""

from collections.abc import Iterator

from planner.case.demand import package_price_usd, penalty_usd
from planner.case.money import discount
from planner.case.records import Objective
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import DemandKey, ShipmentKey
from planner.registry.rows import DEMAND_MET, SHIPPED_TO_TIERS
from planner.registry.variables import LOST, SERVED, SHIPPED, SHORTAGE
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add shipments, shortages and what they are worth."""
    case = shape.case
    demand, maximum, closed = shape.demands, shape.max_shipped, frozenset(shape.closed_shipments)
    served = m[SERVED]
    shipped = m.variables(
        SHIPPED,
        (*shape.shipments, *shape.closed_shipments),
        upper=lambda key: 0 if key in closed or shape.is_shipment_stopped(key) else maximum[_demand_of(key)],
    )
    shortage = m.variables(SHORTAGE, demand, upper=lambda key: demand[key])

    into: dict[DemandKey, list[Linear]] = {key: [] for key in maximum}
    for key in shipped:
        into[_demand_of(key)].append(shipped[key])
    m.rows(DEMAND_MET, {key: total(into[key]) + shortage[key] == demand[key] for key in demand})
    m.rows(
        SHIPPED_TO_TIERS,
        {at: total(into[at]) == total(served[key] for key in keys) for at, keys in shape.outlets_of.items()},
    )
    m.cost("shortage_penalty", total(_penalties(m, shape)))
    if not case.settings.is_for_fabs:  # who earn something else
        m.cost("revenue", total(_sales(m, shape) if case.settings.objective is Objective.PROFIT else ()))


def _penalties(m: Model, shape: Shape) -> Iterator[Linear]:
    for k, t, usd, kunits in _unserved(m, shape):
        yield _weight(shape, k, t) * usd * kunits


def _unserved(m: Model, shape: Shape) -> Iterator[tuple[int, int, float, Linear]]:
    """Yield the scenario, period and penalty of everything that is never served."""
    case, shortage, lost = shape.case, m[SHORTAGE], m[LOST]
    for key in shortage:
        yield key.scenario, key.period, case.products[key.product].shortage_penalty_usd, shortage[key]
    for tier in lost:
        yield tier.scenario, tier.period, penalty_usd(case, tier.item, shape.tiers[tier[:4]]), lost[tier]


def shortage_costs(m: Model, shape: Shape) -> list[Linear]:
    """Return what shortage costs in each scenario, in discounted usd_bn, whatever its probability."""
    costs: list[list[Linear]] = [[] for _ in shape.case.scenarios]
    for k, t, usd, kunits in _unserved(m, shape):
        costs[k].append(discount(shape.case, t) * USD_BN_PER_KUSD * usd * kunits)
    return [total(of_scenario) for of_scenario in costs]


def _sales(m: Model, shape: Shape) -> Iterator[Linear]:
    case, shipped, served = shape.case, m[SHIPPED], m[SERVED]
    for key in shipped:
        if _demand_of(key) in shape.demands:
            product = case.products[key.product]
            usd = product.price_usd - product.other_cost_usd
            yield -_weight(shape, key.scenario, key.period) * usd * shipped[key]
    for sold in served:
        tier = shape.tiers[sold.scenario, sold.market_group, sold.item, sold.tier]
        usd = package_price_usd(case, sold.item, tier, sold.product) - case.products[sold.product].other_cost_usd
        yield -_weight(shape, sold.scenario, sold.period) * usd * served[sold]


def _weight(shape: Shape, scenario: int, period: int) -> float:
    return shape.case.scenarios[scenario].probability * discount(shape.case, period) * USD_BN_PER_KUSD


def _demand_of(key: ShipmentKey) -> DemandKey:
    return DemandKey(key.scenario, key.market_group, key.product, key.period)
