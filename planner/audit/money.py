"""Money: everything due is drawn, from funds that may pay for it, within what they hold and their share of a site.

sum of draws by site, node and period  = capex + bills of phases under way + conversions - credits, as they fall due
sum of draws by site without a node    = opening cost in the period of opening + shells - credits, as they fall due
"""

from collections import defaultdict
from itertools import accumulate

from planner.audit.crediting import credits_due
from planner.audit.due import DueKey, capex_due, conversions_due, drawn, openings_due, under_way_due
from planner.audit.facts import Facts
from planner.audit.findings import USD_BN, Ledger
from planner.case.records import Case, Fund


def check(facts: Facts, ledger: Ledger) -> None:
    """Check draws against what is due, who may pay and what is there."""
    _balance(facts, ledger)
    _eligible(facts, ledger)
    _budget(facts, ledger)
    _shares(facts, ledger)


def _balance(facts: Facts, ledger: Ledger) -> None:
    due: dict[DueKey, float] = defaultdict(float)
    for sign, part in (
        (1, capex_due(facts)), (1, under_way_due(facts)), (1, conversions_due(facts)), (1, openings_due(facts)),
        (-1, credits_due(facts)),
    ):  # fmt: skip
        for key, usd_bn in part.items():
            due[key] += sign * usd_bn
    paid = drawn(facts)
    for site, node, t in sorted({*due, *paid}):
        paid_usd_bn, owed = paid.get((site, node, t), 0.0), due.get((site, node, t), 0.0)
        ledger.equal("draws", f"{site} {node or 'itself'}", t, "money drawn, bn USD,", paid_usd_bn, owed, USD_BN)


def _eligible(facts: Facts, ledger: Ledger) -> None:
    for draw in facts.plan.draws:
        fund, what = facts.case.funds[draw.fund], f"pays for {draw.site} {draw.node or 'itself'}"
        ledger.at_least("draws", f"{draw.fund} {what}", draw.period, "a draw, bn USD,", draw.usd_bn, 0.0, USD_BN)
        if draw.usd_bn > USD_BN:
            ok = _may_pay(facts.case, fund, draw.site, draw.node)
            text = "the fund may not pay for this"
            ledger.holds("eligible", f"{draw.fund} {what}", draw.period, text, ok, draw.usd_bn, "no draw")


def _may_pay(case: Case, fund: Fund, site: str, node: str) -> bool:
    # Every column that is filled must allow it. Opening and shells have no node, so only the place counts.
    region = case.pair_region(site)
    place = (not fund.regions or region.name in fund.regions) and (not fund.blocs or region.bloc in fund.blocs)
    if fund.owners:
        # An opening is for whoever may build at the site.
        built = [pair.owner for (s, n), pair in case.pairs.items() if s == site and node in ("", n)]
        place = place and any(owner in fund.owners for owner in built)
    if not node:
        return place
    named = not fund.nodes or node in fund.nodes
    return place and named and (not fund.kinds or case.nodes[node].kind in fund.kinds)


def drawn_by_period(facts: Facts, fund: str) -> list[float]:
    """Return what is drawn from a fund in each period."""
    drawn = [0.0] * facts.case.calendar.periods
    for draw in facts.plan.draws:
        if draw.fund == fund:
            drawn[draw.period] += draw.usd_bn
    return drawn


def _budget(facts: Facts, ledger: Ledger) -> None:
    for fund in facts.case.funds.values():
        drawn = drawn_by_period(facts, fund.name)
        pairs = list(zip(drawn, fund.budget_usd_bn, strict=True))
        what = "draws of the period, bn USD,"
        if fund.carry_over:
            pairs = list(zip(accumulate(drawn), accumulate(fund.budget_usd_bn), strict=True))
            what = "draws to date, bn USD,"
        for t, (drawn_usd_bn, allowed) in enumerate(pairs):
            ledger.at_most("budget", fund.name, t, what, drawn_usd_bn, allowed, USD_BN)


def _shares(facts: Facts, ledger: Ledger) -> None:
    by_fund: dict[tuple[str, str], float] = defaultdict(float)
    at_site: dict[str, float] = defaultdict(float)
    for draw in facts.plan.draws:
        by_fund[draw.fund, draw.site] += draw.usd_bn
        at_site[draw.site] += draw.usd_bn
    for (fund, site), usd_bn in by_fund.items():
        allowed, what = facts.case.funds[fund].max_share * at_site[site], "share of all draws at the site, bn USD,"
        ledger.at_most("max_share", f"{fund} at {site}", None, what, usd_bn, allowed, USD_BN)
