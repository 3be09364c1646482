"""Sense of bills: those of phases under way are due whatever is planned, so that funds must have the money by then."""

from collections.abc import Iterator
from itertools import accumulate

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Budget
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.places import may_pay, places
from planner.case.records import Fund, Node, Region, Site, UnderWay

_SLACK_USD_BN = 1e-6


def bill_problems(draft: Draft) -> Iterator[Problem]:
    """Return the bills of phases under way that all funds that may pay for them cannot pay in time."""
    if not all(map(draft.is_sound, (UnderWay, Fund, Budget, Site, Region, Node))):
        return
    budgets = {row.fund: row.budget_usd_bn for row in draft.records(Budget)}
    rows: dict[tuple[str, ...], list[Entry[UnderWay]]] = {}
    for entry, place in zip(draft.entries(UnderWay), places(draft, UnderWay), strict=True):
        payers = tuple(fund.name for fund in draft.records(Fund) if may_pay(fund, place))
        rows.setdefault(payers, []).append(entry)
    for payers, entries in rows.items():
        due: Iterator[float] = accumulate(map(sum, zip(*(one.record.bills_usd_bn for one in entries), strict=True)))
        money: Iterator[float] = accumulate(
            map(sum, zip(*(budgets[name] for name in payers if name in budgets), strict=True))
        )
        there = list(money) or [0.0] * len(entries[0].record.bills_usd_bn)
        short = next(
            (t for t, pair in enumerate(zip(due, there, strict=True)) if pair[0] > pair[1] + _SLACK_USD_BN), None
        )
        if short is not None:
            owed = sum(sum(one.record.bills_usd_bn[: short + 1]) for one in entries)
            who = " and ".join(payers) or "nobody"
            last = next(one for one in reversed(entries) if one.record.bills_usd_bn[short] > 0)
            yield last.problem(
                codes.CANNOT_BE,
                "bills_usd_bn",
                period=short,
                found=f"{plain(owed)} bn USD due by {draft.period(short)} of what {who} may pay for",
                expected=f"at most {plain(there[short])}, the money there is by then",
                fix="give more money by then, or move or lower the bills",
            )
