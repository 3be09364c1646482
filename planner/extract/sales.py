"""What is sold and what is short, shared out among the regions of a zone and the markets of a group."""

from collections.abc import Iterable

from planner.extract.flows import SMALLEST
from planner.plan.records import Packages, Shipment, Shortage
from planner.registry.families import Values
from planner.registry.keys import PackagesKey
from planner.registry.variables import SHIPPED, SHORTAGE
from planner.shape.shape import Shape


def shipments(shape: Shape, values: Values, packed: Iterable[Packages]) -> tuple[Shipment, ...]:
    """Return shipments by region and market: a zone ships from its regions in proportion to what each has in stock."""
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
            for market, part in market_shares(shape, k, g, p, t).items():
                for r, of_region in share.items():
                    amount = kunits * part * of_region
                    if amount > SMALLEST:
                        rows.append(Shipment(shape.case.scenarios[k].name, r, market, p, t, amount))
        for r, of_region in share.items():
            held[r] = max(0.0, held[r] - leaving * of_region)
    return tuple(rows)


def shortages(shape: Shape, values: Values) -> tuple[Shortage, ...]:
    """Return shortages by market: a group's shortage in proportion to its markets' demand."""
    return tuple(
        Shortage(shape.case.scenarios[k].name, p, market, t, kunits * part)
        for (k, g, p, t), kunits in SHORTAGE.of(values).items()
        for market, part in market_shares(shape, k, g, p, t).items()
        if kunits * part > SMALLEST
    )


def market_shares(shape: Shape, scenario: int, group: str, product: str, period: int) -> dict[str, float]:
    """Return the share of each market in its group's demand for a product."""
    wanted = shape.case.scenarios[scenario].demand_kunits
    demand = {m: wanted[product, m][period] for m in shape.groups[group] if (product, m) in wanted}
    total = sum(demand.values())
    return {m: kunits / total for m, kunits in demand.items() if kunits > 0}
