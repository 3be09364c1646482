"""What falls due, by site, node and period: the capex of phases, shells and conversions and the opening of sites."""

from collections import defaultdict
from collections.abc import Iterator

from planner.audit.facts import Facts, open_already
from planner.case.records import Case

DueKey = tuple[str, str, int]
"""Site, node (blank: the site itself, its opening and its shells) and period."""


def spread(case: Case, start: int, profile: tuple[float, ...], usd_bn: float) -> Iterator[tuple[int, float]]:
    """Yield (period, usd_bn) along a profile; what is due after the horizon falls in the last period."""
    for offset, share in enumerate(profile):
        if share:
            yield min(start + offset, case.calendar.last), usd_bn * share


def capex_due(facts: Facts) -> dict[DueKey, float]:
    """Return the capex of phases and shells as it falls due, before credits."""
    due: dict[DueKey, float] = defaultdict(float)
    for batch in facts.paid:
        for t, usd_bn in spread(facts.case, batch.start, batch.spend, batch.capex_usd_bn):
            due[batch.site, batch.node, t] += usd_bn
    return due


def under_way_due(facts: Facts) -> dict[DueKey, float]:
    """Return the bills of phases under way."""
    due: dict[DueKey, float] = defaultdict(float)
    for row in facts.case.under_way:
        for t, usd_bn in enumerate(row.bills_usd_bn):
            due[row.site, row.node, t] += usd_bn
    return due


def conversions_due(facts: Facts) -> dict[DueKey, float]:
    """Return the capex of conversions, due when they start and paid for the node converted to."""
    costs = {(c.site, c.from_node, c.to_node): c.capex_usd_bn_per_lump for c in facts.case.conversions}
    due: dict[DueKey, float] = defaultdict(float)
    for done in facts.plan.converted:
        due[done.site, done.node, done.period] += done.lumps * costs[done.site, done.from_node, done.node]
    return due


def openings_due(facts: Facts) -> dict[DueKey, float]:
    """Return the opening costs; a site with committed capacity is open already, free."""
    free, due = open_already(facts.case), defaultdict[DueKey, float](float)
    for opening in facts.plan.openings:
        cost = 0.0 if opening.site in free else facts.case.sites[opening.site].opening_cost_usd_bn
        due[opening.site, "", opening.period] += cost
    return due


def drawn(facts: Facts) -> dict[DueKey, float]:
    """Return the money drawn from all funds."""
    draws: dict[DueKey, float] = defaultdict(float)
    for draw in facts.plan.draws:
        draws[draw.site, draw.node, draw.period] += draw.usd_bn
    return draws
