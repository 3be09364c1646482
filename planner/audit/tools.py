"""Tools: what is installed for new phases and conversions never exceeds what is there.

    need of phases from output - periods_before_output on, + lumps x (ratio x tools[to] - tools[from])
        <= max(0, deliveries to date - tools of the committed growth since the first period - those of phases under way)
Committed rows count where they use tools; retirement frees machines. A scenario's delay or tool factor changes nothing.
"""

from planner.audit.facts import Facts
from planner.audit.findings import TOOLS, Ledger
from planner.case.records import Tool


def check(facts: Facts, ledger: Ledger) -> None:
    """Check the need of every tool in every period."""
    for tool in facts.case.tools.values():
        for t in facts.case.calendar.horizon:
            need = _phases(facts, tool, t, under_way=False) + _conversions(facts, tool, t)
            used = _committed_growth(facts, tool, t) + _phases(facts, tool, t, under_way=True)
            there = max(0.0, sum(tool.deliveries[: t + 1]) - used)
            ledger.at_most("tools", tool.name, t, "machines needed", need, there, TOOLS)


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
    rows = (row for row in facts.case.committed if row.uses_tools)
    return sum((row.kwspm[period] - row.kwspm[0]) * _per_kwspm(tool, row.node) for row in rows)


def _per_kwspm(tool: Tool, node: str) -> float:
    return sum(use.tools_per_kwspm for use in tool.uses if use.node == node)
