"""Tools: what is installed for new phases and conversions never exceeds what is there.

    need of phases from output - periods_before_output on, + lumps x (ratio x tools[to] - tools[from])
        <= max(0, deliveries to date - tools of the committed growth since the first period - those of phases under way)
With productivity growth every need of a period, of committed capacity too, is divided by (1 + growth)^years.
Where an event keeps deliveries back in a scenario, no more runs there than has its machines.
Committed rows count where they use tools; where they fall, machines are free, and what a plan retires adds its own. A
scenario's delay or tool factor changes nothing.
"""

import math
from collections import defaultdict

from planner.audit.facts import Facts
from planner.audit.findings import TOOLS, Ledger
from planner.audit.retirement import is_retired
from planner.case.records import Tool


def check(facts: Facts, ledger: Ledger) -> None:
    """Check the need of every tool in every period."""
    for tool in facts.case.tools.values():
        for t in facts.case.calendar.horizon:
            need = _phases(facts, tool, t, under_way=False) + _conversions(facts, tool, t)
            need /= _growth(facts, tool, t)
            used = _committed_growth(facts, tool, t) + _phases(facts, tool, t, under_way=True) / _growth(facts, tool, t)
            there = max(0.0, sum(tool.deliveries[: t + 1]) - used) + _set_free(facts, tool, t)
            ledger.at_most("tools", tool.name, t, "machines needed", need, there, TOOLS)
        if any(event.tool == tool.name for event in facts.case.events):
            _running(facts, tool, ledger)


def _running(facts: Facts, tool: Tool, ledger: Ledger) -> None:
    """Check that what runs in a scenario has its machines: those of committed capacity, and those that have come."""
    case, started = facts.case, defaultdict[tuple[str, int], float](float)
    for row in facts.plan.wafers:
        kwspm = row.kwafers / (case.calendar.period_months * case.nodes[row.node].utilisation)
        started[row.scenario, row.period] += kwspm * _per_kwspm(tool, row.node)
    for scenario in case.scenarios:
        events = [event for event in case.events if event.tool == tool.name and event.scenario == scenario.name]
        missing = 0.0
        for t in case.calendar.horizon:
            left = math.prod(event.factor for event in events if event.from_period <= t <= event.until_period)
            missing += (1.0 - left) * tool.deliveries[t]
            growth = _growth(facts, tool, t)
            committed = sum(row.kwspm[t] * _per_kwspm(tool, row.node) for row in case.committed)
            committed = (committed + _all_under_way(facts, tool)) / growth
            used = _committed_growth(facts, tool, t) + _phases(facts, tool, t, under_way=True) / growth
            planned = max(0.0, sum(tool.deliveries[: t + 1]) - used)
            there, need = max(0.0, committed + planned - missing), started[scenario.name, t] / growth
            where, what = f"{scenario.name} {tool.name}", "machines that run"
            ledger.at_most("event_tools", where, t, what, need, there, TOOLS)


def _all_under_way(facts: Facts, tool: Tool) -> float:
    """Return the machines of all phases under way, whenever they are installed."""
    rows = ((row, facts.case.nodes[row.node]) for row in facts.case.under_way)
    return sum(row.phases * node.phase_kwspm * _per_kwspm(tool, row.node) for row, node in rows)


def _phases(facts: Facts, tool: Tool, period: int, *, under_way: bool) -> float:
    """Return the machines of new phases, or of those under way that are not installed before the horizon."""
    need = 0.0
    for use in tool.uses:
        installed = ((b, b.output - use.periods_before_output) for b in facts.batches if b.node == use.node)
        phases = sum(
            b.phases for b, t in installed if t <= period and b.under_way is under_way and (t >= 0 or not under_way)
        )
        need += phases * facts.case.nodes[use.node].phase_kwspm * use.tools_per_kwspm
    return need


def _conversions(facts: Facts, tool: Tool, period: int) -> float:
    rules = {(c.site, c.from_node, c.to_node): c for c in facts.case.conversions}
    need = 0.0
    for done in facts.plan.converted:
        rule = rules[done.site, done.from_node, done.node]
        change = rule.output_ratio * _per_kwspm(tool, rule.to_node) - _per_kwspm(tool, rule.from_node)
        if done.period <= period:
            need += done.lumps * rule.lump_kwspm * change
    return need


def _committed_growth(facts: Facts, tool: Tool, period: int) -> float:
    rows = [row for row in facts.case.committed if row.uses_tools]
    now = sum(row.kwspm[period] * _per_kwspm(tool, row.node) for row in rows) / _growth(facts, tool, period)
    return now - sum(row.kwspm[0] * _per_kwspm(tool, row.node) for row in rows)


def _set_free(facts: Facts, tool: Tool, period: int) -> float:
    """Return the machines of what the plan has retired."""
    rows = [row for row in facts.case.committed if row.uses_tools and is_retired(facts, row, period)]
    return sum(row.kwspm[period] * _per_kwspm(tool, row.node) for row in rows) / _growth(facts, tool, period)


def _growth(facts: Facts, tool: Tool, period: int) -> float:
    years = period * facts.case.calendar.period_months / 12
    return float((1.0 + tool.productivity_growth) ** years)


def _per_kwspm(tool: Tool, node: str) -> float:
    return sum(use.tools_per_kwspm for use in tool.uses if use.node == node)
