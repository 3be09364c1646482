"""What is sold and what is short, shared out among the regions of a zone, the markets of a group and their tiers."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planner.extract.parts import SMALLEST
from planner.plan.records import Packages, Shipment, Shortage
from planner.registry.families import Values
from planner.registry.keys import DemandKey, PackagesKey, ServedKey, TierKey
from planner.registry.variables import BACKLOG, LOST, SERVED, SHIPPED, SHORTAGE
from planner.shape.shape import Shape


class _Taker(NamedTuple):
    """Who takes packages in a market: a tier, and the class that it wants them for."""

    market: str
    tier: str = ""
    compute_class: str = ""


def shipments(shape: Shape, values: Values, packed: Iterable[Packages]) -> tuple[Shipment, ...]:
    """Return shipments by region and market: a zone ships from its regions in proportion to what each has in stock."""
    served = SERVED.of(values)
    number = {scenario.name: k for k, scenario in enumerate(shape.case.scenarios)}
    fresh: dict[PackagesKey, dict[str, float]] = {}
    for row in packed:
        key = PackagesKey(number[row.scenario], shape.zone_of[row.region], row.product, row.period)
        fresh.setdefault(key, {})[row.region] = row.kunits
    shipped = sorted(SHIPPED.of(values).items(), key=lambda item: item[0].period)
    out: dict[PackagesKey, list[tuple[str, float]]] = {}
    for (k, z, g, p, t), kunits in shipped:
        if kunits > SMALLEST:
            out.setdefault(PackagesKey(k, z, p, t), []).append((g, kunits))
    stock: dict[tuple[int, str, str], dict[str, float]] = {}
    rows = []
    for key in sorted(dict.fromkeys((*fresh, *out)), key=lambda key: key.period):
        k, z, p, t = key
        held = stock.setdefault((k, z, p), {})
        for r, kunits in fresh.get(key, {}).items():
            held[r] = held.get(r, 0.0) + kunits
        lots = out.get(key, [])
        total, leaving = sum(held.values()), sum(kunits for _, kunits in lots)
        if total <= 0 or leaving <= 0:
            continue
        share = {r: kunits / total for r, kunits in held.items() if kunits > 0}
        for g, kunits in lots:
            for (market, tier, of_class), part in _takers(shape, served, DemandKey(k, g, p, t)).items():
                for r, of_region in share.items():
                    amount = kunits * part * of_region
                    if amount > SMALLEST:
                        rows.append(Shipment(shape.case.scenarios[k].name, r, market, p, t, amount, tier, of_class))
        for r, of_region in share.items():
            held[r] = max(0.0, held[r] - leaving * of_region)
    return tuple(rows)


def shortages(shape: Shape, values: Values) -> tuple[Shortage, ...]:
    """Return shortages by market and tier: a group's shortage in proportion to its markets' demand."""
    waiting = BACKLOG.of(values)
    short = {TierKey(k, g, p, "", t): (kunits, 0.0) for (k, g, p, t), kunits in SHORTAGE.of(values).items()}
    short |= {key: (kunits, waiting.get(key, 0.0)) for key, kunits in LOST.of(values).items()}
    return tuple(
        Shortage(shape.case.scenarios[k].name, item, market, t, kunits * part, tier, backlog * part)
        for (k, g, item, tier, t), (kunits, backlog) in short.items()
        for market, part in shape.market_shares(k, g, item, tier, t).items()
        if max(kunits, backlog) * part > SMALLEST
    )


def _takers(shape: Shape, served: Mapping[ServedKey, float], key: DemandKey) -> dict[_Taker, float]:
    """Return the share of each taker in the packages that a market group gets."""
    k, g, product, t = key
    if key in shape.demands:
        return {_Taker(market): part for market, part in shape.market_shares(k, g, product, "", t).items()}
    kunits: dict[_Taker, float] = {}
    for outlet in shape.outlets_of.get(key, ()):
        item, tier = outlet.item, outlet.tier
        of_class = item if item in shape.case.classes else ""
        for market, part in shape.market_shares(k, g, item, tier, t).items():
            kunits[_Taker(market, tier, of_class)] = served.get(outlet, 0.0) * part
    total = sum(kunits.values())
    return {taker: of_taker / total for taker, of_taker in kunits.items()} if total > 0 else {}
