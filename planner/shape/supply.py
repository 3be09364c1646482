"""Supply beside what is made for a period: parts that are bought, and parts that wait in stock."""

from collections.abc import Callable, Iterator, Mapping

from planner.case.records import Case, Part, Source
from planner.registry.keys import PartStockKey, PurchasedKey

Zones = Mapping[str, tuple[str, ...]]
Periods = Callable[[str, Source], tuple[int, ...]]
"""The periods in which units of a source of a product are of use."""


def is_stocked(source: Source) -> bool:
    """Say whether units of a source may wait."""
    return source.stock_cost_usd_per_unit_period is not None


def has_stock_of_parts(case: Case) -> bool:
    """Say whether any part may wait."""
    return any(is_stocked(s) for one in case.products.values() for part in one.parts for s in part.all_sources)


def buying_regions(case: Case, part: Part) -> frozenset[str]:
    """Return the regions in which a part is offered in some period."""
    return frozenset(one.region for one in case.purchases if one.part == part.name and any(one.kunits))


def is_offered(case: Case, part: Part, zones: tuple[str, ...], period: int) -> bool:
    """Say whether a part is offered in one of some zones in a period."""
    return any(one.part == part.name and one.region in zones and one.kunits[period] > 0 for one in case.purchases)


def purchased(case: Case, finishing: Zones, periods: Periods) -> Iterator[PurchasedKey]:
    """Yield what may be bought for which product, where its packages can be finished."""
    for k in range(len(case.scenarios)):
        for row, one in enumerate(case.purchases):
            for p, product in case.products.items():
                part = next((part for part in product.parts if part.name == one.part), None)
                if part is not None and one.region in finishing[p]:
                    useful = (t for t in periods(p, part.as_bought) if one.kunits[t] > 0)
                    yield from (PurchasedKey(k, row, p, t) for t in useful)


def part_stocks(case: Case, finishing: Zones, periods: Periods) -> Iterator[PartStockKey]:
    """Yield where units of which source may wait at the end of which period: where packages can be finished."""
    for k in range(len(case.scenarios)):
        for p, product in case.products.items():
            for part in product.parts:
                for source in filter(is_stocked, part.all_sources):
                    for zone in finishing[p]:
                        for t in periods(p, source)[:-1]:
                            yield PartStockKey(k, zone, source.node, p, part.name, t)
