"""Cases in the shape of OR-Library's capacitated warehouse location, stretched over time; the figures are our own draw.

Sites are warehouses of one capacity, each with a fixed cost, markets are customers, and freight grows with distance.
Demand grows over the horizon where OR-Library has one period, and money comes in instalments.
"""

import math
import random
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from planner.case.records import Case
from planner.workbook.reader import read_case
from tests.published.orlib import USD_BN, Instance, write_instance

PERIODS, LEAD_PERIODS = 26, 4
"""Months of demand, and the empty months before them in which the first sites are built."""
SHORTAGE_PENALTY_USD = 20.0
"""About five times the highest freight of a unit: demand that money cannot serve must not hide all other costs."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How many warehouses and customers, and how much of the money that would open every warehouse there is."""

    warehouses: int
    customers: int
    capacity: float
    money: float


def instance(draw: Draw, seed: int) -> Instance:
    """Draw warehouses and customers on a square of 100 by 100; the last warehouse stands already and costs nothing."""
    rng = random.Random(seed)
    places = [(rng.uniform(0, 100), rng.uniform(0, 100)) for _ in range(draw.warehouses)]
    fixed = [float(rng.randrange(6000, 18000, 500)) for _ in places]
    fixed[-1] = 0.0
    customers = []
    for _ in range(draw.customers):
        here, size = (rng.uniform(0, 100), rng.uniform(0, 100)), float(rng.randint(100, 3000))
        customers.append((size, tuple(round(size * math.dist(here, place) * 0.03, 2) for place in places)))
    return Instance(tuple((draw.capacity, cost) for cost in fixed), tuple(customers))


def warehouse_case(draw: Draw, seed: int) -> Case:
    """Return the case of a draw: 30 months, demand growing from four tenths of the instance's to sixteen."""
    drawn = instance(draw, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"warehouses {seed}.xlsx"
        write_instance(path, drawn, PERIODS, LEAD_PERIODS)
        case = read_case(path)
    growth = [0.0] * LEAD_PERIODS + [0.4 + 1.2 * t / (PERIODS - 1) for t in range(PERIODS)]
    (scenario,), (fund,), (chip,) = case.scenarios, case.funds.values(), case.products.values()
    grown = {
        key: tuple(round(kunits * factor, 6) for kunits, factor in zip(path, growth, strict=True))
        for key, path in scenario.demand_kunits.items()
    }
    instalment = draw.money * sum(cost for _, cost in drawn.warehouses) * USD_BN / case.calendar.periods
    return replace(
        case,
        products={chip.name: replace(chip, shortage_penalty_usd=SHORTAGE_PENALTY_USD)},
        scenarios=(replace(scenario, demand_kunits=grown),),
        funds={fund.name: replace(fund, budget_usd_bn=(instalment,) * case.calendar.periods)},
    )
