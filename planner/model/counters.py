"""Counters: whole phases of a node, wherever they stand, against the wafers that demand needs.

    grown[c,n,t]:        phases of node n past their lead by t in component c, whatever the site (integer)
    grown_count[c,n,t]:  grown[c,n,t] = sum(s in c) built[s,n,t-lead[s,n]]
    grown_order[c,n,t]:  grown[c,n,t-1] <= grown[c,n,t]
    need[k,c,w,t]:       sum(p,m) min_wafers[w,p,m,t] / assembly_yield[p]
        * (sum(g) (demand[k,g,p,t] - shortage[k,g,p,t]) + sum(g,o,l) served[k,g,p,o,l,t],
           or sum(z in c) finished[k,z,p,t] where p may be in stock)
        <= sum(n) weight[w,n] * months * utilisation[n] * (committed[c,n,t-cycle] + phase_kwspm[n]
           * sum(a) rise[c,n,a] * grown[c,n,t-cycle-delay[k]-a] + what conversions add and take)
    need_by_class[k,c,w,t]:  the same need
        <= sum(n) weight[w,n] * months * utilisation[n] * (sum(d) worth[c,n,d,t] * (committed[c,n,d,t-cycle]
           + what conversions add and take) + phase_kwspm[n] * sum(a) rise[c,n,a] * (grown[c,n,t-cycle-delay[k]-a]
           - sum(s in c) (1 - worth[c,n,d(s),t]) * built[s,n,t-cycle-delay[k]-a-lead[s,n]]))

Redundant for whole phases, but the solver's rounding cuts now see demand against whole phases in one row, and one
period's phases in the next. A component is a set of zones that exchange no parts with others; a row counts the demand
that only this component can serve; w is a weighting of nodes: one node alone, or nodes that can make the same parts,
weighted by what a wafer of each gives. min_wafers = min(n) weight[w,n] * units[n] / best_good_units[n] over the sources
of a part is the minimum of weighted wafers that a package takes. worth is the good units of a wafer of yield class d as
a share of those of the best class, for the part that suits d best. rise are the steps of the pointwise largest ramp and
best_good_units those of the best yield class, and an event leaves a node what it leaves the site that keeps most, so
that no plan is cut off. Capacity that is retired counts as if it were there. The rows by class are there where worth
differs; with them the small models of the search for plans would be slower.
"""

from collections.abc import Iterator, Mapping

from planner.case.curves import by_age, steps
from planner.model.capacity import lost_kwspm, usable_kwafers_per_kwspm
from planner.model.conversion import converted_kwspm
from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.keys import DemandKey
from planner.registry.rows import GROWN_COUNT, GROWN_ORDER, NEED, NEED_BY_CLASS
from planner.registry.variables import FINISHED, GROWN, LOST, SERVED, SHORTAGE
from planner.shape.components import Component, Weights, components, weightings
from planner.shape.events import capacity_factor
from planner.shape.shape import Shape
from planner.shape.tracks import Track
from planner.shape.under_way import kwspm

ByNode = Mapping[tuple[str, str], tuple[tuple[Track, ...], tuple[tuple[int, float], ...]]]
"""By component and node the tracks, and the steps of the largest ramp."""
NO_TRACKS: tuple[tuple[Track, ...], tuple[tuple[int, float], ...]] = ((), ())


def add(m: Model, shape: Shape) -> None:
    """Add the counters of every node and component, and the need rows."""
    case = shape.case
    component_of = {c.name: c for c in components(shape)}
    tracks = _tracks(shape, component_of)
    first = {key: min(track.first_start + track.lead_periods for track in of) for key, of in tracks.items()}
    counted = [(c, n, t) for c, n in tracks for t in case.calendar.horizon if t >= first[c, n]]
    max_phases = {key: sum(track.max_phases for track in of) for key, of in tracks.items()}
    grown = m.variables(GROWN, counted, upper=lambda key: max_phases[key.component, key.node])
    m.rows(
        GROWN_COUNT,
        {
            (c, n, t): -grown[c, n, t] + total(built(m, track, t - track.lead_periods) for track in tracks[c, n]) == 0
            for c, n, t in counted
        },
    )
    m.rows(GROWN_ORDER, {(c, n, t): grown[c, n, t - 1] <= grown[c, n, t] for c, n, t in counted if t > first[c, n]})
    by_node = {key: (tuple(of), steps(_largest_ramp(of))) for key, of in tracks.items()}
    weights = {(c, w): weighting for c in component_of for w, weighting in weightings(shape, component_of[c]).items()}
    for rows, by_class in ((NEED, False), (NEED_BY_CLASS, True)):
        m.rows(
            rows,
            {
                (k, c, w, t): _need(m, shape, component_of[c], weighting.at(t), by_node, k, t, by_class=by_class)
                for k in range(len(case.scenarios))
                for (c, w), weighting in weights.items()
                for t in case.calendar.horizon
                if not by_class or component_of[c].distinguishes_classes(weighting.nodes, t)
            },
        )


