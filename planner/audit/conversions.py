"""Conversions: not too early, not too many, and the remaining capacity of every node at the site is never negative.

That holds in every scenario: a delay may not leave a lump converted that is not there yet.
"""

from planner.audit.facts import Facts, PairKey
from planner.audit.findings import COUNT, KWSPM, Ledger
from planner.audit.supply import nameplate_kwspm


def check(facts: Facts, ledger: Ledger) -> None:
    """Check the lumps of every conversion rule and the capacity that they leave."""
    touched: set[PairKey] = set()
    for rule in facts.case.conversions:
        where = f"{rule.site} {rule.from_node} to {rule.to_node}"
        key = rule.site, rule.from_node, rule.to_node
        done = [c for c in facts.plan.converted if (c.site, c.from_node, c.node) == key]
        lumps = sum(c.lumps for c in done)
        ledger.at_most("conversion_lumps", where, None, "lumps converted", lumps, rule.max_lumps, COUNT)
        for row in done:
            output, node = row.period + rule.downtime_periods, facts.case.nodes[rule.to_node]
            what = "first period of a conversion"
            ledger.at_least("conversion_earliest", where, row.period, what, row.period, rule.earliest, COUNT)
            what = "first output period"
            ledger.at_least("node_available", where, row.period, what, output, node.available_from, COUNT)
            touched |= {(rule.site, rule.from_node), (rule.site, rule.to_node)}
    for delay in sorted({scenario.delay_periods for scenario in facts.case.scenarios}) if touched else ():
        for pair, series in nameplate_kwspm(facts, delay).items():
            if pair in touched:
                for t, kwspm in enumerate(series):
                    what = "capacity left by conversions, kwspm,"
                    ledger.at_least("conversion_left", " ".join(pair), t, what, kwspm, 0.0, KWSPM)
