"""Counters: whole phases of a node, wherever they stand, against the wafers that demand needs.

    grown[c,n,t]:        phases of node n past their lead by t in component c, whatever the site (integer)
    grown_count[c,n,t]:  grown[c,n,t] = sum(s in c) built[s,n,t-lead[s,n]]
    grown_order[c,n,t]:  grown[c,n,t-1] <= grown[c,n,t]
    need[k,c,w,t]:       sum(p,m) least_wafers[w,p,m,t] / assembly_yield[p]
        * (sum(g) (demand[k,g,p,t] - shortage[k,g,p,t]), or sum(z in c) finished[k,z,p,t] where p may be in stock)
        <= sum(n) weight[w,n] * months * utilisation[n] * (committed[c,n,t-cycle] + phase_kwspm[n]
           * sum(a) rise[c,n,a] * grown[c,n,t-cycle-delay[k]-a] + what conversions add and take)

Redundant for whole phases, but the solver's rounding cuts now see demand against whole phases in one row, and one
period's phases in the next. A component
is a set of zones that exchange no parts with others; a row counts the demand that only this component can serve; w is
a weighting of nodes: one node alone, or nodes that can make the same parts, weighed by what a wafer of each gives.
least_wafers = min(n) weight[w,n] * units[n] / best_good_units[n] over the sources of a part is the least weighed
wafers that a package takes. rise are the steps of the pointwise largest ramp and best_good_units those of the best
yield class, so that no plan is cut off.
"""

from collections.abc import Mapping
from typing import Any

from pyomo.environ import Constraint, NonNegativeIntegers, Var

from planner.case.curves import by_age, steps
from planner.model.capacity import usable_kwafers_per_kwspm
from planner.model.conversion import converted_kwspm
from planner.model.linear import Terms, cumulative, linear, scaled
from planner.shape.components import Component, Weights, components, weightings
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Any, shape: Shape) -> None:
    """Add the counters of every node and component, and the need rows."""
    case = shape.case
    found = {c.name: c for c in components(shape)}
    by_node: dict[tuple[str, str], list[Track]] = {}
    for track in shape.tracks:
        for c, component in found.items():
            if shape.zone_of[case.sites[track.site].region] in component.zones:
                by_node.setdefault((c, track.node), []).append(track)
    first = {key: min(track.first_start + track.lead_periods for track in of) for key, of in by_node.items()}
    counted = [(c, n, t) for (c, n) in by_node for t in case.calendar.horizon if t >= first[c, n]]
    most = {key: sum(track.max_phases for track in of) for key, of in by_node.items()}
    m.grown = Var(counted, within=NonNegativeIntegers, bounds=lambda _, c, n, t: (0, most[c, n]))
    m.grown_count = Constraint(
        counted,
        rule=lambda m, c, n, t: (
            linear(
                [(-1.0, m.grown[c, n, t])]
                + [term for track in by_node[c, n] for term in cumulative(m, track, t - track.lead_periods)]
            )
            == 0
        ),
    )
    m.grown_order = Constraint(
        [(c, n, t) for c, n, t in counted if t > first[c, n]],
        rule=lambda m, c, n, t: m.grown[c, n, t - 1] <= m.grown[c, n, t],
    )
    rise = {key: steps(_largest_ramp(of)) for key, of in by_node.items()}
    weights = {(c, w): weighting for c in found for w, weighting in weightings(shape, found[c]).items()}

    def need(m: Any, k: int, c: str, w: str, t: int) -> Any:
        least = weights[c, w].at(t)
        wanted, more = _wafers_needed(m, shape, found[c], least, k, t)
        committed, new = _wafers_possible(m, shape, found[c], least, rise, k, t)
        stocked = any(coefficient > 0 for coefficient, _ in more)
        speaks = new and (wanted > committed or stocked)
        return linear(new + scaled(-1.0, more)) >= wanted - committed if speaks else Constraint.Skip

    m.need = Constraint(
        [(k, c, w, t) for k in range(len(case.scenarios)) for c, w in weights for t in case.calendar.horizon],
        rule=need,
    )


def _wafers_needed(m: Any, shape: Shape, component: Component, weight: Weights, k: int, t: int) -> tuple[float, Terms]:
    """Return the weighed wafers that all demand of a period needs, and the terms that add to that (shortage: less)."""
    wanted = 0.0
    terms: Terms = []
    for p, groups in component.served(k, t).items():
        per_package = component.min_wafers(p, t, weight) / shape.case.products[p].assembly_yield
        if per_package > 0:
            for g in groups:
                wanted += per_package * shape.demands[k, g, p, t]
                terms.append((-per_package, m.shortage[k, g, p, t]))
    for p, product in shape.case.products.items():
        if shape.stocked(p):
            per_package = component.min_wafers(p, t, weight) / product.assembly_yield
            made = [m.finished[k, z, p, t] for z in component.zones if (k, z, p, t) in m.finished]
            for finished in made if per_package > 0 else ():
                found = zip(finished.expr.linear_coefs, finished.expr.linear_vars, strict=True)
                terms += scaled(per_package, found)
    return wanted, terms


def _wafers_possible(
    m: Any,
    shape: Shape,
    component: Component,
    weight: Weights,
    rise: Mapping[tuple[str, str], tuple[tuple[int, float], ...]],
    k: int,
    t: int,
) -> tuple[float, Terms]:
    """Return the weighed wafers that committed capacity can give for a period, and the terms of new phases."""
    case = shape.case
    committed = 0.0
    new: Terms = []
    for n, of_node in weight.items():
        begun = t - case.nodes[n].cycle_periods
        usable = of_node * usable_kwafers_per_kwspm(case, n, case.scenarios[k], begun)
        committed += usable * component.committed_kwspm(n, max(0, begun))
        for site in component.sites(n):
            new += scaled(usable, converted_kwspm(m, shape, site, n, begun))
        online = begun - case.scenarios[k].delay_periods
        for age, step in rise.get((component.name, n), ()):
            if (component.name, n, online - age) in m.grown:
                grown = (1.0, m.grown[component.name, n, online - age])
                new += scaled(usable * case.nodes[n].phase_kwspm * step, [grown])
    return committed, new


def _largest_ramp(of: list[Track]) -> tuple[float, ...]:
    ages = max(len(track.ramp) for track in of)
    return tuple(max(by_age(track.ramp, age) for track in of) for age in range(ages))
