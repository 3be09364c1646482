"""Capacity: wafer starts stay within what is online.

    wafers[k,r,n,d,p,m,t]:       thousand wafers of yield class (r,n,d) started in t for part m of product p
    online_capacity[k,r,n,d,t]:  sum(p,m) wafers[k,r,n,d,p,m,t] <= months * utilisation[n] * tool_factor[k,n]
        * (committed[r,n,d,t] + phase_kwspm[n] * sum(s in r, a) inc[s,n,a] * built[s,n,t-lead-delay[k]-a])
    cost[wafers] = sum(k,r,n,d,p,m,t>=0) probability[k] * discount[t] * wafer_cost[n] * operating_cost_index[r]
        * wafers[k,r,n,d,p,m,t]

inc[s,n,a] = ramp[a] - ramp[a-1] of the pair's own ramp: capacity at age a is the sum of the steps so far. Before the
horizon, t < 0, committed capacity of the first period starts wafers free of charge, the same in all scenarios.
"""

from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.case.curves import steps
from planner.case.money import discount
from planner.case.records import Case, Scenario
from planner.case.shape import Shape
from planner.case.yields import ClassKey
from planner.model.linear import Terms, cumulative, linear, scaled

USD_BN_PER_KUSD = 1e-6


def add(m: Any, shape: Shape) -> None:
    """Add the wafers of every yield class, their capacity and their cost."""
    case = shape.case
    starts = {
        (k if t >= 0 else 0, r, n, d, p, part, t): None
        for (r, n, d, p, part, out) in shape.good_units
        for t in (out - case.nodes[n].cycle_periods,)
        for k in range(len(case.scenarios))
    }
    m.wafers = Var(list(starts), within=NonNegativeReals)
    loads: dict[tuple[int, ClassKey, int], Terms] = {}
    for k, r, n, d, p, part, t in starts:
        loads.setdefault((k, (r, n, d), t), []).append((1.0, m.wafers[k, r, n, d, p, part, t]))

    def online_capacity(m: Any, k: int, r: str, n: str, d: float, t: int) -> Any:
        committed, new = capacity_kwafers(m, shape, k, (r, n, d), t)
        return linear(loads[k, (r, n, d), t] + scaled(-1.0, new)) <= committed

    m.online_capacity = Constraint([(k, *key, t) for k, key, t in loads], rule=online_capacity)
    m.cost["wafers"] = linear(
        (
            case.scenarios[k].probability * discount(case, t) * wafer_cost_usd_bn(case, r, n),
            m.wafers[k, r, n, d, p, part, t],
        )
        for k, r, n, d, p, part, t in starts
        if t >= 0
    )


def capacity_kwafers(m: Any, shape: Shape, scenario: int, key: ClassKey, period: int) -> tuple[float, Terms]:
    """Return the capacity of a yield class in thousand wafers a period: what is committed, and new phases' terms."""
    case = shape.case
    future = case.scenarios[scenario]
    usable = usable_kwafers_per_kwspm(case, key[1], future)
    committed = usable * shape.classes[key].committed_kwspm[max(0, period)]
    new: Terms = []
    if period >= 0:
        for track in shape.class_tracks[key]:
            for age, rise in steps(track.ramp):
                begun = cumulative(m, track, period - track.lead_periods - future.delay_periods - age)
                new += scaled(usable * case.nodes[key[1]].phase_kwspm * rise, begun)
    return committed, new


def usable_kwafers_per_kwspm(case: Case, node: str, future: Scenario) -> float:
    """Return the thousand wafers a period that 1 kwspm of nameplate capacity can start."""
    uses_tools = any(use.node == node for tool in case.tools.values() for use in tool.uses)
    return case.calendar.period_months * case.nodes[node].utilisation * (future.tool_factor if uses_tools else 1.0)


def wafer_cost_usd_bn(case: Case, region: str, node: str) -> float:
    """Return the cash cost of a thousand wafers in usd_bn, without power."""
    return case.nodes[node].wafer_cost_usd * case.regions[region].operating_cost_index * USD_BN_PER_KUSD
