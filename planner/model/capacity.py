"""Capacity: wafer starts stay within what is online.

    wafer_starts[k,r,n,d,t]:     thousand wafers of yield class (r,n,d) started in t
    wafers[k,z,n,d,p,m,t]:       those of zone z by the part m of product p that they are for; d is 0 for parts whose
                                 good units are the same in all classes
    starts_balance[k,z,n,t]:     sum(d,p,m) wafers[k,z,n,d,p,m,t] = sum(r in z, d) wafer_starts[k,r,n,d,t]
    starts_shared[k,z,n,d,t]:    sum(p,m) wafers[k,z,n,d,p,m,t] <= sum(r in z) wafer_starts[k,r,n,d,t]
                                 for d > 0, where the zone has several classes
    online_capacity[k,r,n,d,t]:  wafer_starts[k,r,n,d,t] <= months * utilisation[n] * tool_factor[k,n]
        * (committed[r,n,d,t] + phase_kwspm[n] * sum(s in r, a) inc[s,n,a] * built[s,n,t-lead-delay[k]-a]
           + what conversions add and take)
    cost[wafers] = sum(k,r,n,d,t>=0) probability[k] * discount[t] * wafer_cost[n] * operating_cost_index[r]
        * wafer_starts[k,r,n,d,t]

inc[s,n,a] = ramp[a] - ramp[a-1] of the pair's own ramp: capacity at age a is the sum of the steps so far. Before the
horizon, t < 0, committed capacity of the first period starts wafers free of charge, the same in all scenarios. Regions
of a zone make the same good units of a wafer, so that only their wafer starts are told apart.
"""

from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.case.curves import steps
from planner.case.money import discount
from planner.case.records import Case, Scenario
from planner.model.conversion import converted_kwspm
from planner.model.linear import Terms, cumulative, linear, scaled
from planner.shape.shape import Shape
from planner.shape.yields import ANY_FACTOR, ClassKey

USD_BN_PER_KUSD = 1e-6
Pooled = tuple[int, str, str, float, int]


def add(m: Any, shape: Shape) -> None:
    """Add the wafers of every zone, the wafer starts of every yield class, their capacity and their cost."""
    case = shape.case
    starts = {
        (k if t >= 0 else 0, z, n, d, p, part, t): None
        for (z, n, d, p, part, out) in shape.good_units
        for t in (out - case.nodes[n].cycle_periods,)
        for k in range(len(case.scenarios))
    }
    m.wafers = Var(list(starts), within=NonNegativeReals)
    pooled: dict[tuple[int, str, str, float, int], Terms] = {}
    for k, z, n, d, p, part, t in starts:
        pooled.setdefault((k, z, n, d, t), []).append((1.0, m.wafers[k, z, n, d, p, part, t]))
    able = [(k, *key, t) for k, z, n, d, t in pooled for key in shape.pools[z, n, d] if shape.can_make(key, t)]
    loads = list(dict.fromkeys(able))
    m.wafer_starts = Var(loads, within=NonNegativeReals)
    _share(m, shape, pooled, loads)

    def online_capacity(m: Any, k: int, r: str, n: str, d: float, t: int) -> Any:
        committed, new = capacity_kwafers(m, shape, k, (r, n, d), t)
        return linear([(1.0, m.wafer_starts[k, r, n, d, t]), *scaled(-1.0, new)]) <= committed

    m.online_capacity = Constraint(loads, rule=online_capacity)
    m.cost["wafers"] = linear(
        (
            case.scenarios[k].probability * discount(case, t) * wafer_cost_usd_bn(case, r, n),
            m.wafer_starts[k, r, n, d, t],
        )
        for k, r, n, d, t in loads
        if t >= 0
    )


def _share(m: Any, shape: Shape, pooled: dict[Pooled, Terms], loads: list[Pooled]) -> None:
    """Add the balance of wafers and wafer starts of every node in a zone, and of each class where there are several."""
    by_class: dict[Pooled, Terms] = {}
    for k, r, n, d, t in loads:
        by_class.setdefault((k, shape.zone_of[r], n, d, t), []).append((-1.0, m.wafer_starts[k, r, n, d, t]))
    by_node: dict[tuple[int, str, str, int], Terms] = {}
    several: set[tuple[int, str, str, int]] = set()
    for k, z, n, d, t in by_class:
        several |= {(k, z, n, t)} & by_node.keys()
        by_node.setdefault((k, z, n, t), []).extend(by_class[k, z, n, d, t])
    for (k, z, n, _, t), terms in pooled.items():
        by_node[k, z, n, t].extend(terms)
    m.starts_balance = Constraint(list(by_node), rule=lambda m, *key: linear(by_node[key]) == 0)
    m.starts_shared = Constraint(
        [(k, z, n, d, t) for k, z, n, d, t in pooled if d != ANY_FACTOR and (k, z, n, t) in several],
        rule=lambda m, *key: linear(pooled[key] + by_class[key]) <= 0,
    )


def capacity_kwafers(m: Any, shape: Shape, scenario: int, key: ClassKey, period: int) -> tuple[float, Terms]:
    """Return the capacity of a yield class in thousand wafers a period: what is committed, and new phases' terms."""
    case = shape.case
    future = case.scenarios[scenario]
    usable = usable_kwafers_per_kwspm(case, key[1], future, period)
    committed = usable * shape.classes[key].committed_kwspm[max(0, period)]
    new: Terms = []
    if period >= 0:
        for track in shape.class_tracks[key]:
            for age, rise in steps(track.ramp):
                begun = cumulative(m, track, period - track.lead_periods - future.delay_periods - age)
                new += scaled(usable * case.nodes[key[1]].phase_kwspm * rise, begun)
        for site in shape.classes[key].sites:
            new += scaled(usable, converted_kwspm(m, shape, site, key[1], period))
    return committed, new


def usable_kwafers_per_kwspm(case: Case, node: str, future: Scenario, period: int) -> float:
    """Return the thousand wafers that 1 kwspm of nameplate capacity can start in a period.

    A scenario's tool factor holds inside the horizon; what started before it is the same in all scenarios.
    """
    uses = (use for tool in case.tools.values() for use in tool.uses)
    uses_tools = any(use.node == node and use.tools_per_kwspm > 0 for use in uses)
    limited = min(1.0, future.tool_factor) if uses_tools and period >= 0 else 1.0
    return case.calendar.period_months * case.nodes[node].utilisation * limited


def wafer_cost_usd_bn(case: Case, region: str, node: str) -> float:
    """Return the cash cost of a thousand wafers in usd_bn, without power."""
    return case.nodes[node].wafer_cost_usd * case.regions[region].operating_cost_index * USD_BN_PER_KUSD