def _tracks(shape: Shape, component_of: Mapping[str, Component]) -> dict[tuple[str, str], list[Track]]:
    """Return the tracks of every component and node."""
    by_node: dict[tuple[str, str], list[Track]] = {}
    for track in shape.tracks:
        zone = shape.zone_of[shape.case.sites[track.site].region]
        for c, component in component_of.items():
            if zone in component.zones:
                by_node.setdefault((c, track.node), []).append(track)
    return by_node


def _need(
    m: Model, shape: Shape, component: Component, weight: Weights, by_node: ByNode, k: int, t: int, *, by_class: bool
) -> Equation | None:
    """Return the row of a weighting, or none where committed capacity is enough or there is nothing but that."""
    needed = _wafers_needed(m, shape, component, weight, k, t)
    possible = _wafers_possible(m, shape, component, weight, by_node, k, t, by_class=by_class)
    grows_with_stock = any(coefficient > 0 for coefficient in needed.coefficients)
    if not possible.variables or (needed.constant <= possible.constant and not grows_with_stock):
        return None
    return possible >= needed


def _wafers_needed(m: Model, shape: Shape, component: Component, weight: Weights, k: int, t: int) -> Linear:
    """Return the weighted wafers that the packages of a period need: of all demand less shortage, or as finished."""
    case, finished = shape.case, m[FINISHED]
    amounts: list[Linear] = []
    for p, groups in component.served(k, t).items():
        per_package = component.min_wafers(p, t, weight) / case.products[p].assembly_yield
        amounts += (per_package * _served(m, shape, DemandKey(k, g, p, t)) for g in groups)
    for p, product in case.products.items():
        if shape.stocked(p):
            per_package = component.min_wafers(p, t, weight) / product.assembly_yield
            amounts += (per_package * finished.get((k, z, p, t)) for z in component.zones)
    return total(amounts)


def _served(m: Model, shape: Shape, key: DemandKey) -> Linear:
    """Return the packages that a market group gets: what it demands less what is short, or what its tiers get.

    A tier that neither waits nor takes other products gets what it wants less what it loses, which says the same.
    """
    if key in shape.demands:
        return shape.demands[key] - m[SHORTAGE][key]
    served, lost = m[SERVED], m[LOST]
    amounts = []
    for outlet in shape.outlets_of[key]:
        k, g, p, item, tier, t = outlet
        terms = shape.tiers[k, g, item, tier]
        is_plain = item == p and not terms.backlog
        amounts.append(terms.kunits[t] - lost[k, g, item, tier, t] if is_plain else served[outlet])
    return total(amounts)


def _wafers_possible(
    m: Model, shape: Shape, component: Component, weight: Weights, by_node: ByNode, k: int, t: int, *, by_class: bool
) -> Linear:
    """Return the weighted wafers that capacity can give for a period: committed, under way, and new phases.

    By class those of a yield class count for what they are worth in the best one, else in full.
    """
    case, grown, delay = shape.case, m[GROWN], shape.case.scenarios[k].delay_periods

    def of_node(n: str, share: float) -> Iterator[Linear]:
        start = t - case.nodes[n].cycle_periods
        usable = share * usable_kwafers_per_kwspm(case, n, case.scenarios[k], start)
        worth: dict[str, float] = {}
        left: dict[str, float] = {}
        for of_wafer, sites, earlier in _earlier(component, n, start, delay, t if by_class else None):
            yield total([usable * of_wafer * (earlier - lost_kwspm(shape, k, n, start, sites))])
            for site in sites:
                worth[site], left[site] = of_wafer, capacity_factor(case, k, site, n, start)
                yield usable * of_wafer * left[site] * converted_kwspm(m, shape, site, n, start)
        phase_kwafers = usable * case.nodes[n].phase_kwspm * max(left.values(), default=1.0)
        tracks, rise = by_node.get((component.name, n), NO_TRACKS)
        for age, step in rise:
            online = start - delay - age
            yield phase_kwafers * step * grown.get((component.name, n, online))
            for track in tracks:
                short = 1.0 - worth[track.site]
                if short > 0:
                    yield -phase_kwafers * step * short * built(m, track, online - track.lead_periods)

    return total(amount for n, share in weight.items() for amount in of_node(n, share))


def _earlier(
    component: Component, node: str, start: int, delay_periods: int, period_out: int | None
) -> Iterator[tuple[float, tuple[str, ...], float]]:
    """Yield worth, sites and capacity committed or under way; by yield class where a period out is given."""
    if period_out is None:
        yield 1.0, tuple(component.sites(node)), component.committed_kwspm(node, start, delay_periods)
        return
    for of_class in component.classes(node):
        kwspm_there = kwspm(component.shape.case, of_class.sites, node, start, delay_periods)
        worth = component.worth(node, of_class.defect_factor, period_out)
        yield worth, of_class.sites, of_class.committed_kwspm[max(0, start)] + kwspm_there


def _largest_ramp(of: list[Track]) -> tuple[float, ...]:
    ages = max(len(track.ramp) for track in of)
    return tuple(max(by_age(track.ramp, age) for track in of) for age in range(ages))
