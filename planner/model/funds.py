"""Funds: every usd is drawn from a purse that may pay for it and has it by then.

    ordered[a,q,t]:       usd_bn of capex, net of credits, of the phases of account a with spend profile q started by t
    ordered_sum[a,q,t]:   ordered[a,q,t] - ordered[a,q,t-1]
                          = sum(s,n,k) phase_capex[s,n] * starts[s,n,k,t] - sum(i,g) credit[i,g,t]
    drawn[f,a,t]:         usd_bn drawn to date from purse f for account a (only where several purses may pay)
    drawn_order[f,a,t]:   drawn[f,a,t-1] <= drawn[f,a,t]
    account_balance[a,t]: sum(f) (drawn[f,a,t] - drawn[f,a,t-1]) = due[a,t] - due[a,t-1]          for t < T
                          sum(f) drawn[f,a,T] = due[a,T]
    account_empty[a,t]:   due[a,t] <= 0                                              for accounts without a purse
    fund_balance[f,t]:    sum(a) drawn[f,a,t] <= sum(u<=t) budget[f,u]
    fund_lapse[f,t]:      sum(a) drawn[f,a,t] - drawn[f,a,t-1] <= budget[f,t]        for purses without carry-over
    fund_share[f,s]:      sum(a of s) drawn[f,a,T] <= max_share[f] * sum(a of s) due[a,T]
    cost[cost_of_money] = sum(f,t) discount[t] * cost_of_money[f] * period_years * sum(a) drawn[f,a,t]

due[a,t] = sum(q,j) spend[q,j] * ordered[a,q,t-j] + sum(s) opening_cost[s] * opened[s,t] + sum(i) capex_per_lump[i] *
converted[i,t] is what account a owes by t; by the last period T it owes all that is ordered. An account gathers the
bills that the same purses may pay. Funds that no string tells apart share a purse; where one purse alone may pay,
drawn stands for due. Balances are written step by step because a profile has fewer steps than shares.
"""

from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Reals, Var

from planner.case.money import discount, phase_capex_usd_bn
from planner.model.conversion import lumps_to_date
from planner.model.crediting import uncapped_credit_usd_bn
from planner.model.linear import Terms, cumulative, linear, scaled
from planner.shape.fund_groups import OPENING, Account, fund_groups
from planner.shape.shape import Shape
from planner.shape.tracks import Track

Spend = tuple[float, ...]


def add(m: Any, shape: Shape) -> None:
    """Add the purses and who draws from them."""
    case = shape.case
    periods = list(case.calendar.horizon)
    known = fund_groups(case)
    books = {account.name: account for account in shape.accounts}
    profiles = {a: _profiles(shape, account) for a, account in books.items()}
    _add_orders(m, shape, profiles)

    def due(m: Any, a: str, t: int) -> Terms:
        return _due(m, shape, books[a], list(profiles[a]), t)

    def drawn(m: Any, f: str, t: int, site: str | None = None) -> Terms:
        found: Terms = []
        for a, account in books.items():
            if f in account.fund_groups and site in (None, account.bills[0][0]):
                found += [(1.0, m.drawn[f, a, t])] if len(account.fund_groups) > 1 else due(m, a, t)
        return found

    def step(m: Any, a: str, t: int) -> Terms:
        return due(m, a, t) if t == periods[-1] else _due_step(m, shape, books[a], list(profiles[a]), t)

    def paid(m: Any, a: str, t: int) -> Terms:
        before = [(-1.0, m.drawn[f, a, t - 1]) for f in books[a].fund_groups if 0 < t < periods[-1]]
        return [(1.0, m.drawn[f, a, t]) for f in books[a].fund_groups] + before

    several = [a for a, account in books.items() if len(account.fund_groups) > 1]
    shared = [(f, a) for a in several for f in books[a].fund_groups]
    paying = [f for f in known if any(f in account.fund_groups for account in books.values())]
    m.drawn = Var(shared, periods, within=NonNegativeReals)
    m.drawn_order = Constraint(shared, periods[1:], rule=lambda m, f, a, t: m.drawn[f, a, t - 1] <= m.drawn[f, a, t])
    m.account_balance = Constraint(
        several,
        periods,
        rule=lambda m, a, t: linear(paid(m, a, t) + scaled(-1.0, step(m, a, t))) == 0,
    )
    m.account_empty = Constraint(
        [a for a, account in books.items() if not account.fund_groups],
        periods,
        rule=lambda m, a, t: linear(due(m, a, t)) <= 0,
    )
    m.fund_balance = Constraint(
        paying, periods, rule=lambda m, f, t: linear(drawn(m, f, t)) <= known[f].to_date_usd_bn[t]
    )
    m.fund_lapse = Constraint(
        [f for f in paying if not known[f].carry_over],
        periods,
        rule=lambda m, f, t: (
            linear(drawn(m, f, t) + scaled(-1.0, drawn(m, f, t - 1) if t else [])) <= known[f].available_usd_bn[t]
        ),
    )

    def fund_share(m: Any, f: str, s: str) -> Any:
        at_site = [a for a, account in books.items() if account.bills[0][0] == s and account.fund_groups]
        paid = [term for a in at_site for term in due(m, a, periods[-1])]
        return linear(drawn(m, f, periods[-1], s) + scaled(-known[f].max_share, paid)) <= 0

    # Where a purse is capped at each site, accounts are kept by site, so that a site's accounts hold all its bills.
    capped = [(f, s) for f in paying if known[f].max_share < 1 for s in case.sites if _pays_at(f, s, books)]
    m.fund_share = Constraint(capped, rule=fund_share)
    m.cost["cost_of_money"] = linear(
        term
        for f in paying
        if known[f].cost_of_money > 0
        for t in periods
        for term in scaled(discount(case, t) * known[f].cost_of_money * case.calendar.period_years, drawn(m, f, t))
    )


