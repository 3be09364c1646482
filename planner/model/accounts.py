"""Accounts: what is ordered for the bills that the same fund groups may pay, and what of it is due by when.

    ordered[b,q,t]:      usd_bn of capex, net of credits, of what account b has started with spend profile q by t
    ordered_sum[b,q,t]:  ordered[b,q,t] - ordered[b,q,t-1]
                         = sum(s,n,x) phase_capex[s,n,x,t] * starts[s,n,x,t] - sum(i,h) credit[i,h,t]
                           + sum(s) capex_per_shell[s] * (shells[s,t] - shells[s,t-1])
    due[b,t] =  sum(q,j) spend[q,j] * ordered[b,q,t-j] + sum(s) opening_cost[s] * opened[s,t]
                + sum(v) capex_per_lump[v] * converted[v,t] + sum(u<=t) bills[b,u]                       for t < T
    due[b,T] =  sum(q) ordered[b,q,T] + sum(s) opening_cost[s] * opened[s,T] + sum(v) capex_per_lump[v] * converted[v,T]
                + sum(u<=T) bills[b,u]

By the last period T an account owes all that is ordered. bills are those of phases under way. Capex is net of credits
without a cap.
"""

from collections.abc import Iterator

from planner.case.money import capex_usd_bn
from planner.model.conversion import lumps_to_date
from planner.model.crediting import uncapped_credit_usd_bn
from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import started
from planner.registry.keys import OrderKey
from planner.registry.rows import ORDERED_SUM
from planner.registry.variables import CREDIT, DUE, OPENED, ORDERED
from planner.shape.fund_groups import SITE_ITSELF, Account
from planner.shape.shape import Shape
from planner.shape.tracks import Track
from planner.shape.under_way import bills_usd_bn

Spend = tuple[float, ...]


def add(m: Model, shape: Shape) -> None:
    """Add what is ordered for every account, and what is due of it."""
    case = shape.case
    by_spend = {account.name: _by_spend(shape, account) for account in shape.accounts}
    tracks = {(b, q): of for b, profiles in by_spend.items() for q, of in enumerate(profiles.values())}
    ordered = m.variables(ORDERED, ((b, q, t) for b, q in tracks for t in case.calendar.horizon))
    granted = _granted(m, shape, {b: list(profiles) for b, profiles in by_spend.items()})

    def ordered_sum(b: str, q: int, t: int) -> Equation:
        capex = total(_net_capex_usd_bn(shape, track, t) * started(m, track, t) for track in tracks[b, q])
        new = ordered[b, q, t] - ordered[b, q, t - 1] if t else ordered[b, q, t]
        return capex - total(granted.get(OrderKey(b, q, t), [])) == new

    m.rows(ORDERED_SUM, {key: ordered_sum(*key) for key in ordered})
    m.expressions(
        DUE,
        {
            (account.name, t): total(_due(m, shape, account, list(by_spend[account.name]), t))
            for account in shape.accounts
            for t in case.calendar.horizon
        },
    )


def _by_spend(shape: Shape, account: Account) -> dict[Spend, list[Track]]:
    """Return the tracks of an account by spend profile."""
    tracks: dict[Spend, list[Track]] = {}
    for track in shape.paid_tracks:
        if (track.site, track.node) in account.bills:
            tracks.setdefault(track.spend, []).append(track)
    return tracks


def _granted(m: Model, shape: Shape, profiles: dict[str, list[Spend]]) -> dict[OrderKey, list[Linear]]:
    """Return the credits by what is ordered in their start period."""
    credit = m[CREDIT]
    granted: dict[OrderKey, list[Linear]] = {}
    for key in credit:
        cohort = shape.cohorts[key.cohort]
        q = profiles[cohort.account].index(cohort.spend)
        granted.setdefault(OrderKey(cohort.account, q, key.start), []).append(credit[key])
    return granted


def _net_capex_usd_bn(shape: Shape, track: Track, start: int) -> float:
    return capex_usd_bn(shape.case, track, start) - uncapped_credit_usd_bn(shape.case, track, start)


def _due(m: Model, shape: Shape, account: Account, profiles: list[Spend], t: int) -> Iterator[Linear]:
    """Yield what is due by t of phases and shells, by spend profile, and of openings and conversions, at once."""
    case, ordered = shape.case, m[ORDERED]
    for q, spend in enumerate(profiles):
        if t == case.calendar.last:
            yield ordered[account.name, q, t]
        else:
            yield from (share * ordered[account.name, q, t - j] for j, share in enumerate(spend) if j <= t)
    for site, node in account.bills:
        if node == SITE_ITSELF:
            yield case.sites[site].opening_cost_usd_bn * m[OPENED].get((site, t))
        if bills := bills_usd_bn(case, site, node, t):
            yield total([bills])
        for v in shape.conversion_periods:
            row = case.conversions[v]
            if (row.site, row.to_node) == (site, node):
                yield row.capex_usd_bn_per_lump * lumps_to_date(m, shape, v, t)
