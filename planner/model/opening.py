"""Opening: a site that costs money to open is opened before anything is built there.

opened[s,t]:        1 if site s has been opened by t (only sites with an opening cost and without committed capacity)
opened_order[s,t]:  opened[s,t-1] <= opened[s,t]                                      for t > 0
site_open[s,n,t]:   built[s,n,t] <= max_phases[s,n] * opened[s,t]
opening_to_date[s,t] = opening_cost[s] * opened[s,t]                                  usd_bn
cost[opening] = sum(s,t) discount[t] * (opening_to_date[s,t] - opening_to_date[s,t-1])
"""

from collections.abc import Iterator
from typing import Any

from pyomo.environ import Binary, Constraint, Expression, Var

from planner.case.phases import is_open
from planner.case.shape import Shape
from planner.model.discounting import discounted
from planner.model.linear import cumulative, linear


def add(m: Any, shape: Shape) -> None:
    """Add the opening of sites, its link to phases and its cost."""
    case = shape.case
    built_at = {track.site for track in shape.tracks}
    closed = [
        s for s, site in case.sites.items() if site.opening_cost_usd_bn > 0 and s in built_at and not is_open(case, s)
    ]
    periods = list(case.calendar.horizon)
    m.opened = Var(closed, periods, within=Binary)
    m.opened_order = Constraint(closed, periods[1:], rule=lambda m, s, t: m.opened[s, t - 1] <= m.opened[s, t])

    pairs = {(track.site, track.node) for track in shape.tracks if track.site in closed}

    def site_open(m: Any, s: str, n: str, t: int) -> Any:
        of_pair = [track for track in shape.tracks if (track.site, track.node) == (s, n)]
        built = [term for track in of_pair for term in cumulative(m, track, t)]
        most = sum(track.max_phases for track in of_pair)
        return linear([*built, (-most, m.opened[s, t])]) <= 0

    def linked() -> Iterator[tuple[str, str, int]]:
        for track in shape.tracks:
            if (track.site, track.node) in pairs:
                pairs.discard((track.site, track.node))
                yield from ((track.site, track.node, t) for t in range(track.first_start, case.calendar.periods))

    m.site_open = Constraint(list(linked()), rule=site_open)
    m.opening_to_date = Expression(
        closed, periods, rule=lambda m, s, t: linear([(case.sites[s].opening_cost_usd_bn, m.opened[s, t])])
    )
    m.cost["opening"] = sum(discounted(case, [m.opening_to_date[s, t] for t in periods]) for s in closed)
