"""Who pays: what fund groups draw for accounts, shared among the bills of an account and the funds of a group."""

from collections.abc import Iterator, Mapping

from planner.case.money import capex_usd_bn
from planner.extract.building import Granted, TrackStarts, openings
from planner.plan.records import Converted, Draw
from planner.registry.families import Values
from planner.registry.keys import DrawKey
from planner.registry.variables import DRAWN
from planner.shape.fund_groups import SITE_ITSELF, Account, Bill, FundGroup, fund_groups
from planner.shape.shape import Shape

SMALLEST_USD_BN = 1e-12
Due = Mapping[Bill, list[float]]


def draws(
    shape: Shape, values: Values, all_starts: TrackStarts, granted: Granted, lumps: tuple[Converted, ...]
) -> tuple[Draw, ...]:
    """Return the draws of every fund by bill and period."""
    due = _due(shape, values, all_starts, granted, lumps)
    known = fund_groups(shape.case)
    decided = DRAWN.of(values)
    left = dict.fromkeys(shape.case.funds, 0.0)
    rows = []
    for t in shape.case.calendar.horizon:
        for name, fund in shape.case.funds.items():
            left[name] = fund.budget_usd_bn[t] + (left[name] if fund.carry_over else 0.0)
        for bill, group, usd_bn in _drawn(due, shape.accounts, decided, t):
            for fund_name, part in _shared(known[group], left, usd_bn):
                left[fund_name] -= part
                rows.append(Draw(fund_name, *bill, t, part))
    return tuple(rows)


def _due(shape: Shape, values: Values, all_starts: TrackStarts, granted: Granted, lumps: tuple[Converted, ...]) -> Due:
    """Return the amount of each bill by period, net of credits."""
    case = shape.case
    due: dict[Bill, list[float]] = {}
    for (track, u), count in all_starts.items():
        amount = capex_usd_bn(case, track, u) * count
        amount -= granted.by_start.get((track, u), 0.0)
        by_period = due.setdefault((track.site, track.node), [0.0] * case.calendar.periods)
        for offset, share in enumerate(track.spend):
            by_period[min(u + offset, case.calendar.last)] += share * amount
    for earlier in case.under_way:
        by_period = due.setdefault((earlier.site, earlier.node), [0.0] * case.calendar.periods)
        for t, usd_bn in enumerate(earlier.bills_usd_bn):
            by_period[t] += usd_bn
    per_lump = {(row.site, row.from_node, row.to_node): row.capex_usd_bn_per_lump for row in case.conversions}
    for lump in lumps:
        by_period = due.setdefault((lump.site, lump.node), [0.0] * case.calendar.periods)
        by_period[lump.period] += per_lump[lump.site, lump.from_node, lump.node] * lump.lumps
    for opening in openings(shape, values, all_starts):
        by_period = due.setdefault((opening.site, SITE_ITSELF), [0.0] * case.calendar.periods)
        by_period[opening.period] += case.sites[opening.site].opening_cost_usd_bn
    return due


def _drawn(
    due: Due, books: tuple[Account, ...], decided: Mapping[DrawKey, float], t: int
) -> Iterator[tuple[Bill, str, float]]:
    """Yield (bill, group, usd_bn) drawn in a period; fund groups share the bills of an account in equal proportion."""
    for account in books:
        bills = {bill: due[bill][t] for bill in account.bills if bill in due and due[bill][t] > SMALLEST_USD_BN}
        if not bills or not account.fund_groups:
            continue
        if len(account.fund_groups) == 1:
            shares = {account.fund_groups[0]: 1.0}
        else:
            drawn = {f: _step(decided, f, account.name, t) for f in account.fund_groups}
            total = sum(drawn.values())
            shares = {f: usd_bn / total for f, usd_bn in drawn.items()} if total > 0 else {account.fund_groups[0]: 1.0}
        for bill, usd_bn in bills.items():
            for group, share in shares.items():
                if share * usd_bn > SMALLEST_USD_BN:
                    yield bill, group, share * usd_bn


def _step(decided: Mapping[DrawKey, float], group: str, account: str, t: int) -> float:
    return max(0.0, decided.get(DrawKey(group, account, t), 0.0) - decided.get(DrawKey(group, account, t - 1), 0.0))


def _shared(group: FundGroup, left: Mapping[str, float], usd_bn: float) -> list[tuple[str, float]]:
    """Share a draw among the funds of a group in proportion to what each has left."""
    if len(group.funds) == 1:
        return [(group.name, usd_bn)]
    remaining = {name: max(0.0, left[name]) for name in group.funds}
    total = sum(remaining.values())
    if total <= 0:
        return [(group.name, usd_bn)]
    return [(name, usd_bn * amount / total) for name, amount in remaining.items() if amount > 0]
