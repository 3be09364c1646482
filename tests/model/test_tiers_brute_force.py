"""Demand with terms of its own against every schedule there is, with operations by a program that knows no model."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product as combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from planner.case.records import Buyer, Case, Limit, Market, Measure, Objective, Settings, Tier
from tests.cases import product, tiny
from tests.model.parts import chip, pair_a
from tests.model.solving import best_plan, near
from tests.model.tiered import tiered

PERIODS = 4
RATE = 0.1
GOOD_UNITS = {"chip": 1.0, "small": 2.0}


def micro(seed: int) -> Case:
    """Return a case of one site that may build two phases, two products of one node, and two markets."""
    rng = random.Random(seed)
    objective = rng.choice((Objective.LEAST_COST, Objective.PROFIT))
    wanted = {
        (name, market): tuple(float(rng.randint(0, 6)) for _ in range(PERIODS))
        for name in GOOD_UNITS
        for market in ("east", "west")
    }
    case = tiny(demand=wanted, settings=Settings("micro", RATE, objective=objective))
    case = pair_a(chip(case, shortage_penalty_usd=3e5, price_usd=4e5), lead_periods=1, max_phases=2)
    small = product("small", good_units_per_wafer=2.0, shortage_penalty_usd=1e5, price_usd=2e5)
    markets = {name: Market(name) for name in ("east", "west")}
    case = tiered(seed, replace(case, products={**case.products, "small": small}, markets=markets))
    (future,) = case.scenarios
    return replace(case, scenarios=(replace(future, tiers={b: _dear(rng, t) for b, t in future.tiers.items()}),))


def _dear(rng: random.Random, tier: Tier) -> Tier:
    """Return a tier whose price and penalty are of the size of a phase."""
    return replace(
        tier,
        price_usd=rng.choice((None, 1e5, 9e5)),
        shortage_penalty_usd=rng.choice((None, 0.0, 5e4, 8e5)),
    )


def schedules() -> Iterator[tuple[int, ...]]:
    """Yield the phases started in each period, all that could come online within the horizon."""
    for counts in combinations(range(3), repeat=PERIODS - 1):
        if sum(counts) <= 2:
            yield (*counts, 0)


def discount(t: float) -> float:
    return float((1 + RATE) ** -(t / 4))


def cost(case: Case, counts: tuple[int, ...]) -> float | None:
    """Return the discounted cost of a schedule with the best operations, None where they break a limit."""
    operations = Operations(case)
    online = [sum(counts[:t]) for t in range(PERIODS)]
    best = operations.best([3.0 * phases for phases in online])
    return None if best is None else best + sum(count * discount(t + 0.5) for t, count in enumerate(counts))


class Operations:
    """Who is served, who waits and who goes without, for so many wafers in each period."""

    def __init__(self, case: Case) -> None:
        """Number the variables: packages of a product for a buyer, what is lost and what waits, by period."""
        (future,) = case.scenarios
        self.case = case
        self.buyers = {
            **{Buyer(*key): Tier(kunits) for key, kunits in future.demand_kunits.items()},
            **future.tiers,
        }
        sold = ((b, p, t) for b in self.buyers for p in self.units(b.item) for t in range(PERIODS))
        left = ((b, what, t) for b in self.buyers for what in ("lost", "waits") for t in range(PERIODS))
        self.number = {key: at for at, key in enumerate((*sold, *left))}

    def units(self, item: str) -> dict[str, float]:
        if item in GOOD_UNITS:
            return {item: 1.0}
        return {member.product: member.units_per_package for member in self.case.classes[item].members}

    def worth(self, buyer: Buyer, what: str) -> float:
        """Return what a thousand of a variable costs, in usd_bn."""
        tier, products = self.buyers[buyer], self.case.products
        if what == "waits":
            return 0.0
        if what == "lost":
            own = [products[p].shortage_penalty_usd / per for p, per in self.units(buyer.item).items()]
            return (min(own) if tier.shortage_penalty_usd is None else tier.shortage_penalty_usd) * 1e-6
        if self.case.settings.objective is not Objective.PROFIT:
            return 0.0
        per = self.units(buyer.item)[what]
        usd = products[what].price_usd if tier.price_usd is None else tier.price_usd * per
        members = self.case.classes[buyer.item].members if buyer.item in self.case.classes else ()
        factors = {member.product: member.price_factor for member in members}
        return -usd * factors.get(what, 1.0) * 1e-6

    def best(self, kwafers: list[float]) -> float | None:
        rows: list[tuple[dict[int, float], float]] = []
        equal: list[tuple[dict[int, float], float]] = []
        for t, made in enumerate(kwafers):
            used = {at: 1 / GOOD_UNITS[p] for (_, p, when), at in self.number.items() if when == t and p in GOOD_UNITS}
            rows.append((used, made))
        for buyer, tier in self.buyers.items():
            for t in range(PERIODS):
                lost, waits = self.number[buyer, "lost", t], self.number[buyer, "waits", t]
                served = {self.number[buyer, p, t]: per for p, per in self.units(buyer.item).items()}
                before = {self.number[buyer, "waits", t - 1]: -1.0} if t else {}
                equal.append(({**served, **before, lost: 1.0, waits: 1.0}, tier.kunits[t]))
                share = tier.backlog if t < PERIODS - 1 else 0.0
                rows.append(({waits: 1 - share, lost: -share}, 0.0))
        for limit in self.case.limits:
            rows += self.service(limit)
        costs = [self.worth(buyer, what) * discount(t + 0.5) for buyer, what, t in self.number]
        solved = linprog(costs, *self._matrix(rows), *self._matrix(equal))
        return float(solved.fun) if solved.success else None

    def service(self, limit: Limit) -> Iterator[tuple[dict[int, float], float]]:
        """Yield the rows of a limit: what is served of what is wanted, counted in packages of a first product."""
        assert limit.measure is Measure.SERVICE
        periods = range(max(0, limit.from_period), min(PERIODS - 1, limit.until_period) + 1)
        served: dict[int, float] = {}
        wanted = 0.0
        for buyer, tier in self.buyers.items():
            names = zip((limit.product, limit.market, limit.tier), buyer, strict=True)
            if all(name in ("", own) for name, own in names):
                per_package = next(iter(self.units(buyer.item).values()))
                wanted += sum(tier.kunits[t] for t in periods) / per_package
                for p, per in self.units(buyer.item).items():
                    served |= {self.number[buyer, p, t]: per / per_package for t in periods}
        if limit.minimum > 0:
            yield {at: -value for at, value in served.items()}, -limit.minimum * wanted
        if limit.maximum < 1:
            yield served, limit.maximum * wanted

    def _matrix(self, rows: list[tuple[dict[int, float], float]]) -> tuple[np.ndarray, np.ndarray]:
        left = np.zeros((len(rows), len(self.number)))
        for at, (terms, _) in enumerate(rows):
            for column, value in terms.items():
                left[at, column] = value
        return left, np.array([right for _, right in rows])


@pytest.mark.parametrize("seed", range(8))
def test_no_schedule_is_cheaper_than_the_optimum(seed: int) -> None:
    case = micro(seed)
    costs = [usd_bn for counts in schedules() if (usd_bn := cost(case, counts)) is not None]
    assert best_plan(case).outcome.objective == near(min(costs))
