"""Credits: incentives refund a share of the capex of phases that start inside their window.

    credit[i,s,n,k,u]:       usd_bn granted by a capped incentive i for the phases of track k that start in u
    credit_rate[i,s,n,k,u]:  credit[i,s,n,k,u] <= rate[i] * covered_capex[i,s,n] * starts[s,n,k,u]
    credit_cap[i]:           sum(s,n,k,u) credit[i,s,n,k,u] <= cap[i]
    cost[credits] = - sum(i,s,n,k,u) present_share[k,u] * credit[i,s,n,k,u]

A credit follows the spend profile of the phases that earn it. An incentive without a cap is granted in full, so that
credit stands for rate * covered_capex * starts and needs no variable.
"""

import math
from functools import partial
from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.case.money import capex_by_cover, covers_start, present_share
from planner.case.phases import Track
from planner.case.records import Case, Incentive
from planner.case.shape import Shape
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
    by_incentive: dict[str, Terms] = {}
    for key in granted:
        by_incentive.setdefault(key[0], []).append((1.0, m.credit[key]))
    m.credit_cap = Constraint(list(by_incentive), rule=lambda m, i: linear(by_incentive[i]) <= capped[i].cap_usd_bn)
    present: Terms = [
        (present_share(case, tracks[s, n, k].spend, u), m.credit[i, s, n, k, u]) for i, s, n, k, u in granted
    ]
    for track in shape.tracks:
        present += by_start(m, track, partial(_present_credit_usd_bn, case, track))
    m.cost["credits"] = linear(scaled(-1.0, present))


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


def _present_credit_usd_bn(case: Case, track: Track, start: int) -> float:
    return uncapped_credit_usd_bn(case, track, start) * present_share(case, track.spend, start)
