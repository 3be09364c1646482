"""Conversions: lumps of capacity turned from one node into another at the same site.

    converted[i,t]:        lumps of conversion i begun by t
    converted_order[i,t]:  converted[i,t-1] <= converted[i,t]
    capacity_left[k,s,n,t]:
        committed[s,n,t] + phase_kwspm[n] * sum(a) inc[s,n,a] * built[s,n,t-lead-delay[k]-a]
        + sum(i into n) output_ratio[i] * lump_kwspm[i] * converted[i,t-downtime]
        - sum(i from n) lump_kwspm[i] * converted[i,t] >= 0                         for nodes that lumps are taken from
    cost[conversions] = sum(i,t) capex_per_lump[i] * discount[t] * (converted[i,t] - converted[i,t-1])

A lump gives nothing during its downtime and then, times the output ratio, capacity without a ramp. Fixed cost, power
and end value of converted phases stay. A conversion whose first output lies beyond the horizon is not offered. What is
converted must be there in every scenario, however late its phases come; scenarios of one delay share their rows.
"""

from typing import Any

from pyomo.environ import Constraint, NonNegativeIntegers, Var

from planner.case.curves import steps
from planner.case.money import discount
from planner.case.records import Case
from planner.model.linear import Terms, cumulative, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the conversions, what they leave and what they cost."""
    case = shape.case
    periods = shape.conversion_periods
    offered = [(i, t) for i, window in periods.items() for t in window]
    m.converted = Var(
        offered, within=NonNegativeIntegers, bounds=lambda _, i, t: (0, shape.max_lumps_of(case.conversions[i]))
    )
    m.converted_order = Constraint(
        [(i, t) for i, t in offered if t > periods[i].start],
        rule=lambda m, i, t: m.converted[i, t - 1] <= m.converted[i, t],
    )
    taken = dict.fromkeys((case.conversions[i].site, case.conversions[i].from_node) for i in periods)

    def capacity_left(m: Any, k: int, s: str, n: str, t: int) -> Any:
        committed = sum(row.kwspm[t] for row in case.committed if (row.site, row.node) == (s, n))
        terms = converted_kwspm(m, shape, s, n, t)
        for track in shape.tracks:
            if (track.site, track.node) == (s, n):
                for age, rise in steps(track.ramp):
                    begun = cumulative(m, track, t - track.lead_periods - case.scenarios[k].delay_periods - age)
                    terms += scaled(case.nodes[n].phase_kwspm * rise, begun)
        return linear(terms) >= -committed if terms else Constraint.Skip

    unlike = {future.delay_periods: k for k, future in reversed(list(enumerate(case.scenarios)))}
    m.capacity_left = Constraint(
        [(k, s, n, t) for k in sorted(unlike.values()) for s, n in taken for t in case.calendar.horizon],
        rule=capacity_left,
    )
    m.cost["conversions"] = linear(
        (_per_lump(case, i) * (discount(case, t) - _later(case, periods[i], t)), m.converted[i, t]) for i, t in offered
    )


def _per_lump(case: Case, conversion: int) -> float:
    return case.conversions[conversion].capex_usd_bn_per_lump


def _later(case: Case, window: range, period: int) -> float:
    return discount(case, period + 1) if period + 1 in window else 0.0


def lumps_to_date(m: Any, shape: Shape, conversion: int, period: int) -> Terms:
    """Return the lumps of a conversion begun by the end of a period."""
    window = shape.conversion_periods[conversion]
    return [(1.0, m.converted[conversion, min(period, window[-1])])] if period >= window.start else []


def converted_kwspm(m: Any, shape: Shape, site: str, node: str, period: int) -> Terms:
    """Return the nameplate capacity that conversions add to a node at a site in a period, less what they take."""
    terms: Terms = []
    for i in shape.conversion_periods:
        row = shape.case.conversions[i]
        if (row.site, row.to_node) == (site, node):
            done = lumps_to_date(m, shape, i, period - row.downtime_periods)
            terms += scaled(row.output_ratio * row.lump_kwspm, done)
        if (row.site, row.from_node) == (site, node):
            terms += scaled(-row.lump_kwspm, lumps_to_date(m, shape, i, period))
    return terms
