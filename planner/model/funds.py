"""Funds: every usd is drawn from a fund group that may pay for it and has it by then.

    drawn[f,b,t]:         usd_bn drawn to date from fund group f for account b (only where several may pay)
    drawn_order[f,b,t]:   drawn[f,b,t-1] <= drawn[f,b,t]
    account_balance[b,t]: sum(f) (drawn[f,b,t] - drawn[f,b,t-1]) = due[b,t] - due[b,t-1]          for t < T
                          sum(f) drawn[f,b,T] = due[b,T]
    account_empty[b,t]:   due[b,t] <= 0                                          for accounts that no fund may pay
    fund_balance[f,t]:    sum(b) drawn[f,b,t] <= sum(u<=t) budget[f,u]
    fund_lapse[f,t]:      sum(b) drawn[f,b,t] - drawn[f,b,t-1] <= budget[f,t]        for fund groups without carry-over
    fund_share[f,s]:      sum(b of s) drawn[f,b,T] <= max_share[f] * sum(b of s) due[b,T]
    cost[cost_of_money] = sum(f,t) discount[t] * cost_of_money[f] * period_years * sum(b) drawn[f,b,t]

Funds with the same restrictions form a fund group; where one group alone may pay, drawn stands for due. Balances are
written step by step because a spend profile has fewer steps than shares.
"""

from itertools import product

from planner.case.money import discount
from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.registry.rows import ACCOUNT_BALANCE, ACCOUNT_EMPTY, DRAWN_ORDER, FUND_BALANCE, FUND_LAPSE, FUND_SHARE
from planner.registry.variables import DRAWN, DUE
from planner.shape.fund_groups import Account, fund_groups
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add what fund groups pay for accounts, and what they have for it."""
    case, due = shape.case, m[DUE]
    periods, last = case.calendar.horizon, case.calendar.last
    accounts = {account.name: account for account in shape.accounts}
    several = {b: account for b, account in accounts.items() if len(account.fund_groups) > 1}
    groups = {
        f: group
        for f, group in fund_groups(case).items()
        if any(f in account.fund_groups for account in accounts.values())
    }
    shared = [(f, b) for b, account in several.items() for f in account.fund_groups]
    drawn = m.variables(DRAWN, ((f, b, t) for f, b in shared for t in periods))
    m.rows(
        DRAWN_ORDER,
        {(f, b, t): drawn[f, b, t - 1] <= drawn[f, b, t] for f, b in shared for t in periods[1:]},
    )

    def account_balance(b: str, t: int) -> Equation:
        by_now = total(drawn[f, b, t] for f in several[b].fund_groups)
        if t in (0, last):
            return by_now == due[b, t]
        return by_now - total(drawn[f, b, t - 1] for f in several[b].fund_groups) == due[b, t] - due[b, t - 1]

    m.rows(ACCOUNT_BALANCE, {(b, t): account_balance(b, t) for b, t in product(several, periods)})
    unpaid = [b for b, account in accounts.items() if not account.fund_groups]
    m.rows(ACCOUNT_EMPTY, {(b, t): due[b, t] <= 0 for b, t in product(unpaid, periods)})

    def drawn_from(f: str, t: int, site: str | None = None) -> Linear:
        return total(
            drawn[f, b, t] if b in several else due[b, t]
            for b, account in accounts.items()
            if f in account.fund_groups and site in (None, _site(account))
        )

    m.rows(
        FUND_BALANCE,
        {(f, t): drawn_from(f, t) <= group.to_date_usd_bn[t] for f, group in groups.items() for t in periods},
    )
    m.rows(
        FUND_LAPSE,
        {
            (f, t): (drawn_from(f, t) - drawn_from(f, t - 1) if t else drawn_from(f, t)) <= group.available_usd_bn[t]
            for f, group in groups.items()
            if not group.carry_over
            for t in periods
        },
    )

    def fund_share(f: str, s: str) -> Equation:
        paid = total(due[b, last] for b, account in accounts.items() if _site(account) == s and account.fund_groups)
        return drawn_from(f, last, s) <= groups[f].max_share * paid

    # Where a group pays a share of each site at most, accounts are kept by site: those of a site hold all its bills.
    m.rows(
        FUND_SHARE,
        {
            (f, s): fund_share(f, s)
            for f, group in groups.items()
            if group.max_share < 1
            for s in case.sites
            if any(f in account.fund_groups and _site(account) == s for account in accounts.values())
        },
    )
    m.cost(
        "cost_of_money",
        total(
            discount(case, t) * group.cost_of_money * case.calendar.period_years * drawn_from(f, t)
            for f, group in groups.items()
            if group.cost_of_money > 0
            for t in periods
        ),
    )


def _site(account: Account) -> str:
    """Return the site of an account that is kept by site; of any other, that of its first bill."""
    return account.bills[0][0]
