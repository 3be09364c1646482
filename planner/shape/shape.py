"""The shape of a case: every index at which something can happen, derived once for the model and for extraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planner.case.records import Lane, Part, Source
from planner.registry.keys import (
    MoveKey,
    PackagesKey,
    PartStockKey,
    PurchasedKey,
    ShipmentKey,
    WafersKey,
)
from planner.registry.supply_keys import SoldKey
from planner.shape.events import is_stopped
from planner.shape.lane_rules import Route, lane_rules, package_route, part_route, terms
from planner.shape.sales import Sales
from planner.shape.supply import buying_regions, is_stocked, part_stocks, purchased
from planner.shape.tracks import Track
from planner.shape.under_way import kwspm
from planner.shape.yields import ANY_FACTOR, ClassKey, YieldClass, defect_factor, good_units_per_wafer, yield_classes
from planner.shape.zones import Members, anchors, zones


class PoolKey(NamedTuple):
    """The yield classes of a zone and node with a defect factor, or with any."""

    zone: str
    node: str
    defect_factor: float


class GoodUnitsKey(NamedTuple):
    """Wafers of a pool for a part of a product, by the period in which they leave the fab."""

    zone: str
    node: str
    defect_factor: float
    product: str
    part: str
    period_out: int


@dataclass(frozen=True)
class Shape(Sales):
    """Index sets of a case. Regions are merged into zones and markets into groups, each named by its first member."""

    @cached_property
    def classes(self) -> Mapping[ClassKey, YieldClass]:
        """Yield classes by (region, node, defect factor)."""
        return yield_classes(self.case)

    @cached_property
    def class_tracks(self) -> Mapping[ClassKey, tuple[Track, ...]]:
        """Tracks that add capacity to each yield class."""
        by_class: dict[ClassKey, list[Track]] = {key: [] for key in self.classes}
        for track in self.tracks:
            by_class[self.class_of(track.site, track.node)].append(track)
        return {key: tuple(members) for key, members in by_class.items()}

    @cached_property
    def zones(self) -> Members:
        """Regions of each zone."""
        return zones(self.case)

    @cached_property
    def zone_of(self) -> Mapping[str, str]:
        """Zone of each region."""
        return {region: zone for zone, regions in self.zones.items() for region in regions}

    def class_of(self, site: str, node: str) -> ClassKey:
        """Return the yield class of a node at a site."""
        return ClassKey(self.case.sites[site].region, node, defect_factor(self.case, site, node))

    @cached_property
    def output_periods(self) -> Mapping[str, tuple[int, ...]]:
        """Periods in which packages of a product may be finished: those with demand, and those before if stocked."""
        by_product: dict[str, tuple[int, ...]] = {}
        for name in self.case.products:
            wanted = sorted({key.period for key in self.max_shipped if key.product == name})
            by_product[name] = tuple(range(wanted[-1] + 1)) if wanted and self.stocked(name) else tuple(wanted)
        return by_product

    def supply_periods(self, product: str, source: Source) -> tuple[int, ...]:
        """Return the periods in which units of a source are of use: those of output, and those before if they wait."""
        periods = self.output_periods[product]
        return tuple(range(periods[-1] + 1)) if periods and is_stocked(source) else periods

    def stocked(self, product: str) -> bool:
        """Say whether packages of a product may wait."""
        return self.case.products[product].stock_cost_usd_per_period is not None

    def is_stocked_part(self, product: str, part: str) -> bool:
        """Say whether units of a part may wait."""
        parts = self.case.products[product].parts
        return any(is_stocked(source) for one in parts if one.name == part for source in one.all_sources)

    def is_anchor(self, product: str, part: str) -> bool:
        """Say whether a part never moves."""
        return any(one.name == part for one in self.anchors[product])

    @cached_property
    def anchors(self) -> Mapping[str, tuple[Part, ...]]:
        """Parts of each product that never move."""
        return {name: anchors(self.case, product) for name, product in self.case.products.items()}

    def can_make(self, key: ClassKey, period: int) -> bool:
        """Say whether a yield class can have capacity in a period; before the horizon it has the first period's."""
        committed = self.classes[key].committed_kwspm[max(0, period)]
        new = any(track.first_start + track.lead_periods <= period for track in self.class_tracks[key])
        converted = any(
            self.class_of(self.case.conversions[i].site, self.case.conversions[i].to_node) == key
            and window.start + self.case.conversions[i].downtime_periods <= period
            for i, window in self.conversion_periods.items()
        )
        earlier = kwspm(self.case, self.classes[key].sites, key.node, period) > 0
        return committed > 0 or earlier or (period >= 0 and (new or converted))

    @cached_property
    def pools(self) -> Mapping[PoolKey, tuple[ClassKey, ...]]:
        """Yield classes that make the same good units for the same zone."""
        pools: dict[PoolKey, list[ClassKey]] = {}
        for key in self.classes:
            for factor in (key.defect_factor, ANY_FACTOR):
                pools.setdefault(PoolKey(self.zone_of[key.region], key.node, factor), []).append(key)
        return {key: tuple(members) for key, members in pools.items()}

    @cached_property
    def good_units(self) -> Mapping[GoodUnitsKey, float]:
        """Good units per wafer, where one can be made.

        The defect factor is any where the workbook gives the good units, so that defects do not matter.
        """
        return {
            GoodUnitsKey(*pool, product.name, part.name, t): good_units_per_wafer(
                self.case, source, pool.defect_factor, t
            )
            for product in self.case.products.values()
            for part in product.parts
            for source in part.sources
            for pool, members in self.pools.items()
            if pool.node == source.node
            and (pool.defect_factor == ANY_FACTOR) == (source.good_units_per_wafer is not None)
            for t in self.supply_periods(product.name, source)
            if any(self.can_make(key, t - self.case.nodes[source.node].cycle_periods) for key in members)
        }

    def wafers_of(self, key: SoldKey) -> WafersKey:
        """Return the wafers that leave in a period by their start, before the horizon the same in all scenarios."""
        start = key.period - self.case.nodes[key.node].cycle_periods
        return WafersKey(*key._replace(scenario=key.scenario if start >= 0 else 0, period=start))

    def good_units_of(self, zone: str, node: str, factor: float, product: str, part: str, period_out: int) -> float:
        """Return the good units of a wafer of a yield class, 0 where it cannot make the part."""
        any_class = self.good_units.get(GoodUnitsKey(zone, node, ANY_FACTOR, product, part, period_out), 0.0)
        return self.good_units.get(GoodUnitsKey(zone, node, factor, product, part, period_out), any_class)

    @cached_property
    def moving(self) -> frozenset[tuple[str, str]]:
        """Parts, as (product, part), that move and whose flows must be distinguished.

        A part that only one zone can make, for packages that only that zone can finish, needs no flow; unless a lane
        row applies to flows inside a region of it.
        """
        parts = set()
        inside = {row.from_region for row in self.case.lanes if row.from_region == row.to_region}
        for name, product in self.case.products.items():
            finishing = set(self.finishing_zones[name])
            for part in product.parts:
                makers = finishing | self._making_zones(name, part.name)
                is_distinguished = len(makers) > 1 or any(inside & set(self.zones[zone]) for zone in makers)
                if part not in self.anchors[name] and is_distinguished:
                    parts.add((name, part.name))
        return frozenset(parts)

    @cached_property
    def finishing_zones(self) -> Mapping[str, tuple[str, ...]]:
        """Zones that can ever make the anchors of a product, and so finish its packages."""
        return {
            name: tuple(
                zone
                for zone in self.zones
                if all(zone in self._supplied_zones(name, part) for part in self.anchors[name])
            )
            for name in self.case.products
        }

    def _making_zones(self, product: str, part: str) -> set[str]:
        return {key.zone for key in self.good_units if (key.product, key.part) == (product, part)}

    def _supplied_zones(self, product: str, part: Part) -> set[str]:
        return self._making_zones(product, part.name) | {self.zone_of[r] for r in buying_regions(self.case, part)}

    @cached_property
    def purchased(self) -> tuple[PurchasedKey, ...]:
        """What may be bought for which product."""
        return tuple(purchased(self.case, self.finishing_zones, self.supply_periods))

    @cached_property
    def part_stocks(self) -> tuple[PartStockKey, ...]:
        """Where units of which source may wait."""
        return tuple(part_stocks(self.case, self.finishing_zones, self.supply_periods))

    @cached_property
    def finished(self) -> tuple[PackagesKey, ...]:
        """Where and when packages may be finished."""
        return tuple(
            PackagesKey(k, zone, product, t)
            for k in range(len(self.case.scenarios))
            for product, zones_ in self.finishing_zones.items()
            for zone in zones_
            for t in self.output_periods[product]
        )

    @cached_property
    def shipments(self) -> tuple[ShipmentKey, ...]:
        """Shipments for which the lane is open."""
        return tuple(key for key, is_open in self._shipments.items() if is_open)

    @cached_property
    def closed_shipments(self) -> tuple[ShipmentKey, ...]:
        """Those that only a ban blocks."""
        return tuple(key for key, is_open in self._shipments.items() if not is_open)

    @cached_property
    def moves(self) -> tuple[MoveKey, ...]:
        """Moves of parts over open lanes."""
        return tuple(key for key, is_open in self._moves.items() if is_open)

    @cached_property
    def closed_moves(self) -> tuple[MoveKey, ...]:
        """Those that only a ban blocks."""
        return tuple(key for key, is_open in self._moves.items() if not is_open)

    def is_shipment_stopped(self, key: ShipmentKey) -> bool:
        """Say whether an event stops a shipment."""
        route = package_route(self.case, key.zone, key.market_group, key.product) if self.case.events else None
        return route is not None and is_stopped(self.case, key.scenario, route, key.period)

    def is_move_stopped(self, key: MoveKey) -> bool:
        """Say whether an event stops a move."""
        route = part_route(self.case, key.from_zone, key.zone, key.node, key.product)
        return bool(self.case.events) and is_stopped(self.case, key.scenario, route, key.period)

    @cached_property
    def _shipments(self) -> Mapping[ShipmentKey, bool]:
        """Whether the lane is open, for every shipment of what can be finished to where it is wanted."""
        finished = set(self.finished)
        lanes: dict[ShipmentKey, bool] = {}
        rules: dict[tuple[str, str, str], tuple[Route, tuple[Lane, ...]]] = {}
        for k, group, product, t in self.max_shipped:
            for zone in self.finishing_zones[product]:
                if (zone, group, product) not in rules:
                    route = package_route(self.case, zone, group, product)
                    rules[zone, group, product] = route, lane_rules(self.case, route)
                route, rows = rules[zone, group, product]
                if PackagesKey(k, zone, product, t) in finished:
                    lanes[ShipmentKey(k, zone, group, product, t)] = terms(rows, route, t)[0]
        return lanes

    @cached_property
    def _moves(self) -> Mapping[MoveKey, bool]:
        """Whether the lane is open, for every part that can be made to where its packages can be finished."""
        sources = {(z, n, p, m, t): None for (z, n, _, p, m, t) in self.good_units if (p, m) in self.moving}
        rules: dict[tuple[str, str, str, str], tuple[Route, tuple[Lane, ...]]] = {}
        lanes = {}
        for zone, node, product, part, t in sources:
            for to_zone in self.finishing_zones[product]:
                key = (zone, to_zone, node, product)
                if key not in rules:
                    route = part_route(self.case, zone, to_zone, node, product)
                    rules[key] = route, lane_rules(self.case, route)
                route, rows = rules[key]
                lanes[zone, to_zone, node, product, part, t] = terms(rows, route, t)[0]
        return {MoveKey(k, *move): is_open for k in range(len(self.case.scenarios)) for move, is_open in lanes.items()}
