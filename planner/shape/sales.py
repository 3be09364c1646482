"""What may be sold: demand on the terms of its product, and tiers of customers with terms of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from planner.case.demand import units_per_package, wanted
from planner.case.records import Buyer, Tier
from planner.registry.keys import DemandKey, ServedKey, TierKey
from planner.shape.construction import Construction
from planner.shape.zones import Members, market_groups

GroupTier = tuple[int, str, str, str]
"""Scenario, market group, item and tier."""


@dataclass(frozen=True)
class Sales(Construction):
    """Index sets of demand. Markets are merged into groups, each named by its first member."""

    @cached_property
    def groups(self) -> Members:
        """Markets of each group."""
        return market_groups(self.case)

    @cached_property
    def buyers(self) -> tuple[Mapping[Buyer, Tier], ...]:
        """All demand by scenario and buyer."""
        return tuple(wanted(scenario) for scenario in self.case.scenarios)

    @cached_property
    def split(self) -> frozenset[tuple[str, str]]:
        """Market groups and products whose packages must be shared out among tiers or classes."""
        group_of = {market: group for group, markets in self.groups.items() for market in markets}
        return frozenset(
            (group_of[buyer.market], product)
            for scenario in self.case.scenarios
            for buyer in scenario.tiers
            for product in units_per_package(self.case, buyer.item)
        )

    def demand_kunits(self, scenario: int, group: str, product: str, period: int) -> float:
        """Return the demand of a market group on the terms of a product in a scenario."""
        wanted_kunits = self.case.scenarios[scenario].demand_kunits
        return sum(
            wanted_kunits[product, market][period]
            for market in self.groups[group]
            if (product, market) in wanted_kunits
        )

    @cached_property
    def demands(self) -> Mapping[DemandKey, float]:
        """Demand in kunits on the terms of its product, where there is any and nobody else there wants the product."""
        wanted_kunits = {
            DemandKey(k, group, product, t): self.demand_kunits(k, group, product, t)
            for k in range(len(self.case.scenarios))
            for group in self.groups
            for product in self.case.products
            if (group, product) not in self.split
            for t in self.case.calendar.horizon
        }
        return {key: kunits for key, kunits in wanted_kunits.items() if kunits > 0}

    @cached_property
    def tiers(self) -> Mapping[GroupTier, Tier]:
        """The other demand, merged over the markets of a group: their terms are the same."""
        merged: dict[GroupTier, Tier] = {}
        group_of = {market: group for group, markets in self.groups.items() for market in markets}
        for k, buyers in enumerate(self.buyers):
            for (item, market, name), tier in buyers.items() if self.split else ():
                key = k, group_of[market], item, name
                if item in self.case.classes or (key[1], item) in self.split:
                    known = merged.get(key)
                    both = zip(known.kunits, tier.kunits, strict=True) if known else ()
                    merged[key] = replace(tier, kunits=tuple(map(sum, both))) if known else tier
        return merged

    @cached_property
    def max_wanted(self) -> Mapping[TierKey, float]:
        """The most that a tier may want in a period, in thousand units: its demand, and what may still wait."""
        maximum: dict[TierKey, float] = {}
        for (k, group, item, name), tier in self.tiers.items():
            waiting = 0.0
            for t, kunits in enumerate(tier.kunits):
                at_most = kunits + waiting
                if at_most > 0:
                    maximum[TierKey(k, group, item, name, t)] = at_most
                waiting = tier.backlog * at_most
        return maximum

    @cached_property
    def outlets(self) -> Mapping[ServedKey, float]:
        """The most packages of each product that a tier may take in a period, in thousands."""
        return {
            ServedKey(k, group, product, item, name, t): at_most / units
            for (k, group, item, name, t), at_most in self.max_wanted.items()
            for product, units in units_per_package(self.case, item).items()
        }

    @cached_property
    def max_shipped(self) -> Mapping[DemandKey, float]:
        """The most packages that a market group may take in a period, in thousands, where that is any."""
        maximum = dict(self.demands)
        for key, kunits in self.outlets.items():
            at = DemandKey(key.scenario, key.market_group, key.product, key.period)
            maximum[at] = maximum.get(at, 0.0) + kunits
        return maximum

    def market_shares(self, scenario: int, group: str, item: str, tier: str, period: int) -> dict[str, float]:
        """Return the share of each market in its group's demand of a tier for an item in a period.

        A market that waits is a group of its own, so that all of it is its own where nothing new is wanted.
        """
        markets = self.groups[group]
        if len(markets) == 1:
            return {markets[0]: 1.0}
        buyers = self.buyers[scenario]
        listed = {m: buyers[buyer] for m in markets if (buyer := Buyer(item, m, tier)) in buyers}
        demand = {m: of_market.kunits[period] for m, of_market in listed.items()}
        total = sum(demand.values())
        return {m: kunits / total for m, kunits in demand.items() if kunits > 0}

    @cached_property
    def outlets_of(self) -> Mapping[DemandKey, tuple[ServedKey, ...]]:
        """The tiers that packages of a product may serve in a market group."""
        by_demand: dict[DemandKey, list[ServedKey]] = {}
        for key in self.outlets:
            at = DemandKey(key.scenario, key.market_group, key.product, key.period)
            by_demand.setdefault(at, []).append(key)
        return {at: tuple(keys) for at, keys in by_demand.items()}
