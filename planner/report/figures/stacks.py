"""Demand covered as stacks: what is shipped of each product or to each market, with the shortage on top."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from planner.case.records import Case
from planner.charts.palette import SHORT
from planner.report.figures.largest import Ranked, largest
from planner.report.figures.service import Key, Service

SHORTAGE = "Shortage"


@dataclass(frozen=True, slots=True)
class Stack:
    """Shipped packages by product or market and period, the largest at the bottom, and the shortage of all."""

    noun: str
    shipped: Ranked
    shortage_kunits: tuple[float, ...]
    demand_kunits: tuple[float, ...]
    """All layers together, unless something waits and is served late."""

    @property
    def layers(self) -> list[tuple[str, tuple[float, ...], str]]:
        """Name, series by period and colour of every layer from the bottom up; the shortage lies on top."""
        layers = zip(self.shipped.names, self.shipped.series.values(), self.shipped.colors, strict=True)
        return [*layers, (SHORTAGE, self.shortage_kunits, SHORT)]


def stacks(case: Case, by_key: Mapping[Key, Service]) -> tuple[Stack, Stack]:
    """Return the stack by product and the stack by market."""
    return _stack(case, by_key, 0, "product"), _stack(case, by_key, 1, "market")


def _stack(case: Case, by_key: Mapping[Key, Service], place: int, noun: str) -> Stack:
    shipped: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * case.calendar.periods)
    short, demand = [0.0] * case.calendar.periods, [0.0] * case.calendar.periods
    for key, service in by_key.items():
        shipped[str(key[place])][key[2]] += service.shipped_kunits
        short[key[2]] += service.shortage_kunits
        demand[key[2]] += service.demand_kunits
    return Stack(noun, largest(shipped, f"{noun}s"), tuple(short), tuple(demand))
