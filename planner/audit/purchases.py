"""Purchases: contracts are kept and paid; and what the stock of parts costs.

A contract sells no more in a period than it offers. What is taken is paid for, and at least the share of take or pay of
what is offered, in every scenario. Bought units are of the row without a node, or else of the part's first row.
"""

from collections import defaultdict

from planner.audit.discount import BN_PER_THOUSAND_USD, mid_period
from planner.audit.facts import Facts
from planner.audit.findings import KUNITS, Ledger
from planner.case.records import Case

OfferKey = tuple[str, str, str, int]
"""Scenario, region, part, period."""


def check(facts: Facts, ledger: Ledger) -> None:
    """Check what is taken of every contract."""
    offers = {(one.region, one.part): one.kunits for one in facts.case.purchases}
    for (scenario, region, part, t), kunits in _bought(facts).items():
        where, what = f"{scenario} {region} {part}", "thousand units bought"
        ledger.at_most("purchases", where, t, what, kunits, offers[region, part][t], KUNITS)


def _bought(facts: Facts) -> dict[OfferKey, float]:
    bought: dict[OfferKey, float] = defaultdict(float)
    for row in facts.plan.purchased:
        bought[row.scenario, row.region, row.part, row.period] += row.kunits
    return bought


def bought_node(case: Case, product: str, part: str) -> str:
    """Return the node whose units a bought unit counts as; empty where the case has a row without one."""
    (recipe,) = (one for one in case.products[product].parts if one.name == part)
    return "" if recipe.bought else recipe.sources[0].node


def purchases_usd_bn(facts: Facts) -> float:
    """Return what contracts cost, discounted and expected."""
    bought, cost = _bought(facts), 0.0
    for scenario in facts.case.scenarios:
        for one in facts.case.purchases:
            for t, offered in enumerate(one.kunits):
                units = max(one.take_or_pay * offered, bought.get((scenario.name, one.region, one.part, t), 0.0))
                cost += scenario.probability * units * one.price_usd * mid_period(facts.case, t)
    return cost * BN_PER_THOUSAND_USD


def part_stock_usd_bn(facts: Facts) -> float:
    """Return what stocks of parts cost, discounted and expected: each is charged for the period at whose end it is."""
    weight = {scenario.name: scenario.probability for scenario in facts.case.scenarios}
    usd = {
        (product.name, part.name, source.node): source.stock_cost_usd_per_unit_period or 0.0
        for product in facts.case.products.values()
        for part in product.parts
        for source in part.all_sources
    }
    return BN_PER_THOUSAND_USD * sum(
        weight[row.scenario] * row.kunits * usd[row.product, row.part, row.node] * mid_period(facts.case, row.period)
        for row in facts.plan.part_stock
    )
