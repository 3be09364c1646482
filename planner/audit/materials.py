"""Materials: parts flow within what wafers yield, and packages within the parts that arrive.

good units made in t  = wafers started in t - cycle x good units per wafer at t
parts sent            <= good units made, by region, node, part, product and period
units used            = units that arrive or are bought + those in stock before - those in stock after >= 0
sum of units used / units over the nodes of a part  >= packages / assembly_yield
"""

from collections import defaultdict

from planner.audit.facts import Facts
from planner.audit.findings import KUNITS, KWAFERS, Ledger
from planner.audit.purchases import bought_node
from planner.audit.recipe import good_units_per_wafer, moves

UnitsKey = tuple[str, str, str, str, str, int]
"""Scenario, region, node, part, product, period."""


def check(facts: Facts, ledger: Ledger) -> None:
    """Check flows against wafers and packages against parts."""
    good_units, best = _good_units(facts)
    sent: dict[UnitsKey, float] = defaultdict(float)
    arrived: dict[UnitsKey, float] = defaultdict(float)
    for row in facts.plan.flows:
        where = f"{row.scenario} {row.from_region} to {row.to_region} {row.part} of {row.product}"
        text = "a part flows that stays where the package is finished"
        if ledger.holds("flows", where, row.period, text, moves(facts.case, row.product, row.part), row.part, "none"):
            units_of = row.node, row.part, row.product, row.period
            sent[row.scenario, row.from_region, *units_of] += row.kunits
            arrived[row.scenario, row.to_region, *units_of] += row.kunits
    for key, kunits in sent.items():
        where, what = " ".join(key[:5]), "thousand units sent"
        ledger.at_most("parts", where, key[5], what, kunits, good_units.get(key, 0.0), _absolute(best.get(key, 0.0)))
    for key, kunits in good_units.items():
        if not moves(facts.case, key[4], key[3]):
            arrived[key] += kunits
    for bought in facts.plan.purchased:
        node = bought_node(facts.case, bought.product, bought.part)
        arrived[bought.scenario, bought.region, node, bought.part, bought.product, bought.period] += bought.kunits
    _take_from_stock(facts, arrived, best, ledger)
    _packages(facts, arrived, best, ledger)


def _take_from_stock(facts: Facts, arrived: dict[UnitsKey, float], best: dict[UnitsKey, float], ledger: Ledger) -> None:
    """Turn units that arrive into units that are used."""
    touched: dict[UnitsKey, None] = {}
    for row in facts.plan.part_stock:
        for t, kunits in ((row.period, -row.kunits), (row.period + 1, row.kunits)):
            key = row.scenario, row.region, row.node, row.part, row.product, t
            arrived[key] += kunits
            touched[key] = None
    for key in touched:
        where, what = " ".join(key[:5]), "thousand units used"
        ledger.at_least("part_stock", where, key[5], what, arrived[key], 0.0, _absolute(best.get(key, 0.0)))


def _good_units(facts: Facts) -> tuple[dict[UnitsKey, float], dict[UnitsKey, float]]:
    """Return the good units made and the best yield of a wafer among them, thousand units and units per wafer."""
    good_units: dict[UnitsKey, float] = defaultdict(float)
    best: dict[UnitsKey, float] = defaultdict(float)
    sources = {
        (product.name, part.name, source.node): source
        for product in facts.case.products.values()
        for part in product.parts
        for source in part.sources
    }
    for row in facts.plan.wafers:
        node = facts.case.nodes[row.node]
        leaves = row.period + node.cycle_periods
        units = good_units_per_wafer(node, sources[row.product, row.part, row.node], row.defect_factor, leaves)
        key = row.scenario, row.region, row.node, row.part, row.product, leaves
        good_units[key] += row.kwafers * units
        best[key] = max(best[key], units)
    return good_units, best


def _packages(facts: Facts, arrived: dict[UnitsKey, float], best: dict[UnitsKey, float], ledger: Ledger) -> None:
    finished: dict[tuple[str, str, str, int], float] = defaultdict(float)
    for row in facts.plan.packages:
        finished[row.scenario, row.region, row.product, row.period] += row.kunits
    for (scenario, region, name, t), kunits in finished.items():
        product = facts.case.products[name]
        for part in product.parts:
            keys = [(scenario, region, s.node, part.name, name, t) for s in part.all_sources]
            worth = sum(arrived.get(k, 0.0) / s.units for k, s in zip(keys, part.all_sources, strict=True))
            where, what = f"{scenario} {region} {name}", f"{part.name} at hand, in thousand packages,"
            absolute = _absolute(max(best.get(k, 0.0) / s.units for k, s in zip(keys, part.all_sources, strict=True)))
            ledger.at_least("parts", where, t, what, worth, kunits / product.assembly_yield, absolute)


def _absolute(units_per_wafer: float) -> float:
    # A wafer may give hundreds of units: what passes as equal is never tighter than the tolerance on wafers.
    return max(KUNITS, KWAFERS * units_per_wafer)
