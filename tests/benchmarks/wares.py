"""Accelerators of generated cases: parts, prices, and the periods in which each is demanded."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

from planner.case.records import Kind, Node, Part, Product, Source
from tests.benchmarks.atlas import SCANNERS_PER_KWSPM


@dataclass(frozen=True, slots=True)
class Ware:
    """A product, when its demand peaks, how long it lasts, and whether China makes it or may not have it."""

    product: Product
    peak_period: float
    spread_periods: float
    weight: float
    for_china: bool
    barred: bool


def ware(rng: random.Random, number: int, of: int, periods: int, nodes: Mapping[str, Node]) -> Ware:
    """Draw one product of many: they enter one after the other, on nodes as new as they are.

    Every eleventh is China's own where the nodes allow it, and every sixth may be sold there.
    """
    peak = (number + rng.random()) / of * 1.1 * periods
    logic = sorted(
        (node for node in nodes.values() if node.kind is Kind.LOGIC and node.name in SCANNERS_PER_KWSPM),
        key=lambda node: node.available_from,
    )
    own = [node for node in nodes.values() if node.kind is Kind.LOGIC and node.name not in SCANNERS_PER_KWSPM]
    ready = [node for node in logic if node.available_from + 4 <= peak] or logic[:1]
    for_china = number % 11 == 10 and bool(own)
    die = own[0] if for_china else rng.choice(ready[-3:])
    memory = _ready(nodes, Kind.MEMORY, peak)
    packaging = _ready(nodes, Kind.PACKAGING, peak)
    dies, stacks = rng.choice((1, 2, 2, 4)), rng.choice((4, 6, 8, 8, 12))
    area = rng.choice((400.0, 600.0, 800.0))
    price = round(4000 * dies * math.sqrt(area / 400) + 2200 * stacks * rng.uniform(0.9, 1.3), -2)
    wafers = rng.uniform(1.2, 1.6) * 40_000 / (dies * area + 90 * stacks)
    product = Product(
        f"accelerator {number + 1}",
        (
            Part("compute die", (Source(die.name, float(dies), die_area_mm2=area, harvest=0.4),)),
            Part("HBM stack", tuple(Source(n.name, float(stacks), 25.0 + 6 * k) for k, n in enumerate(memory))),
            Part(
                "interposer",
                tuple(Source(n.name, 1.0, round(wafers * (1 + 0.3 * k), 2)) for k, n in enumerate(packaging)),
            ),
            *_host(rng, ready, for_china),
        ),
        shortage_penalty_usd=round(0.72 * price, -2),
        price_usd=price,
        assembly_yield=0.95,
        stock_cost_usd_per_period=0.02 * price if number % 12 == 5 else None,
    )
    return Ware(product, peak, rng.uniform(5, 9), rng.uniform(0.5, 1.5), for_china, number % 6 != 1)


def _ready(nodes: Mapping[str, Node], kind: Kind, peak: float) -> list[Node]:
    return [node for node in nodes.values() if node.kind is kind and node.available_from + 2 <= max(peak, 0)][:2]


def _host(rng: random.Random, ready: list[Node], for_china: bool) -> tuple[Part, ...]:
    """Host and network silicon, which two nodes can make."""
    if for_china:
        return ()
    units = rng.uniform(14, 30)
    return (
        Part(
            "host silicon", tuple(Source(n.name, 1.0, round(units * (1 + 0.2 * k), 1)) for k, n in enumerate(ready[:2]))
        ),
    )


def lives(wares: list[Ware], periods: int) -> dict[str, list[float]]:
    """Return the share of each product in its world's demand by period; China's own products are a world apart."""
    found = {one.product.name: [0.0] * periods for one in wares}
    for china in (False, True):
        world = [one for one in wares if one.for_china is china]
        for t in range(periods):
            asked = [one.weight * math.exp(-(((t - one.peak_period) / one.spread_periods) ** 2)) for one in world]
            for one, part in zip(world, asked, strict=True):
                share = part / sum(asked) if sum(asked) > 0 else 0.0
                found[one.product.name][t] = share if share > 0.01 else 0.0
    return found
