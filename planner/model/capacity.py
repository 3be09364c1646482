"""Capacity: wafer starts stay within what is online.

    wafer_starts[k,r,n,d,t]:     thousand wafers of yield class (r,n,d) started in t
    wafers[k,z,n,d,p,m,t]:       those of zone z by the part m of product p that they are for; d is 0 for parts whose
                                 good units are the same in all classes
    starts_balance[k,z,n,t]:     sum(d,p,m) wafers[k,z,n,d,p,m,t] = sum(r in z, d) wafer_starts[k,r,n,d,t]
    starts_shared[k,z,n,d,t]:    sum(p,m) wafers[k,z,n,d,p,m,t] <= sum(r in z) wafer_starts[k,r,n,d,t]
                                 for d > 0, where the zone has several classes
    online_capacity[k,r,n,d,t]:  wafer_starts[k,r,n,d,t] <= months * utilisation[n] * tool_factor[k,n]
        * sum(s in r) left[k,s,n,t]
          * (committed[s,n,t] + under_way[k,s,n,t] + phase_kwspm[n] * sum(a) step[s,n,a] * built[s,n,t-lead-delay[k]-a]
             + what conversions add and take - what is retired)
    cost[wafers] = sum(k,r,n,d,t>=0) probability[k] * discount[t] * wafer_cost[n] * operating_cost_index[r]
        * wafer_starts[k,r,n,d,t]

under_way is phase_kwspm times the ramp of phases that started before the horizon, from their own first output; left is
the share of its capacity that the events of a scenario leave to a site, 1 without any.
step[s,n,a] = ramp[a] - ramp[a-1] of the pair's own ramp: capacity at age a is the sum of the steps so far. Before the
horizon, t < 0, committed capacity of the first period and what is online starts wafers free of charge, the same in all
scenarios. Regions
of a zone make the same good units of a wafer, so that only their wafer starts are kept apart.
"""

from collections.abc import Collection, Iterator

from planner.case.curves import steps
from planner.case.money import discount
from planner.case.records import Case, Scenario
from planner.model import retirement
from planner.model.conversion import converted_kwspm
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.keys import ClassPeriod, PoolPeriod, WafersKey, ZoneNodePeriod
from planner.registry.rows import ONLINE_CAPACITY, STARTS_BALANCE, STARTS_SHARED
from planner.registry.variables import WAFER_STARTS, WAFERS
from planner.shape.events import capacity_factor
from planner.shape.shape import PoolKey, Shape
from planner.shape.tracks import Track
from planner.shape.under_way import kwspm
from planner.shape.yields import ANY_FACTOR, ClassKey

USD_BN_PER_KUSD = 1e-6


def add(m: Model, shape: Shape) -> None:
    """Add the wafers of every zone, the wafer starts of every yield class, their capacity and their cost."""
    case = shape.case
    wafers = m.variables(WAFERS, dict.fromkeys(_wafers(shape)))
    pools: dict[PoolPeriod, list[Linear]] = {}
    for key in wafers:
        pools.setdefault(PoolPeriod(*key[:4], key.period), []).append(wafers[key])
    loads = dict.fromkeys(
        ClassPeriod(k, *of_class, t)
        for k, z, n, d, t in pools
        for of_class in shape.pools[PoolKey(z, n, d)]
        if shape.can_make(of_class, t)
    )
    starts = m.variables(WAFER_STARTS, loads)
    _share(m, shape, {key: total(amounts) for key, amounts in pools.items()})
    m.rows(
        ONLINE_CAPACITY,
        {
            (k, r, n, d, t): starts[k, r, n, d, t] <= capacity_kwafers(m, shape, k, ClassKey(r, n, d), t)
            for k, r, n, d, t in loads
        },
    )
    m.cost(
        "wafers",
        total(
            case.scenarios[k].probability * discount(case, t) * wafer_cost_usd_bn(case, r, n) * starts[k, r, n, d, t]
            for k, r, n, d, t in loads
            if t >= 0
        ),
    )


def _wafers(shape: Shape) -> Iterator[WafersKey]:
    """Yield what wafers may be started; before the horizon they are the same in all scenarios."""
    for z, n, d, p, part, out in shape.good_units:
        t = out - shape.case.nodes[n].cycle_periods
        for k in range(len(shape.case.scenarios) if t >= 0 else 1):
            yield WafersKey(k, z, n, d, p, part, t)