def _profiles(shape: Shape, account: Account) -> dict[Spend, list[Track]]:
    """Return the tracks of an account by spend profile."""
    found: dict[Spend, list[Track]] = {}
    for track in shape.tracks:
        if (track.site, track.node) in account.bills:
            found.setdefault(track.spend, []).append(track)
    return found


def _add_orders(m: Any, shape: Shape, profiles: dict[str, dict[Spend, list[Track]]]) -> None:
    case = shape.case
    tracks = {(a, q): of for a, by_spend in profiles.items() for q, of in enumerate(by_spend.values())}
    order_of = {(a, spend): (a, q) for a, by_spend in profiles.items() for q, spend in enumerate(by_spend)}
    granted: dict[tuple[str, int, int], Terms] = {}
    for i, g, u in m.credit:
        cohort = shape.cohorts[g]
        granted.setdefault((*order_of[cohort.account, cohort.spend], u), []).append((-1.0, m.credit[i, g, u]))
    m.ordered = Var(list(tracks), list(case.calendar.horizon), within=Reals)

    def ordered_sum(m: Any, a: str, q: int, t: int) -> Any:
        terms: Terms = [(-1.0, m.ordered[a, q, t])] + ([(1.0, m.ordered[a, q, t - 1])] if t else [])
        for track in tracks[a, q]:
            capex = phase_capex_usd_bn(case, case.pairs[track.site, track.node])
            net = capex - uncapped_credit_usd_bn(case, track, t)
            terms += scaled(net, cumulative(m, track, t)) + scaled(-net, cumulative(m, track, t - 1))
        return linear(terms + granted.get((a, q, t), [])) == 0

    m.ordered_sum = Constraint(list(tracks), list(case.calendar.horizon), rule=ordered_sum)


def _due(m: Any, shape: Shape, account: Account, profiles: list[Spend], t: int) -> Terms:
    case = shape.case
    terms: Terms = []
    for q, spend in enumerate(profiles):
        if t == case.calendar.last:
            terms.append((1.0, m.ordered[account.name, q, t]))
        else:
            terms += [(share, m.ordered[account.name, q, t - j]) for j, share in enumerate(spend) if j <= t]
    return terms + _due_at_once(m, shape, account, t)


def _due_step(m: Any, shape: Shape, account: Account, profiles: list[Spend], t: int) -> Terms:
    """Return what an account owes by t beyond what it owed before, for periods before the last."""
    terms: Terms = []
    for q, spend in enumerate(profiles):
        steps = (now - before for now, before in zip((*spend, 0.0), (0.0, *spend), strict=True))
        terms += [(step, m.ordered[account.name, q, t - j]) for j, step in enumerate(steps) if j <= t]
    return terms + _due_at_once(m, shape, account, t) + scaled(-1.0, _due_at_once(m, shape, account, t - 1))


def _due_at_once(m: Any, shape: Shape, account: Account, t: int) -> Terms:
    """Return what openings and conversions have cost by t; they are due when they begin."""
    case = shape.case
    terms: Terms = []
    for site, node in account.bills:
        if node == OPENING and t >= 0:
            terms.append((case.sites[site].opening_cost_usd_bn, m.opened[site, t]))
        for i in shape.conversion_periods:
            row = case.conversions[i]
            if (row.site, row.to_node) == (site, node):
                terms += scaled(row.capex_usd_bn_per_lump, lumps_to_date(m, shape, i, t))
    return terms


def _pays_at(purse: str, site: str, books: dict[str, Account]) -> bool:
    return any(purse in account.fund_groups and account.bills[0][0] == site for account in books.values())
