"""Who may pay: funds with equal restrictions merged into groups, and bills by the groups that may pay them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from planner.case.records import Case, Fund

OPENING = ""
Bill = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FundGroup:
    """Funds with the same restrictions. `available_usd_bn` is by period, `to_date_usd_bn` its running sum."""

    name: str
    funds: tuple[str, ...]
    available_usd_bn: tuple[float, ...]
    to_date_usd_bn: tuple[float, ...]
    carry_over: bool
    max_share: float
    cost_of_money: float


@dataclass(frozen=True, slots=True)
class Account:
    """Bills that the same fund groups may pay. A bill is (site, node), or (site, "") for opening the site."""

    name: str
    fund_groups: tuple[str, ...]
    bills: tuple[Bill, ...]


def may_pay(case: Case, fund: Fund, site: str, node: str) -> bool:
    """Say whether a fund may pay for phases of a node at a site; an empty node means opening the site."""
    region = case.pair_region(site)
    return (
        (not fund.regions or region.name in fund.regions)
        and (not fund.blocs or region.bloc in fund.blocs)
        and (node == OPENING or not fund.nodes or node in fund.nodes)
        and (node == OPENING or not fund.kinds or case.nodes[node].kind in fund.kinds)
        and (not fund.owners or not fund.owners.isdisjoint(_owners(case, site, node)))
    )


def _owners(case: Case, site: str, node: str) -> set[str]:
    """Return who builds a node at a site; of an opening, everybody who may build there."""
    if node != OPENING:
        return {case.owner_of(site, node)}
    return {pair.owner for pair in case.pairs.values() if pair.site == site}


def fund_groups(case: Case) -> Mapping[str, FundGroup]:
    """Return the fund groups by name. Funds that lapse or are capped at a site stay alone."""
    groups: dict[object, list[Fund]] = {}
    for fund in case.funds.values():
        restrictions = (fund.regions, fund.blocs, fund.nodes, fund.kinds, fund.owners, fund.cost_of_money)
        alone = not fund.carry_over or fund.max_share < 1
        groups.setdefault(fund.name if alone else restrictions, []).append(fund)
    return {funds[0].name: _fund_group(funds) for funds in groups.values()}


def _fund_group(funds: list[Fund]) -> FundGroup:
    available = tuple(sum(amounts) for amounts in zip(*(fund.budget_usd_bn for fund in funds), strict=True))
    return FundGroup(
        name=funds[0].name,
        funds=tuple(fund.name for fund in funds),
        available_usd_bn=available,
        to_date_usd_bn=tuple(accumulate(available)),
        carry_over=funds[0].carry_over,
        max_share=funds[0].max_share,
        cost_of_money=funds[0].cost_of_money,
    )


def accounts(case: Case, bills: tuple[Bill, ...]) -> tuple[Account, ...]:
    """Group bills by the fund groups that may pay them, and by site where a group may pay only a share of the site."""
    known = fund_groups(case)
    capped = {
        site
        for site, node in bills
        for name, group in known.items()
        if group.max_share < 1 and may_pay(case, case.funds[name], site, node)
    }
    groups: dict[tuple[tuple[str, ...], str], list[Bill]] = {}
    for site, node in bills:
        eligible = tuple(name for name in known if may_pay(case, case.funds[name], site, node))
        at_site = site if site in capped else ""
        groups.setdefault((eligible, at_site), []).append((site, node))
    return tuple(
        Account(name=f"account_{number}", fund_groups=eligible, bills=tuple(members))
        for number, ((eligible, _), members) in enumerate(groups.items(), start=1)
    )