def _share(m: Model, shape: Shape, pools: dict[PoolPeriod, Linear]) -> None:
    """Add the balance of wafers and wafer starts of every node in a zone, and of each class where there are several."""
    starts = m[WAFER_STARTS]
    by_class: dict[PoolPeriod, list[Linear]] = {}
    for k, r, n, d, t in starts:
        by_class.setdefault(PoolPeriod(k, shape.zone_of[r], n, d, t), []).append(starts[k, r, n, d, t])
    started = {key: total(amounts) for key, amounts in by_class.items()}
    classes: dict[ZoneNodePeriod, list[Linear]] = {}
    for key, amount in started.items():
        classes.setdefault(_node_of(key), []).append(amount)
    used: dict[ZoneNodePeriod, list[Linear]] = {}
    for key, amount in pools.items():
        used.setdefault(_node_of(key), []).append(amount)
    m.rows(STARTS_BALANCE, {key: -total(amounts) + total(used[key]) == 0 for key, amounts in classes.items()})
    m.rows(
        STARTS_SHARED,
        {
            key: amount <= started[key]
            for key, amount in pools.items()
            if key.defect_factor != ANY_FACTOR and len(classes[_node_of(key)]) > 1
        },
    )


def _node_of(key: PoolPeriod) -> ZoneNodePeriod:
    return ZoneNodePeriod(key.scenario, key.zone, key.node, key.period)


def capacity_kwafers(m: Model, shape: Shape, scenario: int, key: ClassKey, period: int) -> Linear:
    """Return the capacity of a yield class in thousand wafers a period: committed, under way, and new phases."""
    case = shape.case
    future = case.scenarios[scenario]
    usable = usable_kwafers_per_kwspm(case, key.node, future, period)
    earlier = kwspm(case, shape.classes[key].sites, key.node, period, future.delay_periods)
    lost = lost_kwspm(shape, scenario, key.node, period, shape.classes[key].sites)
    committed = usable * (shape.classes[key].committed_kwspm[max(0, period)] + earlier - lost)
    if period < 0:
        return total([committed])
    phases = (_track_kwafers(m, shape, scenario, track, period) for track in shape.class_tracks[key])
    changes = (
        usable
        * capacity_factor(case, scenario, site, key.node, period)
        * (
            converted_kwspm(m, shape, site, key.node, period)
            - retirement.retired_kwspm(m, shape, site, key.node, period)
        )
        for site in shape.classes[key].sites
    )
    return committed + total(phases) + total(changes)


def standing_kwafers(m: Model, shape: Shape, scenario: int, key: ClassKey, period: int) -> Linear:
    """Return the capacity of a yield class in a period without phases: committed, not retired, and converted."""
    case = shape.case
    usable = usable_kwafers_per_kwspm(case, key.node, case.scenarios[scenario], period)
    committed = [row for row in case.committed if row.node == key.node]
    return total(
        usable
        * capacity_factor(case, scenario, site, key.node, period)
        * (
            sum(row.kwspm[period] for row in committed if row.site == site)
            + converted_kwspm(m, shape, site, key.node, period)
            - retirement.retired_kwspm(m, shape, site, key.node, period)
        )
        for site in shape.classes[key].sites
    )


def phases_kwafers(m: Model, shape: Shape, scenario: int, pair: tuple[str, str], period: int) -> Linear:
    """Return the capacity of the new phases of a pair and those under way in thousand wafers a period."""
    case, (site, node) = shape.case, pair
    future = case.scenarios[scenario]
    earlier = kwspm(case, (site,), node, period, future.delay_periods)
    left = capacity_factor(case, scenario, site, node, period) * usable_kwafers_per_kwspm(case, node, future, period)
    tracks = (track for track in shape.tracks if (track.site, track.node) == pair)
    return left * earlier + total(_track_kwafers(m, shape, scenario, track, period) for track in tracks)


def _track_kwafers(m: Model, shape: Shape, scenario: int, track: Track, period: int) -> Linear:
    case, future = shape.case, shape.case.scenarios[scenario]
    usable = usable_kwafers_per_kwspm(case, track.node, future, period) * case.nodes[track.node].phase_kwspm
    left = usable * capacity_factor(case, scenario, track.site, track.node, period)
    return total(
        left * rise * built(m, track, period - track.lead_periods - future.delay_periods - age)
        for age, rise in steps(track.ramp)
    )


def lost_kwspm(shape: Shape, scenario: int, node: str, period: int, sites: Collection[str]) -> float:
    """Return the capacity committed or under way at some sites that events of a scenario take away in a period."""
    case = shape.case
    if not case.events or period < 0:
        return 0.0
    delay = case.scenarios[scenario].delay_periods
    lost = {site: 1.0 - capacity_factor(case, scenario, site, node, period) for site in sites}
    earlier = sum(share * kwspm(case, (site,), node, period, delay) for site, share in lost.items())
    rows = (row for row in case.committed if row.node == node and row.site in sites)
    return earlier + sum(row.kwspm[period] * lost[row.site] for row in rows)


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
