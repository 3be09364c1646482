"""Opening: a site that costs money to open is opened before anything is built there.

opened[s,t]:        1 if site s has been opened by t
                    (only sites with an opening cost, without committed capacity, phases under way and ready shells)
opened_order[s,t]:  opened[s,t-1] <= opened[s,t]                                      for t > 0
site_open[s,n,t]:   first[s,n,t] <= opened[s,t]                    for pairs whose expansions wait for a first phase
                    more[s,n,t] <= max_phases[s,n] * opened[s,t]   for all others
site_open_for_shells[s,t]:
                    shells[s,t] <= max_shells[s] * opened[s,t]     for sites with shells
cost[opening] = sum(s,t) opening_cost[s] * discount[t] * (opened[s,t] - opened[s,t-1])
"""

from itertools import product

from planner.case.money import discount
from planner.model.equations import Equation, total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.rows import OPENED_ORDER, SITE_OPEN, SITE_OPEN_FOR_SHELLS
from planner.registry.variables import OPENED
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Model, shape: Shape) -> None:
    """Add the opening of sites, its link to phases and its cost."""
    case, closed = shape.case, shape.closed_sites
    periods = case.calendar.horizon
    opened = m.variables(OPENED, product(closed, periods))
    m.rows(OPENED_ORDER, {(s, t): opened[s, t - 1] <= opened[s, t] for s, t in product(closed, periods[1:])})

    pairs: dict[tuple[str, str], list[Track]] = {}
    for track in shape.tracks:
        if track.site in closed:
            pairs.setdefault((track.site, track.node), []).append(track)

    def site_open(s: str, n: str, t: int) -> Equation | None:
        # Where there is a first phase, it stands at the head of its pair, and no other starts before it.
        track = pairs[s, n][0]
        if t < track.first_start:
            return None
        return built(m, track, t) <= track.max_phases * opened[s, t]

    m.rows(SITE_OPEN, {(s, n, t): site_open(s, n, t) for s, n in pairs for t in periods})
    m.rows(
        SITE_OPEN_FOR_SHELLS,
        {
            (track.site, t): built(m, track, t) <= track.max_phases * opened[track.site, t]
            for track in shape.shells
            if track.site in closed
            for t in track.starts
        },
    )
    later = [discount(case, t + 1) if t < case.calendar.last else 0.0 for t in periods]
    m.cost(
        "opening",
        total(
            case.sites[s].opening_cost_usd_bn * (discount(case, t) - later[t]) * opened[s, t]
            for s in closed
            for t in periods
        ),
    )
