"""Opening: a site that costs money to open is opened before anything is built there.

opened[s,t]:        1 if site s has been opened by t (only sites with an opening cost and without committed capacity)
opened_order[s,t]:  opened[s,t-1] <= opened[s,t]                                      for t > 0
site_open[s,n,t]:   first[s,n,t] <= opened[s,t]                        for pairs whose expansions wait for a first phase
                    more[s,n,t] <= max_phases[s,n] * opened[s,t]       for all others
cost[opening] = sum(s,t) opening_cost[s] * discount[t] * (opened[s,t] - opened[s,t-1])
"""

from typing import Any

from pyomo.environ import Binary, Constraint, Var

from planner.case.money import discount
from planner.model.linear import cumulative, linear
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Any, shape: Shape) -> None:
    """Add the opening of sites, its link to phases and its cost."""
    case = shape.case
    periods = list(case.calendar.horizon)
    m.opened = Var(shape.closed_sites, periods, within=Binary)
    m.opened_order = Constraint(
        shape.closed_sites, periods[1:], rule=lambda m, s, t: m.opened[s, t - 1] <= m.opened[s, t]
    )
    pairs: dict[tuple[str, str], list[Track]] = {}
    for track in shape.tracks:
        if track.site in shape.closed_sites:
            pairs.setdefault((track.site, track.node), []).append(track)

    def site_open(m: Any, s: str, n: str, t: int) -> Any:
        # Where there is a first phase, it stands at the head of its pair, and no other starts before it.
        track = pairs[s, n][0]
        built = cumulative(m, track, t)
        return linear([*built, (-track.max_phases, m.opened[s, t])]) <= 0 if built else Constraint.Skip

    m.site_open = Constraint([(s, n, t) for s, n in pairs for t in periods], rule=site_open)
    later = [discount(case, t + 1) if t < case.calendar.last else 0.0 for t in periods]
    m.cost["opening"] = linear(
        (case.sites[s].opening_cost_usd_bn * (discount(case, t) - later[t]), m.opened[s, t])
        for s in shape.closed_sites
        for t in periods
    )
