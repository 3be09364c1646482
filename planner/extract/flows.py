"""What is made: wafers, packages by region, and the parts that move between regions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import NamedTuple

from planner.extract.parts import SMALLEST, packages_bought
from planner.plan.records import Packages, PartFlow, Wafers
from planner.registry.families import Values
from planner.registry.keys import ClassPeriod, PackagesKey, PartKey, PartMadeKey
from planner.registry.supply_keys import SoldKey
from planner.registry.variables import MOVED, SHIPPED, SOLD, STOCK, WAFER_STARTS, WAFERS
from planner.shape.shape import PoolKey, Shape
from planner.shape.yields import ANY_FACTOR


class RegionWafers(NamedTuple):
    """Wafers of a yield class for a part of a product, started in a period of a scenario."""

    scenario: int
    region: str
    node: str
    defect_factor: float
    product: str
    part: str
    period: int


class RegionPart(NamedTuple):
    """A part of a product made on a node in a region, by the period in which it leaves the fab."""

    scenario: int
    region: str
    node: str
    product: str
    part: str
    period: int


class RegionNeed(NamedTuple):
    """A part of a product in a region, on whatever node it is made."""

    scenario: int
    region: str
    product: str
    part: str
    period: int


ROUNDED = 1e-7
"""Where less than this share of some wafers is not sold, all are."""
Lots = Mapping[PartKey, list[tuple[str, str, float]]]
"""From zone, node and kunits of the parts that arrive."""


def wafers(shape: Shape, values: Values) -> tuple[Wafers, ...]:
    """Return the wafers started, by region; those before the horizon are the same in all scenarios."""
    sold = _shares_sold(shape, values)
    return tuple(
        Wafers(shape.case.scenarios[future].name, r, n, d, part, p, t, kwafers, (1.0 - sold(future, key)) * kwafers)
        for key, kwafers in _by_region(shape, values)
        if kwafers > SMALLEST
        for k, r, n, d, p, part, t in (key,)
        for future in _scenarios(shape, k, t)
    )


def _scenarios(shape: Shape, scenario: int, start: int) -> Iterable[int]:
    return (scenario,) if start >= 0 else range(len(shape.case.scenarios))


def _by_region(shape: Shape, values: Values) -> Iterator[tuple[RegionWafers, float]]:
    """Share a zone's wafers out among its yield classes in proportion to their load.

    Parts that need a certain class come first; those that any class makes as well share what that leaves.
    """
    left = {key: load for key, load in WAFER_STARTS.of(values).items() if load > 0}
    wafers_of_pools = sorted(WAFERS.of(values).items(), key=lambda item: item[0].defect_factor == ANY_FACTOR)
    for anywhere, of_pool in groupby(wafers_of_pools, key=lambda item: item[0].defect_factor == ANY_FACTOR):
        before = dict(left)
        for (k, z, n, d, p, part, t), kwafers in of_pool:
            loads = {key: before.get(ClassPeriod(k, *key, t), 0.0) for key in shape.pools[PoolKey(z, n, d)]}
            total = sum(loads.values())
            for (r, _, factor), load in loads.items():
                if load > 0:
                    share = kwafers * load / total
                    if not anywhere:
                        key = ClassPeriod(k, r, n, factor, t)
                        left[key] = max(0.0, left[key] - share)
                    yield RegionWafers(k, r, n, factor, p, part, t), share


def _shares_sold(shape: Shape, values: Values) -> Callable[[int, RegionWafers], float]:
    """Return what gives the share of some wafers that packages take; all of them where the profit is not of fabs."""
    case = shape.case
    sold, wafers = SOLD.of(values), WAFERS.of(values)

    def share(future: int, key: RegionWafers) -> float:
        leaves = key.period + case.nodes[key.node].cycle_periods
        for factor in (key.defect_factor, ANY_FACTOR):
            of = SoldKey(future, shape.zone_of[key.region], key.node, factor, key.product, key.part, leaves)
            kwafers = wafers.get(shape.wafers_of(of), 0.0) if of in sold else 0.0
            if kwafers > 0:
                share = sold[of] / kwafers
                return 1.0 if share > 1.0 - ROUNDED else max(0.0, share)
        return 1.0

    return share


def good_units_of(shape: Shape, values: Values) -> Mapping[RegionPart, float]:
    """Return the good units made in regions, in thousands; those of wafers that are sold."""
    sold = _shares_sold(shape, values)
    good_units: dict[RegionPart, float] = {}
    for key, kwafers in _by_region(shape, values):
        k, r, n, d, p, part, start = key
        t = start + shape.case.nodes[n].cycle_periods
        good = kwafers * shape.good_units_of(shape.zone_of[r], n, d, p, part, t)
        for future in _scenarios(shape, k, start):
            of = RegionPart(future, r, n, p, part, t)
            good_units[of] = good_units.get(of, 0.0) + sold(future, key) * good
    return good_units


def packages(shape: Shape, values: Values) -> tuple[Packages, ...]:
    """Return the packages finished by region: a zone's packages in proportion to the anchor parts made there."""
    good_units = good_units_of(shape, values)
    able = _packages_worth(shape, good_units)
    rows = []
    for (k, z, p, t), kunits in finished(shape, values).items():
        anchor = shape.anchors[p][0].name
        regions = {r: able.get(RegionNeed(k, r, p, anchor, t), 0.0) for r in shape.zones[z]}
        if len(regions) == 1:  # what its parts are, made, bought or from stock, does not matter
            regions = dict.fromkeys(regions, 1.0)
        total = sum(regions.values())
        for r, worth in regions.items():
            if total > 0 and kunits * worth / total > SMALLEST:
                rows.append(Packages(shape.case.scenarios[k].name, r, p, t, kunits * worth / total))
    return tuple(rows)


