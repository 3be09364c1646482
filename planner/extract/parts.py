"""Parts beside those that are made for a period: what is bought, and what waits.

The regions where they are bought or wait are zones of their own.
"""

from planner.plan.records import PartStock, Purchased
from planner.registry.families import Values
from planner.registry.keys import PartKey
from planner.registry.variables import PART_STOCK, PURCHASED
from planner.shape.shape import Shape

SMALLEST = 1e-9


def purchased(shape: Shape, values: Values) -> tuple[Purchased, ...]:
    """Return what is bought."""
    case = shape.case
    return tuple(
        Purchased(case.scenarios[k].name, case.purchases[row].region, case.purchases[row].part, p, t, kunits)
        for (k, row, p, t), kunits in PURCHASED.of(values).items()
        if kunits > SMALLEST
    )


def part_stocks(shape: Shape, values: Values) -> tuple[PartStock, ...]:
    """Return the parts that wait at the end of each period."""
    return tuple(
        PartStock(shape.case.scenarios[k].name, z, n, p, part, t, kunits)
        for (k, z, n, p, part, t), kunits in PART_STOCK.of(values).items()
        if kunits > SMALLEST
    )


def packages_bought(shape: Shape, values: Values) -> dict[PartKey, float]:
    """Return for how many packages the units that are bought of a part would do, in thousands."""
    worth: dict[PartKey, float] = {}
    for (k, row, p, t), kunits in PURCHASED.of(values).items():
        offer = shape.case.purchases[row]
        (part,) = (part for part in shape.case.products[p].parts if part.name == offer.part)
        key = PartKey(k, offer.region, p, part.name, t)
        worth[key] = worth.get(key, 0.0) + kunits / part.as_bought.units
    return worth
