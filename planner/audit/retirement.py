"""Retirement: capacity that a row allows to be given up is given up once, not too early, and then makes nothing more.

The rows of a node at a site that may be retired go together, when all of them may. Capacity that a row gives a fixed
cost pays it in every period in which there is some of it, until it is retired.
"""

from planner.audit.discount import mid_period
from planner.audit.facts import Facts
from planner.audit.findings import COUNT, Ledger
from planner.case.calendar import NO_END
from planner.case.records import Committed


def check(facts: Facts, ledger: Ledger) -> None:
    """Check when what is retired."""
    for row in facts.plan.retired:
        where = f"{row.site} {row.node}"
        same = [one for one in facts.plan.retired if (one.site, one.node) == (row.site, row.node)]
        ledger.at_most("retired", where, None, "times that it is retired", len(same), 1, COUNT)
        allowed = [c.retire_from for c in facts.case.committed if (c.site, c.node) == (row.site, row.node)]
        for first in (first for first in allowed if first != NO_END):
            ledger.at_least("retired", where, row.period, "first period without it", row.period, first, COUNT)


def is_retired(facts: Facts, row: Committed, period: int) -> bool:
    """Say whether a row has been given up by a period."""
    done = (one.period for one in facts.plan.retired if (one.site, one.node) == (row.site, row.node))
    return row.retire_from != NO_END and any(first <= period for first in done)


def standing_cost_usd_bn(facts: Facts) -> float:
    """Return the discounted fixed cost of committed capacity."""
    years = facts.case.calendar.period_months / 12
    return sum(
        row.fixed_cost_usd_bn_per_year * years * mid_period(facts.case, t)
        for row in facts.case.committed
        for t in facts.case.calendar.horizon
        if row.kwspm[t] > 0 and not is_retired(facts, row, t)
    )
