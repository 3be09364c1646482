"""Worlds with contracts, stocks of parts, phases under way, lanes by bloc and supply shares at once, drawn by a seed.

The strengthening rows cut off no plan of theirs, and every plan keeps its audit.
"""

import random
from dataclasses import replace

import pytest

from planner.case.records import Case, Lane, Limit, Market, Measure, Product, Purchase, Source, UnderWay
from tests.model.solving import best_plan, least, near
from tests.model.test_strength import strengthened
from tests.model.worlds import PERIODS, REGIONS, world


def supplied(seed: int) -> Case:
    """Return the world of a seed with some of these rules."""
    rng = random.Random(seed)
    case = world(seed)
    blocs = {name: rng.choice(("west", "east")) for name in REGIONS}
    case = replace(
        case,
        regions={name: replace(region, bloc=blocs[name]) for name, region in case.regions.items()},
        markets={name: Market(name, rng.choice(("west", "east"))) for name in case.markets},
        products={name: _stocked(rng, product) for name, product in case.products.items()},
    )
    part = rng.choice([part.name for product in case.products.values() for part in product.parts])
    pair = rng.choice(list(case.pairs))
    bills = tuple(rng.choice((0.0, 0.1)) for _ in range(PERIODS))
    lane = Lane(from_bloc="west", to_bloc="east", allowed=rng.random() < 0.7, cost_usd_per_unit=50.0)
    share = Limit("mixed", Measure.SUPPLY_SHARE, bloc=rng.choice(tuple(blocs.values())), maximum=0.6)
    amounts = tuple(rng.choice((0.0, 2.0, 20.0)) for _ in range(PERIODS))
    return replace(
        case,
        purchases=(Purchase(part, rng.choice(REGIONS), rng.choice((10.0, 900.0)), amounts, rng.choice((0.0, 0.5))),),
        under_way=(UnderWay(*pair, 1, rng.choice((-1, 1, 3)), bills),) if rng.random() < 0.7 else (),
        lanes=(*case.lanes, lane) if rng.random() < 0.5 else case.lanes,
        limits=(share,) if rng.random() < 0.4 else (),
    )


def _stocked(rng: random.Random, product: Product) -> Product:
    """Return a product, some of whose parts may wait."""

    def waiting(source: Source) -> Source:
        return replace(source, stock_cost_usd_per_unit_period=rng.choice((1.0, 30.0)))

    parts = tuple(
        replace(part, sources=tuple(map(waiting, part.sources)))
        if rng.random() < 0.4
        else part
        for part in product.parts
    )  # fmt: skip
    return replace(product, parts=parts)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_redundant_rows_cut_off_no_plan_and_every_plan_keeps_its_audit(seed: int) -> None:
    case = supplied(seed)
    assert best_plan(case).outcome.objective == near(strengthened(case))


def test_more_on_offer_never_costs_more() -> None:
    case = supplied(0)
    more = replace(case.purchases[0], kunits=(40.0,) * PERIODS, take_or_pay=0.0)
    assert least(replace(case, purchases=(more,))) <= least(case) + 1e-6
