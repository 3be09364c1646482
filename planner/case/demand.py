"""What buyers want and on what terms: which products serve them, at what price, and what a unit short costs.

A class is counted in class units, and in packages of its first product where it is added to other demand.
"""

from collections.abc import Mapping

from planner.case.records import Buyer, Case, Scenario, Tier


def wanted(scenario: Scenario) -> dict[Buyer, Tier]:
    """Return all demand of a scenario by its buyer, also what is on the terms of its product."""
    plain = {Buyer(product, market): Tier(kunits) for (product, market), kunits in scenario.demand_kunits.items()}
    return {**plain, **scenario.tiers}


def has_tiers(case: Case) -> bool:
    """Say whether some demand has terms of its own."""
    return any(scenario.tiers for scenario in case.scenarios)


def units_per_package(case: Case, item: str) -> Mapping[str, float]:
    """Return the products that serve demand for an item, with the units that a package counts for."""
    if item not in case.classes:
        return {item: 1.0}
    return {member.product: member.units_per_package for member in case.classes[item].members}


def units_of_a_package(case: Case, item: str) -> float:
    """Return the units by which demand for an item is divided to count it in packages: of its first product."""
    return next(iter(units_per_package(case, item).values()), 1.0)


def kpackages(case: Case, item: str, kunits: float) -> float:
    """Return units of an item in thousand packages: of its first product where it is a class."""
    return kunits / units_of_a_package(case, item)


def penalty_usd(case: Case, item: str, tier: Tier) -> float:
    """Return what a unit short costs: of a class without a penalty, the least that a unit of its products costs."""
    if tier.shortage_penalty_usd is not None:
        return tier.shortage_penalty_usd
    units = units_per_package(case, item)
    return min((case.products[p].shortage_penalty_usd / per for p, per in units.items()), default=0.0)


def package_price_usd(case: Case, item: str, tier: Tier, product: str) -> float:
    """Return what a package of a product earns that serves demand for an item."""
    member = next((m for m in case.classes[item].members if m.product == product), None) if item != product else None
    if member is None:
        return case.products[product].price_usd if tier.price_usd is None else tier.price_usd
    per_package = case.products[product].price_usd
    if tier.price_usd is not None:
        per_package = tier.price_usd * member.units_per_package
    return member.price_factor * per_package


def nodes_of(case: Case, item: str) -> frozenset[str]:
    """Return the nodes that the products for an item need or may need."""
    products = (case.products[product] for product in units_per_package(case, item))
    return frozenset(source.node for product in products for part in product.parts for source in part.sources)


class Terms:
    """The terms of all demand, by the name of the scenario and the buyer."""

    def __init__(self, case: Case) -> None:
        """Look up all demand of a case."""
        self._case = case
        self._tiers = {scenario.name: wanted(scenario) for scenario in case.scenarios}

    def penalty_usd(self, scenario: str, buyer: Buyer) -> float:
        """Return what a unit short costs; what nobody demands costs nothing."""
        tier = self._tiers[scenario].get(buyer)
        return penalty_usd(self._case, buyer.item, tier) if tier is not None else 0.0
