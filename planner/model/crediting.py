"""Credits: incentives refund a share of the capex of phases that start inside their window.

    credit[i,s,n,k,u]:   usd_bn granted by a capped incentive i for the phases of track k that start in u
    credit_rate[i,s,n,k,u]:  credit[i,s,n,k,u] <= rate[i] * covered_capex[i,s,n] * starts[s,n,k,u]
    credit_cap[i]:       sum(s,n,k,u) credit[i,s,n,k,u] <= cap[i]
    credit_to_date[s,n,t] = sum(i,k,u<=t) paid_share[s,n,u,t] * (credit[i,s,n,k,u], or its most where i has no cap)
    cost[credits] = - sum(s,n,t) discount[t] * (credit_to_date[s,n,t] - credit_to_date[s,n,t-1])

A credit follows the spend profile of the phases that earn it.
"""

import math
from typing import Any

from pyomo.environ import Constraint, Expression, NonNegativeReals, Var

from planner.case.money import capex_by_cover, covers_start, paid_share
from planner.case.phases import Track
from planner.case.records import Case, Incentive
from planner.case.shape import Shape
from planner.model.discounting import discounted
from planner.model.linear import Terms, by_start, cumulative, linear, scaled


def add(m: Any, shape: Shape) -> None:
    """Add the credits of incentives, as variables where they are capped and as a share of capex where not."""
    case = shape.case
    tracks = {(track.site, track.node, track.name): track for track in shape.tracks}
    capped = {i.name: i for i in case.incentives if not math.isinf(i.cap_usd_bn)}
    granted = [
        (i, s, n, k, u)
        for i, incentive in capped.items()
        for (s, n, k), track in tracks.items()
        for u in track.starts
        if most_credit_usd_bn(case, incentive, track, u) > 0
    ]
    m.credit = Var(granted, within=NonNegativeReals)

    def credit_rate(m: Any, i: str, s: str, n: str, k: str, u: int) -> Any:
        track = tracks[s, n, k]
        started = cumulative(m, track, u) + scaled(-1.0, cumulative(m, track, u - 1))
        most = most_credit_usd_bn(case, capped[i], track, u)
        return linear([(1.0, m.credit[i, s, n, k, u]), *scaled(-most, started)]) <= 0

    m.credit_rate = Constraint(granted, rule=credit_rate)
    m.credit_cap = Constraint(
        [i for i in capped if any(key[0] == i for key in granted)],
        rule=lambda m, i: linear((1.0, m.credit[key]) for key in granted if key[0] == i) <= capped[i].cap_usd_bn,
    )
    by_track: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for i, s, n, k, u in granted:
        by_track.setdefault((s, n, k), []).append((i, u))
    uncapped = [i for i in case.incentives if math.isinf(i.cap_usd_bn)]

    def credit_to_date(m: Any, s: str, n: str, t: int) -> Any:
        terms: Terms = []
        for (site, node, k), track in tracks.items():
            if (site, node) == (s, n):
                terms += _uncapped_to_date(m, shape, uncapped, track, t)
                terms += [
                    (paid_share(track.spend, u, t, case.calendar.last), m.credit[i, s, n, k, u])
                    for i, u in by_track.get((s, n, k), [])
                ]
        return linear(terms)

    earning = {(track.site, track.node) for track in tracks.values() if _may_earn(case, track)}
    periods = list(case.calendar.horizon)
    m.credit_to_date = Expression(sorted(earning), periods, rule=credit_to_date)
    m.cost["credits"] = -sum(discounted(case, [m.credit_to_date[s, n, t] for t in periods]) for s, n in sorted(earning))


def most_credit_usd_bn(case: Case, incentive: Incentive, track: Track, start: int) -> float:
    """Return the credit that an incentive grants at most for one phase of a track that starts in a period."""
    pair = case.pairs[track.site, track.node]
    if not covers_start(case, incentive, pair, start):
        return 0.0
    return incentive.rate * capex_by_cover(case, pair)[incentive.covers]


def uncapped_credit_usd_bn(case: Case, track: Track, start: int) -> float:
    """Return the credits without a cap for one phase of a track that starts in a period."""
    uncapped = (i for i in case.incentives if math.isinf(i.cap_usd_bn))
    return sum(most_credit_usd_bn(case, incentive, track, start) for incentive in uncapped)


def _uncapped_to_date(m: Any, shape: Shape, uncapped: list[Incentive], track: Track, period: int) -> Terms:
    case = shape.case
    if not uncapped:
        return []
    return by_start(
        m,
        track,
        lambda u: uncapped_credit_usd_bn(case, track, u) * paid_share(track.spend, u, period, case.calendar.last),
        until=period,
    )


def _may_earn(case: Case, track: Track) -> bool:
    return any(most_credit_usd_bn(case, i, track, u) > 0 for i in case.incentives for u in track.starts)
