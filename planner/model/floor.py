"""Floor: the new phases of a site fit into its floor and its power.

    site_floor[s]:  sum(n) floor_units[n] * built[s,n,T] <= max(0, floor_units[s] - floor_units[under way])
    site_power[s]:  sum(n) idle_mw[n] * built[s,n,T] <= max(power_limit_mw[s], power_mw[under way]) - idle_mw[under way]

Counts never fall, so that the last period T stands for all. idle_mw is the power that a phase draws whatever it makes,
power_mw that of full use: what is drawn in between is limited in idle_power.py.
"""

import math

from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.rows import SITE_FLOOR, SITE_POWER
from planner.shape.power import idle_mw
from planner.shape.shape import Shape
from planner.shape.under_way import floor_units_left, power_mw_left


def add(m: Model, shape: Shape) -> None:
    """Add the floor and power of each site."""
    sites, nodes = shape.case.sites, shape.case.nodes

    def at_site(s: str, per_phase: dict[str, float]) -> Linear:
        last = shape.case.calendar.last
        return total(per_phase[track.node] * built(m, track, last) for track in shape.tracks if track.site == s)

    floor_units = {n: node.floor_units_per_phase for n, node in nodes.items()}
    m.rows(
        SITE_FLOOR,
        {
            (s,): at_site(s, floor_units) <= floor_units_left(shape.case, s, site.floor_units)
            for s, site in sites.items()
            if not math.isinf(site.floor_units)
        },
    )

    m.rows(
        SITE_POWER,
        {
            (s,): at_site(s, {n: idle_mw(node) for n, node in nodes.items()}) <= power_mw_left(shape.case, s)
            for s, site in sites.items()
            if not math.isinf(site.power_limit_mw)
        },
    )
