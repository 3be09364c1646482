"""Connection: the new phases online at a site keep within the power that the grid has connected by then.

    site_connected[s,t]:  sum(n) idle_mw[n] * built[s,n,t-lead]
                          <= max(connected_mw[s,t], power_mw[under way]) - idle_mw[under way]
                                                                           for sites on the sheet site_power

Under way are those phases that are online by then. A connection may come while a phase is being built, so that only
phases past their lead count; the power limit of the site counts every phase and holds besides. A scenario's delay
changes nothing: power is connected for the plan.
"""

from planner.model.equations import total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.rows import SITE_CONNECTED
from planner.shape.power import connected_mw, idle_mw
from planner.shape.shape import Shape
from planner.shape.under_way import connected_mw_left


def add(m: Model, shape: Shape) -> None:
    """Add the power connected to each site that states it."""
    nodes = shape.case.nodes
    tracks = [track for track in shape.tracks if idle_mw(nodes[track.node]) > 0]
    m.rows(
        SITE_CONNECTED,
        {
            (s, t): total(
                idle_mw(nodes[track.node]) * built(m, track, t - track.lead_periods)
                for track in tracks
                if track.site == s
            )
            <= connected_mw_left(shape.case, s, mw[t], t)
            for s, mw in connected_mw(shape.case).items()
            for t in shape.case.calendar.horizon
        },
    )
