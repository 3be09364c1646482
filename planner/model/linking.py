"""Linking: nothing is shipped from a zone before a phase is online there (products without packaging).

    zone_link[k,z,g,p,t]:  shipped[k,z,g,p,t]
        <= sum(s in z) min(phase_kunits[s,p,t], demand[k,g,p,t]) * built[s,n,t-lead-cycle]

One row for every shipment of a zone without committed capacity. Redundant for whole phases; it closes the root gap of
facility-location cases.
"""

from typing import Any

from pyomo.environ import Constraint

from planner.case.records import Kind
from planner.case.shape import Shape
from planner.model.capacity import usable_kwafers_per_kwspm
from planner.model.linear import Terms, cumulative, linear, scaled

Key = tuple[int, str, str, int]


def add(m: Any, shape: Shape) -> None:
    """Add the disaggregated linking of shipments to phases."""
    case = shape.case
    plain = {
        p
        for p, product in case.products.items()
        if not any(case.nodes[s.node].kind is Kind.PACKAGING for part in product.parts for s in part.sources)
    }
    links: dict[Key, tuple[tuple[float, Any], ...] | None] = {}

    def phases(m: Any, k: int, z: str, p: str, t: int) -> tuple[tuple[float, Any], ...] | None:
        if (k, z, p, t) not in links:
            links[k, z, p, t] = _kunits_per_phase(m, shape, k, z, p, t)
        return links[k, z, p, t]

    def zone_link(m: Any, k: int, z: str, g: str, p: str, t: int) -> Any:
        found = phases(m, k, z, p, t)
        if found is None:
            return Constraint.Skip
        wanted = shape.demands[k, g, p, t]
        able = [(min(wanted, kunits), variable) for kunits, variable in found]
        return linear([(1.0, m.shipped[k, z, g, p, t]), *scaled(-1.0, able)]) <= 0

    m.zone_link = Constraint([key for key in shape.shipments if key[3] in plain], rule=zone_link)


def _kunits_per_phase(m: Any, shape: Shape, k: int, z: str, p: str, t: int) -> tuple[tuple[float, Any], ...] | None:
    """Return (kunits of a product that one phase can give in a period, phases online), or None where others can too."""
    case = shape.case
    product = case.products[p]
    (anchor,) = shape.anchors[p] if len(shape.anchors[p]) == 1 else (None,)
    converted = {case.conversions[i].to_node for i in shape.conversion_periods}
    if anchor is None or product.stock_cost_usd_per_period is not None:
        return None
    terms: Terms = []
    for source in anchor.sources:
        begun = t - case.nodes[source.node].cycle_periods
        for key, of_class in shape.classes.items():
            good = shape.good_units_of(z, *key[1:], p, anchor.name, t)
            if key[1] != source.node or shape.zone_of[key[0]] != z or good == 0:
                continue
            if of_class.committed_kwspm[max(0, begun)] > 0 or source.node in converted:
                return None
            usable = usable_kwafers_per_kwspm(case, source.node, case.scenarios[k], begun)
            per_phase = usable * case.nodes[source.node].phase_kwspm * good / source.units * product.assembly_yield
            for track in shape.class_tracks[key]:
                online = cumulative(m, track, begun - track.lead_periods - case.scenarios[k].delay_periods)
                terms += scaled(max(track.ramp) * per_phase, online)
    return tuple(terms)
