"""Sales of fabs: where the profit is theirs, they earn for the wafers that packages take, and nothing for others.

Wafers that no package takes are known by the row: no more than were started, and none where the profit is not of fabs.
Of the others every good unit is sent, and every unit at hand goes into a package: nothing is left over in any period,
and no package or part in stock at the end. A fab earns the wafer price of its node in the period in which a wafer
leaves; a packaging house of a product with a package price earns that for every good package that its wafer makes,
shared evenly among the packaging parts of the product.
"""

from collections import defaultdict
from collections.abc import Iterator

from planner.audit.discount import BN_PER_THOUSAND_USD, mid_period
from planner.audit.facts import Facts
from planner.audit.findings import KUNITS, KWAFERS, Ledger
from planner.audit.purchases import bought_node
from planner.audit.recipe import good_units_per_wafer, moves
from planner.case.records import Case, Kind, Objective, Product, ProfitOf, Source

Need = tuple[str, str, str, str, int]
"""Scenario, region, product, part, period."""


def is_for_fabs(case: Case) -> bool:
    """Say whether the profit that the plan looks for is that of fabs."""
    return case.settings.objective is Objective.PROFIT and case.settings.profit_of is ProfitOf.FABS


def check(facts: Facts, ledger: Ledger) -> None:
    """Check what is sold against what is made and what packages take."""
    for row in facts.plan.wafers:
        where = f"{row.scenario} {row.region} {row.node} {row.part} of {row.product}"
        allowed = row.kwafers if is_for_fabs(facts.case) else 0.0
        ledger.at_most("sold", where, row.period, "thousand wafers not sold", row.unsold_kwafers, allowed, KWAFERS)
    if is_for_fabs(facts.case):
        _nothing_left(facts, ledger)


def fab_sales_usd_bn(facts: Facts, weight: dict[str, float]) -> float:
    """Return what fabs earn, discounted and expected."""
    case, earned = facts.case, 0.0
    for row in facts.plan.wafers:
        leaves = row.period + case.nodes[row.node].cycle_periods
        if leaves <= case.calendar.last:
            usd = price_usd(case, row.node, row.product, row.part, row.defect_factor, leaves)
            usd *= row.kwafers - row.unsold_kwafers
            earned += weight[row.scenario] * usd * mid_period(case, leaves)
    return earned * BN_PER_THOUSAND_USD


def price_usd(case: Case, made_on: str, name: str, part: str, defect_factor: float, leaves: int) -> float:
    """Return what a fab is paid for a wafer of a part of a product, 0 where the case has no price."""
    node, product = case.nodes[made_on], case.products[name]
    if product.package_price_usd is not None and node.kind is Kind.PACKAGING:
        source = _source(product, part, made_on)
        units = good_units_per_wafer(node, source, defect_factor, leaves)
        kinds = [{case.nodes[s.node].kind for s in part.sources} for part in product.parts]
        parts = sum(Kind.PACKAGING in of for of in kinds)
        return product.package_price_usd * units / source.units * product.assembly_yield / parts
    years = leaves * case.calendar.period_months / 12
    return float((node.wafer_price_usd or 0.0) * (1 + node.wafer_price_trend) ** years)


def _source(product: Product, part: str, node: str) -> Source:
    return next(s for one in product.parts if one.name == part for s in one.sources if s.node == node)


def _nothing_left(facts: Facts, ledger: Ledger) -> None:
    """Check that every unit of what is sold is sent and used, and that no package waits at the end."""
    case, plan = facts.case, facts.plan
    sold: dict[tuple[str, str, str, str, str, int], float] = defaultdict(float)
    best = 1.0
    for row in plan.wafers:
        node = case.nodes[row.node]
        leaves = row.period + node.cycle_periods
        source = _source(case.products[row.product], row.part, row.node)
        good = good_units_per_wafer(node, source, row.defect_factor, leaves)
        best = max(best, good)
        if leaves <= case.calendar.last:
            key = row.scenario, row.region, row.node, row.product, row.part, leaves
            sold[key] += good * (row.kwafers - row.unsold_kwafers)
    # A wafer may give hundreds of units: what passes as equal is never tighter than the tolerance on wafers.
    absolute = max(KUNITS, KWAFERS * best)
    sent, units = dict(sold), _units(case)
    at_hand: dict[Need, float] = defaultdict(float)
    for flow in plan.flows:
        key = flow.scenario, flow.from_region, flow.node, flow.product, flow.part, flow.period
        sent[key] = sent.get(key, 0.0) - flow.kunits
        worth = flow.kunits / units[flow.product, flow.part, flow.node]
        at_hand[flow.scenario, flow.to_region, flow.product, flow.part, flow.period] += worth
    for (scenario, region, made_on, product, part, t), kunits in sent.items():
        if moves(case, product, part):
            where, what = f"{scenario} {region} {made_on} {part} of {product}", "thousand units sold and not sent"
            ledger.equal("sold", where, t, what, kunits, 0.0, absolute)
        else:
            at_hand[scenario, region, product, part, t] += kunits / units[product, part, made_on]
    for need, worth in _others(facts, units):
        at_hand[need] += worth
    for (scenario, region, product, part, t), worth in at_hand.items():
        where, what = f"{scenario} {region} {part} of {product}", "thousand packages' worth that no package takes"
        ledger.equal("sold", where, t, what, worth, 0.0, absolute)
    left: dict[tuple[str, str, str], float] = defaultdict(float)
    for packed in plan.packages:
        left[packed.scenario, packed.region, packed.product] += packed.kunits
    for shipped in plan.shipments:
        left[shipped.scenario, shipped.from_region, shipped.product] -= shipped.kunits
    for (scenario, region, product), kunits in left.items():
        where = f"{scenario} {region} {product}"
        ledger.equal("sold", where, None, "thousand packages in stock at the end", kunits, 0.0, absolute)


def _units(case: Case) -> dict[tuple[str, str, str], float]:
    """Return the units of a part that a package takes, by product, part and node."""
    return {
        (product.name, part.name, source.node): source.units
        for product in case.products.values()
        for part in product.parts
        for source in part.all_sources
    }


def _others(facts: Facts, units: dict[tuple[str, str, str], float]) -> Iterator[tuple[Need, float]]:
    """Yield what is bought and comes from stock, and what goes into stock and packages, in thousand packages' worth."""
    case = facts.case
    for row in facts.plan.purchased:
        node = bought_node(case, row.product, row.part)
        worth = row.kunits / units[row.product, row.part, node]
        yield (row.scenario, row.region, row.product, row.part, row.period), worth
    for waits in facts.plan.part_stock:
        worth = waits.kunits / units[waits.product, waits.part, waits.node]
        yield (waits.scenario, waits.region, waits.product, waits.part, waits.period), -worth
        yield (waits.scenario, waits.region, waits.product, waits.part, waits.period + 1), worth
    for packed in facts.plan.packages:
        product = case.products[packed.product]
        for part in product.parts:
            key = packed.scenario, packed.region, packed.product, part.name, packed.period
            yield key, -packed.kunits / product.assembly_yield
