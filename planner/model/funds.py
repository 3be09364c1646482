"""Funds: every usd is drawn from a purse that may pay for it and has it by then.

    drawn[f,a,t]:         usd_bn drawn to date from purse f for account a (only where several purses may pay)
    drawn_order[f,a,t]:   drawn[f,a,t-1] <= drawn[f,a,t]
    account_balance[a,t]: sum(f) drawn[f,a,t] = sum(s,n in a) due_to_date[s,n,t]
    account_empty[a,t]:   sum(s,n in a) due_to_date[s,n,t] <= 0                      for accounts without a purse
    fund_balance[f,t]:    sum(a) drawn[f,a,t] <= sum(u<=t) budget[f,u]
    fund_lapse[f,t]:      sum(a) drawn[f,a,t] - drawn[f,a,t-1] <= budget[f,t]        for purses without carry-over
    fund_share[f,s]:      sum(a of s) drawn[f,a,T] <= max_share[f] * sum(n) due_to_date[s,n,T]
    cost[cost_of_money] = sum(f,t) discount[t] * cost_of_money[f] * period_years * sum(a) drawn[f,a,t]

An account gathers the bills that the same purses may pay; due_to_date = capex + opening - credit, to date. Funds that
no string tells apart share a purse; where one purse alone may pay, drawn stands for what is due.
"""

from collections.abc import Callable
from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.case.money import discount
from planner.case.purses import OPENING, Account, Bill, accounts, purses
from planner.case.shape import Shape

Drawn = Callable[[str, int], Any]


def add(m: Any, shape: Shape) -> None:
    """Add the purses and who draws from them."""
    case = shape.case
    periods = list(case.calendar.horizon)
    known = purses(case)
    books = {account.name: account for account in accounts(case, list(bills(m)))}
    shared = [(f, a) for a, account in books.items() if len(account.purses) > 1 for f in account.purses]
    m.drawn = Var(shared, periods, within=NonNegativeReals)
    m.drawn_order = Constraint(shared, periods[1:], rule=lambda m, f, a, t: m.drawn[f, a, t - 1] <= m.drawn[f, a, t])
    m.account_balance = Constraint(
        [a for a, account in books.items() if len(account.purses) > 1],
        periods,
        rule=lambda m, a, t: sum(m.drawn[f, a, t] for f in books[a].purses) == _due(m, books[a].bills, t),
    )
    m.account_empty = Constraint(
        [a for a, account in books.items() if not account.purses],
        periods,
        rule=lambda m, a, t: _due(m, books[a].bills, t) <= 0,
    )
    m.fund_balance = Constraint(
        [f for f in known if _pays(f, books)],
        periods,
        rule=lambda m, f, t: _drawn(m, books, f, t) <= known[f].to_date_usd_bn[t],
    )
    m.fund_lapse = Constraint(
        [f for f, purse in known.items() if not purse.carry_over and _pays(f, books)],
        periods,
        rule=lambda m, f, t: (
            _drawn(m, books, f, t) - (_drawn(m, books, f, t - 1) if t else 0) <= known[f].available_usd_bn[t]
        ),
    )
    m.fund_share = Constraint(
        [(f, s) for f, purse in known.items() if purse.max_share < 1 for s in case.sites if _pays(f, books, s)],
        rule=lambda m, f, s: (
            _drawn_at(m, books, f, s, periods[-1])
            <= known[f].max_share * _due(m, [bill for bill in bills(m) if bill[0] == s], periods[-1])
        ),
    )
    m.cost["cost_of_money"] = sum(
        discount(case, t) * purse.cost_of_money * case.calendar.period_years * _drawn(m, books, f, t)
        for f, purse in known.items()
        if purse.cost_of_money > 0 and _pays(f, books)
        for t in periods
    )


def bills(m: Any) -> dict[Bill, None]:
    """Return everything that has to be paid: phases by (site, node), openings by (site, "")."""
    phases = {(s, n): None for s, n, _ in m.capex_to_date}
    return {**phases, **{(s, OPENING): None for s, _ in m.opening_to_date}}


def _due(m: Any, of: Any, t: int) -> Any:
    return sum(_due_to_date(m, bill, t) for bill in of)


def _due_to_date(m: Any, bill: Bill, t: int) -> Any:
    site, node = bill
    if node == OPENING:
        return m.opening_to_date[site, t]
    if (site, node, t) in m.credit_to_date:
        return m.capex_to_date[site, node, t] - m.credit_to_date[site, node, t]
    return m.capex_to_date[site, node, t]


def _pays(purse: str, books: dict[str, Account], site: str | None = None) -> bool:
    return any(
        purse in account.purses and (site is None or any(bill[0] == site for bill in account.bills))
        for account in books.values()
    )


def _drawn_for(m: Any, account: Account, purse: str, t: int) -> Any:
    return m.drawn[purse, account.name, t] if len(account.purses) > 1 else _due(m, account.bills, t)


def _drawn(m: Any, books: dict[str, Account], purse: str, t: int) -> Any:
    return sum(_drawn_for(m, account, purse, t) for account in books.values() if purse in account.purses)


def _drawn_at(m: Any, books: dict[str, Account], purse: str, site: str, t: int) -> Any:
    return sum(
        _drawn_for(m, account, purse, t)
        for account in books.values()
        if purse in account.purses and account.bills[0][0] == site
    )
