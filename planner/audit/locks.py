"""Locks: what starts inside the window is between minimum and maximum: phases, lumps (from_node), shells (no node).

With a node converted from and none converted to, a lock counts the capacity of that node that is retired.
"""

from planner.audit.facts import Facts
from planner.audit.findings import COUNT, Ledger
from planner.case.records import Case, Lock


def check(facts: Facts, ledger: Ledger) -> None:
    """Check every lock."""
    for lock in facts.case.locks:
        started, unit = _phases(facts, lock), "lumps" if lock.from_node else "phases" if lock.node else "shells"
        names = f"{lock.site} {lock.from_node} to {lock.node}" if lock.from_node else f"{lock.site} {lock.node or unit}"
        if lock.from_node and not lock.node:
            names, unit = f"{lock.site} {lock.from_node}", "times retired"
        where, what = f"{names}, {_window(facts.case, lock)}", f"{unit} started"
        ledger.at_least("locks", where, None, what, started, lock.min_phases, COUNT)
        ledger.at_most("locks", where, None, what, started, lock.max_phases, COUNT)


def _phases(facts: Facts, lock: Lock) -> float:
    inside = range(lock.from_period, lock.until_period + 1)
    if lock.from_node and not lock.node:
        given_up = (r for r in facts.plan.retired if (r.site, r.node) == (lock.site, lock.from_node))
        return sum(r.period in inside for r in given_up)
    if lock.from_node:
        key = lock.site, lock.from_node, lock.node
        lumps = (c for c in facts.plan.converted if (c.site, c.from_node, c.node) == key)
        return sum(c.lumps for c in lumps if c.period in inside)
    if not lock.node:
        return sum(s.shells for s in facts.plan.shells_built if s.site == lock.site and s.period in inside)
    starts = (s for s in facts.plan.starts if (s.site, s.node) == (lock.site, lock.node))
    return sum(s.phases for s in starts if s.period in inside)


def _window(case: Case, lock: Lock) -> str:
    first, last = max(0, lock.from_period), min(case.calendar.last, lock.until_period)
    return f"{case.calendar.label(first)} to {case.calendar.label(last)}"
