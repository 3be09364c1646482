"""Spending: what construction costs, by period in which it is due.

    capex_to_date[s,n,t] = sum(u<=t) phase_capex[s,n] * paid_share[s,n,u,t] * starts[s,n,u]     usd_bn
    cost[capex] = sum(s,n,t) discount[t] * (capex_to_date[s,n,t] - capex_to_date[s,n,t-1])

paid_share follows the spend profile; what is due after the horizon falls in the last period.
"""

from typing import Any

from pyomo.environ import Expression

from planner.case.money import paid_share, phase_capex_usd_bn
from planner.case.phases import Track
from planner.case.shape import Shape
from planner.model.discounting import discounted
from planner.model.linear import Terms, by_start, linear


def add(m: Any, shape: Shape) -> None:
    """Add the capex of phases."""
    case = shape.case
    pairs: dict[tuple[str, str], list[Track]] = {}
    for track in shape.tracks:
        pairs.setdefault((track.site, track.node), []).append(track)
    periods = list(case.calendar.horizon)

    def capex_to_date(m: Any, s: str, n: str, t: int) -> Any:
        capex = phase_capex_usd_bn(case, case.pairs[s, n])
        return linear(term for track in pairs[s, n] for term in paid_to_date(m, shape, track, capex, t))

    m.capex_to_date = Expression(list(pairs), periods, rule=capex_to_date)
    m.cost["capex"] = sum(discounted(case, [m.capex_to_date[s, n, t] for t in periods]) for s, n in pairs)


def paid_to_date(m: Any, shape: Shape, track: Track, amount_usd_bn: float, period: int) -> Terms:
    """Return what is paid by the end of a period of an amount for each start of a track."""
    last = shape.case.calendar.last
    return by_start(m, track, lambda u: amount_usd_bn * paid_share(track.spend, u, period, last), until=period)
