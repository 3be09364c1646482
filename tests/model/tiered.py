"""Demand with terms of its own for tests: tiers, waiting, classes and limits on service, by hand or drawn by a seed."""

import random
from collections.abc import Mapping
from dataclasses import replace

from planner.case.records import (
    Buyer,
    Case,
    ClassMember,
    ComputeClass,
    Limit,
    Measure,
    Objective,
    Scenario,
    Tier,
)

Buyers = Mapping[tuple[str, str, str], Tier]


def with_tiers(case: Case, buyers: Buyers, plain: Mapping[tuple[str, str], tuple[float, ...]] | None = None) -> Case:
    """Return the case in which these buyers, by product or class, market and tier, are all that want something."""
    (future,) = case.scenarios
    tiers = {Buyer(*buyer): tier for buyer, tier in buyers.items()}
    return replace(case, scenarios=(replace(future, demand_kunits=plain or {}, tiers=tiers),))


def with_class(case: Case, name: str, **units: float) -> Case:
    """Return the case with a class whose products are so many units each."""
    members = tuple(ClassMember(product, per) for product, per in units.items())
    return replace(case, classes={**case.classes, name: ComputeClass(name, members)})


def tiered(seed: int, case: Case) -> Case:
    """Return a case in which a part of the demand has terms of its own, drawn by a seed."""
    rng = random.Random(seed)
    case = replace(case, classes=_classes(rng, case))
    first, *others = (_scenario(rng, case, scenario) for scenario in case.scenarios)
    limits = tuple(limit for limit in _limits(rng, first) if rng.random() < 0.3)
    return replace(case, scenarios=(first, *others), limits=(*case.limits, *limits))


def _classes(rng: random.Random, case: Case) -> dict[str, ComputeClass]:
    chosen = rng.sample(sorted(case.products), min(2, len(case.products)))
    members = tuple(ClassMember(product, rng.choice((0.5, 1.0, 3.0)), rng.choice((0.5, 1.0))) for product in chosen)
    return {"compute": ComputeClass("compute", members), "alone": ComputeClass("alone", members[:1])}


def _scenario(rng: random.Random, case: Case, scenario: Scenario) -> Scenario:
    plain, tiers = dict(scenario.demand_kunits), dict[Buyer, Tier]()
    for (product, market), kunits in scenario.demand_kunits.items():
        if rng.random() < 0.5:
            for tier in ("gold", ""):
                tiers[Buyer(product, market, tier)] = _tier(rng, kunits)
            del plain[product, market]
        elif rng.random() < 0.3:
            tiers[Buyer(product, market, "gold")] = _tier(rng, kunits)
    for name in case.classes:
        for market in case.markets:
            if rng.random() < 0.5:
                kunits = tuple(float(rng.randint(0, 9)) for _ in case.calendar.horizon)
                tiers[Buyer(name, market, rng.choice(("", "gold")))] = _tier(rng, kunits)
    return replace(scenario, demand_kunits=plain, tiers=tiers)


def _tier(rng: random.Random, kunits: tuple[float, ...]) -> Tier:
    share = rng.choice((0.3, 0.5, 1.0))
    price, penalty = rng.choice((None, 4_000.0, 40_000.0)), rng.choice((None, 0.0, 5_000.0, 60_000.0))
    return Tier(tuple(share * amount for amount in kunits), price, penalty, rng.choice((0.0, 0.0, 0.5, 0.9, 1.0)))


def _limits(rng: random.Random, scenario: Scenario) -> list[Limit]:
    buyers = [*scenario.tiers, *(Buyer(*key) for key in scenario.demand_kunits)]
    one, other = rng.choice(buyers), rng.choice(buyers)
    gold = "gold" if any(buyer.tier == "gold" for buyer in buyers) else ""
    return [
        Limit("floor", Measure.SERVICE, market=one.market, minimum=0.05, from_period=1),
        Limit("gold", Measure.SERVICE, tier=gold, minimum=0.1, from_period=2, until_period=4),
        Limit("cap", Measure.SERVICE, product=other.item, market=other.market, tier=other.tier, maximum=0.6),
    ]


def for_profit(case: Case) -> Case:
    """Return the case with profit as its objective."""
    return replace(case, settings=replace(case.settings, objective=Objective.PROFIT))
