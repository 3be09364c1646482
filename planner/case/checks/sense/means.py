"""Sense of means and policy: windows, bounds, whole phases, locks on what is listed, funds that can pay."""

import math
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from planner.case.checks import codes
from planner.case.checks.codes import ProblemCode
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Budget
from planner.case.checks.draft.words import plain, some
from planner.case.checks.problem import Problem
from planner.case.checks.sense.places import Place, may_pay, places
from planner.case.records import (
    Committed,
    Conversion,
    Event,
    Fund,
    Incentive,
    Lane,
    Limit,
    Lock,
    Node,
    Pair,
    PlannedStart,
    Region,
    Shell,
    Site,
    UnderWay,
)

_WHOLE_TOLERANCE = 1e-6
_SLACK_USD_BN = 1e-6
WINDOWS: tuple[tuple[type[Any], str, str], ...] = (
    (Lane, "from_period", "until_period"),
    (Limit, "from_period", "until_period"),
    (Lock, "from_period", "until_period"),
    (Incentive, "start_from", "start_until"),
    (Event, "from_period", "until_period"),
)


def means_problems(draft: Draft) -> Iterator[Problem]:
    """Return the problems of windows, limits, locks and funds."""
    yield from _windows(draft)
    for limit in draft.entries(Limit, "measure", "minimum", "maximum"):
        low, high = limit.record.minimum, limit.record.maximum
        if low > high:
            shown = draft.words.bound(limit.record.measure, low), draft.words.bound(limit.record.measure, high)
            yield _min_above_max(draft, codes.LIMIT_MIN_ABOVE_MAX, limit, "minimum", "maximum", *shown)
    yield from _locks(draft)
    yield from _unlisted(draft)
    yield from _budgets(draft)
    yield from _payers(draft)


def _windows(draft: Draft) -> Iterator[Problem]:
    if draft.calendar is None:
        return
    for kind, start, end in WINDOWS:
        for entry in draft.entries(kind, start, end):
            first, last = getattr(entry.record, start), getattr(entry.record, end)
            # Before the horizon and open at its start, a window is idle rather than wrong.
            if last < first and not draft.words.is_default(entry.ref, entry.record, start):
                opens, closes = draft.period(first), draft.period(last)
                fix = f"write {opens} or later here, or {closes} or earlier into {draft.cell(entry, start)}"
                yield entry.problem(codes.UNTIL_BEFORE_FROM, end, found=closes, expected=f"{opens} or later", fix=fix)


def _min_above_max(
    draft: Draft, code: ProblemCode, entry: Entry[Any], low: str, high: str, minimum: str, maximum: str
) -> Problem:
    fix = f"write at most {maximum} here, or at least {minimum} into {draft.cell(entry, high)}"
    return entry.problem(code, low, found=f"{minimum} to {maximum}", fix=fix)


def _locks(draft: Draft) -> Iterator[Problem]:
    for lock in draft.entries(Lock, "min_phases", "max_phases"):
        low, high = lock.record.min_phases, lock.record.max_phases
        parts = [*_not_whole(lock, "min_phases", low), *_not_whole(lock, "max_phases", high)]
        if not parts and low > high and round(low) > round(high):
            yield _min_above_max(
                draft, codes.LOCK_MIN_ABOVE_MAX, lock, "min_phases", "max_phases", f"{low:g}", f"{high:g}"
            )
        yield from parts
    for start in draft.entries(PlannedStart, "phases"):
        yield from _not_whole(start, "phases", start.record.phases)


def _not_whole(entry: Entry[Any], field: str, phases: float) -> Iterator[Problem]:
    if math.isfinite(phases) and abs(phases - round(phases)) > _WHOLE_TOLERANCE:
        fix = f"write {math.floor(phases)} or {math.ceil(phases)}"
        yield entry.problem(codes.NOT_WHOLE, field, found=plain(phases), expected="whole phases", fix=fix)