def finished(shape: Shape, values: Values) -> Mapping[PackagesKey, float]:
    """Return the packages finished in zones, in thousands."""
    by_zone: dict[PackagesKey, float] = {}
    for (k, z, _, p, t), kunits in SHIPPED.of(values).items():
        by_zone[PackagesKey(k, z, p, t)] = by_zone.get(PackagesKey(k, z, p, t), 0.0) + kunits
    for key, kunits in STOCK.of(values).items():
        later = key._replace(period=key.period + 1)
        by_zone[key] = by_zone.get(key, 0.0) + kunits
        by_zone[later] = by_zone.get(later, 0.0) - kunits
    last = shape.case.calendar.last
    return {key: kunits for key, kunits in by_zone.items() if kunits > SMALLEST and key.period <= last}


def _packages_worth(shape: Shape, good_units: Mapping[RegionPart, float]) -> Mapping[RegionNeed, float]:
    """Return for how many packages the parts made in a region would do, over all nodes that make the part."""
    worth: dict[RegionNeed, float] = {}
    for (k, r, n, p, part, t), good in good_units.items():
        key = RegionNeed(k, r, p, part, t)
        worth[key] = worth.get(key, 0.0) + good / _units(shape, p, part, n)
    return worth


def _units(shape: Shape, product: str, part: str, node: str) -> float:
    (source,) = (
        source
        for candidate in shape.case.products[product].parts
        if candidate.name == part
        for source in candidate.sources
        if source.node == node
    )
    return source.units


def part_flows(shape: Shape, values: Values, packed: Iterable[Packages]) -> tuple[PartFlow, ...]:
    """Return the flows of parts that may move, from the regions that made them to those that finish packages.

    A zone's flows are shared out among its regions: first what a region makes for itself, then the rest.
    """
    units = cache(lambda p, part, n: _units(shape, p, part, n))
    good_units = good_units_of(shape, values)
    supply: dict[PartMadeKey, dict[str, float]] = {}
    for (k, r, n, p, part, t), good in good_units.items():
        supply.setdefault(PartMadeKey(k, shape.zone_of[r], n, p, part, t), {})[r] = good
    number = {scenario.name: k for k, scenario in enumerate(shape.case.scenarios)}
    need: dict[PartKey, dict[str, float]] = {}
    for row in packed:
        product = shape.case.products[row.product]
        for moving in product.parts:
            if moving not in shape.anchors[row.product]:
                zone = shape.zone_of[row.region]
                key = PartKey(number[row.scenario], zone, row.product, moving.name, row.period)
                need.setdefault(key, {})[row.region] = row.kunits / product.assembly_yield
    arriving = _arriving(shape, values, supply)
    for key, worth in packages_bought(shape, values).items():
        for region in need.get(key, {}):  # the region of a purchase is a zone of its own
            need[key][region] = max(0.0, need[key][region] - worth)
    rows = _kept_flows(shape, arriving)
    for key, of_regions in need.items():
        k, _, p, part, t = key
        lots = [] if shape.is_stocked_part(p, part) else arriving.get(key, [])
        total = sum(kunits / units(p, part, n) for _, n, kunits in lots)
        scale = min(1.0, sum(of_regions.values()) / total) if total > 0 else 0.0
        for y, n, kunits in lots:
            per = units(p, part, n)
            left = supply[PartMadeKey(k, y, n, p, part, t)]
            for source, target, amount in _matched(left, of_regions, kunits * scale, per):
                if amount > SMALLEST:
                    rows.append(PartFlow(shape.case.scenarios[k].name, source, target, n, p, part, t, amount))
    return tuple(rows)


def _kept_flows(shape: Shape, arriving: Lots) -> list[PartFlow]:
    """Return the flows of parts that may wait, as they are: every region is a zone of its own then."""
    return [
        PartFlow(shape.case.scenarios[k].name, y, z, n, p, part, t, kunits)
        for (k, z, p, part, t), lots in arriving.items()
        if shape.is_stocked_part(p, part) and not shape.is_anchor(p, part)
        for y, n, kunits in lots
        if kunits > SMALLEST
    ]


def _arriving(shape: Shape, values: Values, supply: Mapping[PartMadeKey, Mapping[str, float]]) -> Lots:
    """Return the parts that arrive in a zone, as decided, or as made there where they stay."""
    lots: dict[PartKey, list[tuple[str, str, float]]] = {}
    for (k, y, z, n, p, part, t), kunits in MOVED.of(values).items():
        if kunits > SMALLEST:
            lots.setdefault(PartKey(k, z, p, part, t), []).append((y, n, kunits))
    for (k, y, n, p, part, t), regions in supply.items():
        if (p, part) not in shape.moving:
            lots.setdefault(PartKey(k, y, p, part, t), []).append((y, n, sum(regions.values())))
    return lots


def _matched(
    supply: dict[str, float], worth: dict[str, float], kunits: float, units: float
) -> Iterable[tuple[str, str, float]]:
    """Take units from regions with supply to regions with a need (in packages' worth), at home first; both run down."""
    pairs = [(r, r) for r in supply if r in worth] + [(a, b) for a in supply for b in worth if a != b]
    for source, target in pairs:
        amount = min(supply[source], worth[target] * units, kunits)
        if amount > 0:
            supply[source] -= amount
            worth[target] -= amount / units
            kunits -= amount
            yield source, target, amount
