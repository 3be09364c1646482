"""Demand: shipped + shortage = demand in every market, and what is shipped has been packaged.

Packages may wait in their region only where the product's stock cost is given; nothing is in stock at the start.
"""

from collections import defaultdict

from planner.plan.audit.facts import Facts
from planner.plan.audit.findings import KUNITS, Ledger

SaleKey = tuple[str, str, str, int]
"""Scenario, product, market, period."""


def check(facts: Facts, ledger: Ledger) -> None:
    """Check shipments against demand, shortage and packages."""
    shipped = shipped_kunits(facts)
    wanted = demand_kunits(facts)
    claimed: dict[SaleKey, float] = defaultdict(float)
    for row in facts.plan.shortage:
        claimed[row.scenario, row.product, row.market, row.period] += row.kunits
    for key in sorted({*shipped, *wanted, *claimed}):
        where, sold, due = " ".join(key[:3]), shipped.get(key, 0.0), wanted.get(key, 0.0)
        ledger.at_most("demand", where, key[3], "thousand packages shipped", sold, due, KUNITS)
        what = "shortage on the shortage sheet, thousand packages,"
        ledger.equal("shortage_claim", where, key[3], what, claimed.get(key, 0.0), max(0.0, due - sold), KUNITS)
    for (scenario, region, name), levels in stock_kunits(facts).items():
        where, what = f"{scenario} {region} {name}", "thousand packages made and not yet shipped"
        kept = facts.case.products[name].stock_cost_usd_per_period is not None
        for t, (level, before) in enumerate(zip(levels, [0.0, *levels[:-1]], strict=True)):
            if kept:
                ledger.at_least("stock", where, t, what, level, 0.0, KUNITS)
            else:
                ledger.equal("stock", where, t, what + " in the period", level - before, 0.0, KUNITS)


def shipped_kunits(facts: Facts) -> dict[SaleKey, float]:
    """Return the packages that reach each market."""
    found: dict[SaleKey, float] = defaultdict(float)
    for row in facts.plan.shipments:
        found[row.scenario, row.product, row.market, row.period] += row.kunits
    return found


def demand_kunits(facts: Facts) -> dict[SaleKey, float]:
    """Return the demand of every scenario, product, market and period."""
    return {
        (scenario.name, product, market, t): series[t]
        for scenario in facts.case.scenarios
        for (product, market), series in scenario.demand_kunits.items()
        for t in facts.case.calendar.horizon
    }


def stock_kunits(facts: Facts) -> dict[tuple[str, str, str], list[float]]:
    """Return packages made less packages shipped so far, by (scenario, region, product), at the end of each period."""
    levels: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0] * facts.case.calendar.periods)
    for made in facts.plan.packages:
        for t in range(made.period, facts.case.calendar.periods):
            levels[made.scenario, made.region, made.product][t] += made.kunits
    for sold in facts.plan.shipments:
        for t in range(sold.period, facts.case.calendar.periods):
            levels[sold.scenario, sold.from_region, sold.product][t] -= sold.kunits
    return levels
