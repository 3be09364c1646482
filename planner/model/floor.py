"""Floor: the new phases of a site fit into its floor and its power.

    site_floor[s]:  sum(n) floor_units[n] * built[s,n,T] <= floor_units[s]
    site_power[s]:  sum(n) power_mw[n] * built[s,n,T] <= power_limit_mw[s]

Counts never fall, so the last period T speaks for all.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from pyomo.environ import Constraint

from planner.case.records import Node
from planner.model.linear import cumulative, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the room and power of each site."""
    case = shape.case
    m.site_floor = _per_site(
        m, shape, {s: site.floor_units for s, site in case.sites.items()}, lambda node: node.floor_units_per_phase
    )
    m.site_power = _per_site(
        m, shape, {s: site.power_limit_mw for s, site in case.sites.items()}, lambda node: node.power_mw_per_phase
    )


def _per_site(m: Any, shape: Shape, most: Mapping[str, float], per_phase: Callable[[Node], float]) -> Constraint:
    def rule(m: Any, s: str) -> Any:
        taken = [
            term
            for track in shape.tracks
            if track.site == s
            for term in scaled(per_phase(shape.case.nodes[track.node]), cumulative(m, track, shape.case.calendar.last))
        ]
        return linear(taken) <= most[s] if any(coefficient for coefficient, _ in taken) else Constraint.Skip

    return Constraint([s for s, limit in most.items() if not math.isinf(limit)], rule=rule)
