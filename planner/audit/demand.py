"""Demand: what is shipped serves demand, what is unserved waits or is lost, and what is shipped has been packaged.

Each tier of the customers of a market wants a product, or a class that any of its products serves: a package counts for
so many class units. In each period

    served + unserved = demand + what waited before
    what waits at the end <= backlog share x unserved; nothing waits at the end of the horizon
    the rest of what is unserved is lost: that is the shortage, and what pays the penalty

Who waits is a decision of the plan; the shortage is checked. Packages may wait in their region only where the product's
stock cost is given; nothing is in stock at the start. What a market with limited power has received so far, at its
power and overhead, never exceeds what can be switched on.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from planner.audit.facts import Facts
from planner.audit.findings import KUNITS, MW, RELATIVE, Ledger
from planner.case.records import Case, Tier
from planner.plan.records import Shipment

BuyerKey = tuple[str, str, str, str]
"""Scenario, item, market and tier."""


class Sale(NamedTuple):
    """What a buyer wants, gets and gives up in a period, and what waits before and after it, in thousand units."""

    buyer: BuyerKey
    period: int
    wanted: float
    waited: float
    served: float
    waits: float

    @property
    def unserved(self) -> float:
        """What is wanted and not served."""
        return max(0.0, self.wanted + self.waited - self.served)

    @property
    def lost(self) -> float:
        """What is unserved and does not wait."""
        return max(0.0, self.unserved - self.waits)


def check(facts: Facts, ledger: Ledger) -> None:
    """Check shipments against demand, shortage and packages."""
    claimed: dict[tuple[BuyerKey, int], float] = defaultdict(float)
    for row in facts.plan.shortage:
        claimed[(row.scenario, row.product, row.market, row.tier), row.period] += row.kunits
    terms, last = demand_of(facts.case), facts.case.calendar.last
    for sale in sales(facts):
        buyer, t = sale.buyer, sale.period
        where, due = " ".join(filter(None, buyer)), sale.wanted + sale.waited
        ledger.at_most("demand", where, t, "thousand packages shipped", sale.served, due, KUNITS)
        share = terms[buyer].backlog if buyer in terms and t < last else 0.0
        # What is unserved is what is left of the demand, so it is known no better than the demand is served.
        absolute = KUNITS + RELATIVE * due
        if share or sale.waits:
            ledger.at_most("backlog", where, t, "thousand units that wait", sale.waits, share * sale.unserved, absolute)
        what = "shortage on the shortage sheet, thousand packages,"
        ledger.equal("shortage_claim", where, t, what, claimed.get((buyer, t), 0.0), sale.lost, absolute)
    _switched_on(facts, ledger)
    for (scenario, region, name), totals in packed_and_shipped_kunits(facts).items():
        where, what = f"{scenario} {region} {name}", "thousand packages finished so far"
        has_stock = facts.case.products[name].stock_cost_usd_per_period is not None
        compare = ledger.at_least if has_stock else ledger.equal
        for t, (packed, gone) in enumerate(totals):
            compare("stock", where, t, what, packed, gone, KUNITS)


def _switched_on(facts: Facts, ledger: Ledger) -> None:
    overhead, added = facts.case.settings.deployment_overhead, defaultdict[tuple[str, str, int], float](float)
    for sent in facts.plan.shipments:
        kilowatts = facts.case.products[sent.product].power_kw * (1 + overhead)
        added[sent.scenario, sent.market, sent.period] += kilowatts * sent.kunits
    for row in facts.case.deployment:
        for scenario in facts.case.scenarios:
            to_date = accumulate(added[scenario.name, row.market, t] for t in facts.case.calendar.horizon)
            for t, (mw, allowed) in enumerate(zip(to_date, row.mw, strict=True)):
                where, what = f"{scenario.name} {row.market}", "MW of accelerators shipped so far"
                ledger.at_most("deployment", where, t, what, mw, allowed, MW)


def sales(facts: Facts) -> Iterator[Sale]:
    """Yield what every buyer wants and gets, period by period; also buyers that the plan alone knows."""
    served: dict[tuple[BuyerKey, int], float] = defaultdict(float)
    for sent in facts.plan.shipments:
        buyer = sent.scenario, item_of(sent), sent.market, sent.tier
        served[buyer, sent.period] += sent.kunits * units_of(facts.case, sent)
    waits: dict[tuple[BuyerKey, int], float] = defaultdict(float)
    for row in facts.plan.shortage:
        waits[(row.scenario, row.product, row.market, row.tier), row.period] += row.backlog_kunits
    terms = demand_of(facts.case)
    for buyer in sorted({*terms, *(key for key, _ in (*served, *waits))}):
        series = terms[buyer].kunits if buyer in terms else (0.0,) * facts.case.calendar.periods
        for t, wanted in enumerate(series):
            yield Sale(buyer, t, wanted, waits[buyer, t - 1], served[buyer, t], waits[buyer, t])


def demand_of(case: Case) -> dict[BuyerKey, Tier]:
    """Return the demand of every scenario with its terms."""
    demand: dict[BuyerKey, Tier] = {}
    for scenario in case.scenarios:
        for (product, market), series in scenario.demand_kunits.items():
            demand[scenario.name, product, market, ""] = Tier(series)
        for (item, market, name), tier in scenario.tiers.items():
            demand[scenario.name, item, market, name] = tier
    return demand


def item_of(sent: Shipment) -> str:
    """Return what the buyer of a shipment ordered: a class, or the product itself."""
    return sent.compute_class or sent.product


def units_of(case: Case, sent: Shipment) -> float:
    """Return how many units of the order a package of a shipment is."""
    if not sent.compute_class:
        return 1.0
    return next(m.units_per_package for m in case.classes[sent.compute_class].members if m.product == sent.product)


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
