"""Demand, shipped and shortage by product, market and period, expected over the scenarios, and their sums.

A class counts in packages of its first product. What waits is served late, not short: a period answers for what is
settled in it, which is what it demands and what waited before, less what goes on waiting.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from planner.case.demand import kpackages, wanted
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.headline import coverage_pct, served_kpackages

Key = tuple[str, str, int]
"""Product or class, market, period."""
_NOTHING_KUNITS = 1e-9
"""Less is what rounding leaves where everything waits."""


@dataclass(frozen=True, slots=True)
class Service:
    """How much of what is demanded is served, in thousand packages."""

    demand_kunits: float = 0.0
    shipped_kunits: float = 0.0
    shortage_kunits: float = 0.0
    postponed_kunits: float = 0.0
    """What waits at the end, less what waited before."""

    @property
    def settled_kunits(self) -> float:
        """What is served or lost: all that is demanded, unless something waits."""
        settled = self.demand_kunits - self.postponed_kunits
        return settled if settled > _NOTHING_KUNITS else 0.0

    @property
    def coverage_pct(self) -> float:
        """The share of what is settled that is served, in per cent."""
        return coverage_pct(self.shipped_kunits, self.settled_kunits)

    def __add__(self, other: "Service") -> "Service":
        return Service(
            self.demand_kunits + other.demand_kunits,
            self.shipped_kunits + other.shipped_kunits,
            self.shortage_kunits + other.shortage_kunits,
            self.postponed_kunits + other.postponed_kunits,
        )


def services(case: Case, plan: Plan, scenario: str = "", tier: str | None = None) -> dict[Key, Service]:
    """Return the service of every demand, of one scenario or expected over all of them; of one tier or of all."""
    weights = {s.name: s.probability for s in case.scenarios} if not scenario else {scenario: 1.0}
    by_key: dict[Key, Service] = {}

    def add(key: Key, service: Service) -> None:
        by_key[key] = by_key.get(key, Service()) + service

    for future in case.scenarios:
        weight = weights.get(future.name, 0.0)
        for buyer, wants in wanted(future).items() if weight else ():
            for period, kunits in enumerate(wants.kunits) if tier in (None, buyer.tier) else ():
                kpacks = kpackages(case, buyer.item, kunits)
                add((buyer.item, buyer.market, period), Service(demand_kunits=weight * kpacks))
    for sent in plan.shipments:
        weight = weights.get(sent.scenario, 0.0)
        if tier in (None, sent.tier):
            item = sent.compute_class or sent.product
            add((item, sent.market, sent.period), Service(shipped_kunits=weight * served_kpackages(case, sent)))
    for short in plan.shortage:
        weight = weights.get(short.scenario, 0.0)
        if tier in (None, short.tier):
            lost, waits = (kpackages(case, short.product, one) for one in (short.kunits, short.backlog_kunits))
            key = short.product, short.market, short.period
            add(key, Service(shortage_kunits=weight * lost, postponed_kunits=weight * waits))
            if waits:
                add((*key[:2], short.period + 1), Service(postponed_kunits=-weight * waits))
    return by_key


def tiers_of(case: Case) -> list[str]:
    """Return the tiers of customers in the order of the demand; none where nobody has a name."""
    names = dict.fromkeys(buyer.tier for scenario in case.scenarios for buyer in wanted(scenario))
    return list(names) if any(names) else []


def total(items: Iterable[Service]) -> Service:
    """Return the sum of services."""
    whole = Service()
    for service in items:
        whole += service
    return whole


def summed(by_key: Mapping[Key, Service], by: Callable[[Key], object]) -> dict[object, Service]:
    """Return the services summed over all keys that `by` maps to the same value."""
    sums: dict[object, Service] = {}
    for key, service in by_key.items():
        group = by(key)
        sums[group] = sums.get(group, Service()) + service
    return sums


def years(case: Case) -> tuple[int, ...]:
    """Return the calendar years of the horizon in order."""
    return tuple(range(case.calendar.year(0), case.calendar.year(case.calendar.last) + 1))


def year_names(case: Case) -> dict[int, str]:
    """Return the heading of every year; a partly planned year names the part: 2036 Q1–Q3."""
    calendar, names = case.calendar, {}
    for year in years(case):
        parts = [calendar.label(t)[4:] for t in calendar.horizon if calendar.year(t) == year]
        whole = len(parts) == calendar.periods_per_year
        part = parts[0] if len(parts) == 1 else f"{parts[0]}–{parts[-1]}"
        names[year] = f"{year}" if whole else f"{year} {part}"
    return names


def by_year(case: Case, by_key: Mapping[Key, Service]) -> dict[int, Service]:
    """Return the whole service of every calendar year of the horizon."""
    sums = summed(by_key, lambda key: case.calendar.year(key[2]))
    return {year: sums.get(year, Service()) for year in years(case)}
