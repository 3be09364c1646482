"""Demand: shipped + shortage = demand in every market, and what is shipped has been packaged.

Packages may wait in their region only where the product's stock cost is given; nothing is in stock at the start.
"""

from collections import defaultdict
from itertools import accumulate

from planner.audit.facts import Facts
from planner.audit.findings import KUNITS, RELATIVE, Ledger

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
        what, short = "shortage on the shortage sheet, thousand packages,", max(0.0, due - sold)
        # A shortage is what is left of the demand, so it is known no better than the demand is served.
        absolute = KUNITS + RELATIVE * due
        ledger.equal("shortage_claim", where, key[3], what, claimed.get(key, 0.0), short, absolute)
    for (scenario, region, name), totals in packed_and_shipped_kunits(facts).items():
        where, what = f"{scenario} {region} {name}", "thousand packages finished so far"
        has_stock = facts.case.products[name].stock_cost_usd_per_period is not None
        compare = ledger.at_least if has_stock else ledger.equal
        for t, (packed, gone) in enumerate(totals):
            compare("stock", where, t, what, packed, gone, KUNITS)


def shipped_kunits(facts: Facts) -> dict[SaleKey, float]:
    """Return the packages that reach each market."""
    shipped: dict[SaleKey, float] = defaultdict(float)
    for row in facts.plan.shipments:
        shipped[row.scenario, row.product, row.market, row.period] += row.kunits
    return shipped


def demand_kunits(facts: Facts) -> dict[SaleKey, float]:
    """Return the demand of every scenario, product, market and period."""
    return {
        (scenario.name, product, market, t): series[t]
        for scenario in facts.case.scenarios
        for (product, market), series in scenario.demand_kunits.items()
        for t in facts.case.calendar.horizon
    }


def packed_and_shipped_kunits(facts: Facts) -> dict[tuple[str, str, str], list[tuple[float, float]]]:
    """Return packages finished and shipped up to the end of each period, by (scenario, region, product)."""
    flows: dict[tuple[str, str, str], list[list[float]]] = defaultdict(
        lambda: [[0.0] * facts.case.calendar.periods, [0.0] * facts.case.calendar.periods]
    )
    for packages in facts.plan.packages:
        flows[packages.scenario, packages.region, packages.product][0][packages.period] += packages.kunits
    for sold in facts.plan.shipments:
        flows[sold.scenario, sold.from_region, sold.product][1][sold.period] += sold.kunits
    return {key: list(zip(accumulate(packed), accumulate(gone), strict=True)) for key, (packed, gone) in flows.items()}