def _unlisted(draft: Draft) -> Iterator[Problem]:
    pairs = {(pair.site, pair.node) for pair in draft.records(Pair, "site", "node")}
    lumps = {(c.site, c.from_node, c.to_node) for c in draft.records(Conversion, "site", "from_node", "to_node")}
    lumps |= {(c.site, c.node, "") for c in draft.records(Committed, "site", "node", "retire_from") if c.may_retire}
    pairs |= {(shell.site, "") for shell in draft.records(Shell, "site")}
    pairs_known = draft.is_whole(Pair, "site", "node") and draft.is_whole(Shell, "site")
    lumps_known = draft.is_whole(Conversion, "site", "from_node", "to_node")
    lumps_known &= draft.is_whole(Committed, "site", "node", "retire_from")
    for entry in draft.entries(Lock, "site", "node", "from_node", "min_phases"):
        lock = entry.record
        if lock.from_node:
            listed = not lumps_known or (lock.site, lock.from_node, lock.node) in lumps
            what = f"{lock.from_node} to {lock.node} at {lock.site}"
            if lock.is_of_retirement:
                what = f"retire_from for {lock.from_node} at {lock.site}"
        else:
            listed = not pairs_known or (lock.site, lock.node) in pairs
            what = f"{lock.node or 'shells'} at {lock.site}"
        if not listed:
            code = codes.LOCK_WITHOUT_PAIR if lock.min_phases > 0 else codes.UNUSED_LOCK
            yield _not_listed(draft, code, entry, _kind_of(lock), what)
    for row in draft.entries(UnderWay, "site", "node"):
        if pairs_known and (row.record.site, row.record.node) not in pairs:
            what = f"{row.record.node} at {row.record.site}"
            yield _not_listed(draft, codes.UNDER_WAY_WITHOUT_PAIR, row, Pair, what)
    for start in draft.entries(PlannedStart, "site", "node"):
        if pairs_known and (start.record.site, start.record.node) not in pairs:
            kind, what = (Pair, start.record.node) if start.record.node else (Shell, "shells")
            yield _not_listed(draft, codes.UNUSED_LOCK, start, kind, f"{what} at {start.record.site}")


def _kind_of(lock: Lock) -> type:
    """Return what a lock is about."""
    if lock.from_node:
        return Conversion if lock.node else Committed
    return Pair if lock.node else Shell


def _not_listed(draft: Draft, code: ProblemCode, entry: Entry[Any], kind: type, what: str) -> Problem:
    words = draft.words
    fix = f"list {what} {words.listing(kind)}, or delete the {words.row}"
    return entry.problem(code, "site", found=what, expected=words.one_of(kind), fix=fix)


def _budgets(draft: Draft) -> Iterator[Problem]:
    if draft.all(Budget) and draft.is_whole(Budget, "fund"):
        paid = {budget.fund for budget in draft.records(Budget, "fund")}
        for fund in draft.entries(Fund, "name"):
            if fund.record.name not in paid:
                yield fund.problem(codes.FUND_WITHOUT_BUDGET, "name", found=fund.record.name)


def _payers(draft: Draft) -> Iterator[Problem]:
    funds = list(draft.records(Fund, "regions", "blocs", "nodes", "kinds", "owners"))
    if not funds or len(funds) != len(draft.all(Fund)):
        return
    regions = {region.name: region for region in draft.records(Region, "name", "bloc")}
    sites = {site.name: site for site in draft.records(Site, "name", "region")}
    nodes = {node.name: node for node in draft.records(Node, "name", "kind")}
    for pair in draft.entries(Pair, "site", "node", "owner"):
        site, node = sites.get(pair.record.site), nodes.get(pair.record.node)
        region = regions.get(site.region) if site else None
        if region is None or site is None or node is None:
            continue
        place = Place(region.name, region.bloc, site.name, node.name, node.kind, pair.record.owner)
        if not any(may_pay(fund, place) for fund in funds):
            yield pair.problem(codes.NO_FUND_MAY_PAY, "site", found=f"{node.name} at {site.name}")


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
            who = some(payers) or "nobody"
            last = next(one for one in reversed(entries) if one.record.bills_usd_bn[short] > 0)
            yield last.problem(
                codes.CANNOT_BE,
                "bills_usd_bn",
                period=short,
                found=f"{plain(owed)} bn USD due by {draft.period(short)} of what {who} may pay for",
                expected=f"at most {plain(there[short])}, the money there is by then",
                fix="give more money by then, or move or lower the bills",
            )
