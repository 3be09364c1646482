"""Conversions: lumps of capacity turned from one node into another at the same site.

    converted[v,t]:        lumps of conversion v started by t
    converted_order[v,t]:  converted[v,t-1] <= converted[v,t]
    capacity_left[k,s,n,t]:
        committed[s,n,t] + under_way[k,s,n,t] + phase_kwspm[n] * sum(a) step[s,n,a] * built[s,n,t-lead-delay[k]-a]
        + sum(v to n) output_ratio[v] * lump_kwspm[v] * converted[v,t-downtime]
        - sum(v from n) lump_kwspm[v] * converted[v,t] - what is retired >= 0       for nodes that lumps are taken from
    cost[conversions] = sum(v,t) capex_per_lump[v] * discount[t] * (converted[v,t] - converted[v,t-1])

A lump gives nothing during its downtime and then, times the output ratio, capacity without a ramp. Fixed cost, power
and end value of converted phases stay. A conversion whose first output lies beyond the horizon is not offered. What is
converted must be there in every scenario, however late its phases come; scenarios of one delay share their rows.
"""

from planner.case.curves import steps
from planner.case.money import discount
from planner.case.records import Case
from planner.model.equations import NOTHING, Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.model.retirement import retired_kwspm
from planner.model.starts import built
from planner.registry.rows import CAPACITY_LEFT, CONVERTED_ORDER
from planner.registry.variables import CONVERTED
from planner.shape.shape import Shape
from planner.shape.under_way import kwspm


def add(m: Model, shape: Shape) -> None:
    """Add the conversions, what they leave and what they cost."""
    case = shape.case
    windows = shape.conversion_periods
    offered = [(v, t) for v, window in windows.items() for t in window]
    converted = m.variables(CONVERTED, offered, upper=lambda key: shape.max_lumps_of(case.conversions[key.conversion]))
    m.rows(
        CONVERTED_ORDER,
        {(v, t): converted[v, t - 1] <= converted[v, t] for v, t in offered if t > windows[v].start},
    )

    def capacity_left(k: int, s: str, n: str, t: int) -> Equation:
        committed = sum(row.kwspm[t] for row in case.committed if (row.site, row.node) == (s, n))
        delay = case.scenarios[k].delay_periods
        new = total(
            case.nodes[n].phase_kwspm * rise * built(m, track, t - track.lead_periods - delay - age)
            for track in shape.tracks
            if (track.site, track.node) == (s, n)
            for age, rise in steps(track.ramp)
        )
        committed += kwspm(case, (s,), n, t, delay)
        return committed + converted_kwspm(m, shape, s, n, t) - retired_kwspm(m, shape, s, n, t) + new >= 0

    sources = dict.fromkeys((case.conversions[v].site, case.conversions[v].from_node) for v in windows)
    unlike = {future.delay_periods: k for k, future in reversed(list(enumerate(case.scenarios)))}
    m.rows(
        CAPACITY_LEFT,
        {
            (k, s, n, t): capacity_left(k, s, n, t)
            for k in sorted(unlike.values())
            for s, n in sources
            for t in case.calendar.horizon
        },
    )
    m.cost(
        "conversions",
        total(
            case.conversions[v].capex_usd_bn_per_lump
            * (discount(case, t) - _discount_after(case, windows[v], t))
            * converted[v, t]
            for v, t in offered
        ),
    )


def _discount_after(case: Case, window: range, period: int) -> float:
    return discount(case, period + 1) if period + 1 in window else 0.0


def lumps_to_date(m: Model, shape: Shape, conversion: int, period: int) -> Linear:
    """Return the lumps of a conversion started by the end of a period."""
    window = shape.conversion_periods[conversion]
    return m[CONVERTED][conversion, min(period, window[-1])] if period >= window.start else NOTHING


def converted_kwspm(m: Model, shape: Shape, site: str, node: str, period: int) -> Linear:
    """Return the nameplate capacity that conversions add to a node at a site in a period, less what they take."""
    amounts: list[Linear] = []
    for v in shape.conversion_periods:
        row = shape.case.conversions[v]
        if (row.site, row.to_node) == (site, node):
            done = lumps_to_date(m, shape, v, period - row.downtime_periods)
            amounts.append(row.output_ratio * row.lump_kwspm * done)
        if (row.site, row.from_node) == (site, node):
            amounts.append(-row.lump_kwspm * lumps_to_date(m, shape, v, period))
    return total(amounts)
