"""Locks against means: what locks require at the latest, beside the money and the machines that there are by then.

Every start is put as late as the locks allow, with every credit, so that what is missing here is missing in any plan.
"""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from planner.case.checks import codes
from planner.case.checks.draft.records import Budget
from planner.case.checks.sense.start_counts import PairKey, Tallies
from planner.case.money import paid_share
from planner.case.records import Case, Lock, Pair, Tool
from planner.shape.fund_groups import may_pay
from planner.shape.reach.money import net_capex_usd_bn
from planner.shape.reach.reasons import Reason, Where
from planner.shape.tool_stock import available_tools, productivity

_SLACK = 1e-6
Starts = Mapping[PairKey, list[float]]
"""Starts of each locked pair by period, as late as its locks allow."""


def lock_findings(case: Case, tallies: Tallies) -> Iterator[Reason]:
    """Return locks that need more money, or more machines, than there is."""
    keys = {(lock.site, lock.node) for lock in case.locks if lock.min_phases > 0 and not lock.from_node}
    starts = {key: _latest(tallies, key) for key in sorted(keys & tallies.phases.keys() & case.pairs.keys())}
    if not starts:
        return
    due = {key: _due(case, case.pairs[key], amounts) for key, amounts in starts.items()}
    yield from _without_money(case, due)
    yield from _without_tools(case, starts)


def _latest(tallies: Tallies, key: PairKey) -> list[float]:
    by_now = [tallies.phases[key].minimum(0, t) for t in tallies.calendar.horizon]
    return [now - before for before, now in zip([0.0, *by_now], by_now, strict=False)]


def _due(case: Case, pair: Pair, starts: list[float]) -> list[float]:
    """Return what is due to date at least of one pair's starts."""
    last, periods = case.calendar.last, case.calendar.horizon
    net = min(net_capex_usd_bn(case, pair, t) for t in periods)
    profiles = (pair.spend, pair.expansion_spend)
    return [
        net
        * sum(amount * min(paid_share(p, u, t, last) for p in profiles) for u, amount in enumerate(starts) if amount)
        for t in periods
    ]


def _without_money(case: Case, due: Mapping[PairKey, list[float]]) -> Iterator[Reason]:
    """Look at each locked pair with its own funds, the first that is short ending it, then at all together."""
    for keys in (*([key] for key in due), list(due)):
        funds = [fund for fund in case.funds.values() if any(may_pay(case, fund, *key) for key in keys)]
        if not funds:
            continue
        money = list(accumulate(sum(fund.budget_usd_bn[t] for fund in funds) for t in case.calendar.horizon))
        needed = [sum(due[key][t] for key in keys) for t in case.calendar.horizon]
        short = next((t for t, usd_bn in enumerate(needed) if usd_bn > money[t] * (1 + _SLACK) + _SLACK), None)
        if short is None:
            continue
        when = case.calendar.label(short)
        number = _lock(case, max(keys, key=lambda key: due[key][short]))
        largest = max(funds, key=lambda fund: sum(fund.budget_usd_bn))
        at_budget = Where(Budget, (largest.name,), "budget_usd_bn", short)
        what = "this lock" if len(keys) == 1 else f"the locks of {len(keys)} pairs"
        expected = f"{what} to cost at most {money[short]:.4g} bn USD by {when}, not {needed[short]:.4g}"
        fix = ("require fewer phases or later ones, or give more money by then in ", at_budget)
        value = f"at least {case.locks[number].min_phases}"
        yield Reason(codes.LOCKS_WITHOUT_MEANS, Where(Lock, (number,), "min_phases"), value, expected, fix, "")
        return


def _without_tools(case: Case, starts: Starts) -> Iterator[Reason]:
    for tool in case.tools.values():
        if any(use.node == row.from_node for use in tool.uses for row in case.conversions):
            continue
        for t in case.calendar.horizon:
            needed = {key: _tools(case, tool, key, amounts, t) for key, amounts in starts.items()}
            available = available_tools(case, tool, t)
            if sum(needed.values()) > available + _SLACK:
                when = case.calendar.label(t)
                number = _lock(case, max(needed, key=lambda key: needed[key]))
                has, short = (n / productivity(case, tool, t) for n in (available, sum(needed.values())))
                expected = f"at most {has:g} of {tool.name} to be needed by {when}, not {short:g}"
                at_tool = Where(Tool, (tool.name,), "deliveries", t)
                fix = ("require fewer phases or later ones, or deliver more by then in ", at_tool)
                value = f"at least {case.locks[number].min_phases}"
                yield Reason(codes.LOCKS_WITHOUT_MEANS, Where(Lock, (number,), "min_phases"), value, expected, fix, "")
                return


def _tools(case: Case, tool: Tool, key: PairKey, starts: list[float], period: int) -> float:
    pair, node = case.pairs[key], case.nodes[key[1]]
    lead = max(pair.lead_periods, pair.expansion_lead_periods)
    return sum(
        use.tools_per_kwspm * node.phase_kwspm * sum(starts[: max(0, period - lead + use.periods_before_output + 1)])
        for use in tool.uses
        if use.node == node.name
    )


def _lock(case: Case, key: PairKey) -> int:
    """Return the number of the lock of a pair that requires most."""
    numbers = [i for i, lock in enumerate(case.locks) if (lock.site, lock.node, lock.from_node) == (*key, "")]
    return max(numbers, key=lambda i: case.locks[i].min_phases)
