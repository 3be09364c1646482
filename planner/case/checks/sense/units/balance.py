"""Demand beside the capacity that makes it: figures a year where a period or a month is due.

Two figures have to agree, for each alone may be as it is: demand is far more than capacity makes both at first and at
the end with every phase built; or capacity makes far more than is demanded at first, and never less than that later. In
the workbooks of the planner demand at first is 0.7 to 2 times what capacity makes, and at the end at most all of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import Demand, Material
from planner.case.checks.sense.units.quantities import Key, Quantities, demand_entries
from planner.case.checks.sense.units.ratio import Ratio
from planner.case.records import Committed

_TOO_MUCH_DEMAND = 2.5
_TOO_MUCH_CAPACITY, _FAR_TOO_MUCH_CAPACITY = 5.0, 25.0
"""Above the second, figures for a year do not explain it: demand is that for a few of the products that are made."""
_OTHERS_DEMAND = "leave out what serves other demand"

Capacity = Mapping[str, list[float]]
Parts = Mapping[str, Mapping[str, list[Material]]]
"""The sources of each part, by product."""


@dataclass(frozen=True, slots=True)
class _Balance:
    """Capacity by node, demand by item, who serves an item with how many units, and phases that may be built."""

    known: Quantities
    months: int
    committed: Capacity
    demand: Mapping[str, list[float]]
    serves: Mapping[str, tuple[str, float]]
    parts: Parts
    per_wafer: Mapping[int, float]
    """Packages a wafer is enough for, by the identity of a source."""
    phases: Mapping[str, float]
    first: int
    last: int

    def too_much_demand(self, q: Quantities) -> float:
        """Demand at first to what capacity makes, where it is as far above all that could be built at the end."""
        at_first, at_the_end = self._load(q, self.first, False), self._load(q, self.last, True)
        return at_first if at_the_end > _TOO_MUCH_DEMAND else 0.0

    def too_much_capacity(self, q: Quantities) -> float:
        """What capacity makes to demand at first, where it is enough for that of every period."""
        at_first = self._load(q, self.first, False)
        is_enough = at_first > 0 and all(self._load(q, t, False) <= 1 for t in range(self.first, self.last + 1))
        return 1 / at_first if is_enough and at_first * _FAR_TOO_MUCH_CAPACITY > 1 else 0.0

    def _load(self, q: Quantities, t: int, with_new: bool) -> float:
        """Return the demand of a period to what the scarcest node makes, each source used as its capacity allows."""
        makes = {node: kwspm[t] * self._scale(q, "kwspm", node) for node, kwspm in self.committed.items()}
        if with_new:
            for node, count in self.phases.items():
                makes[node] = makes.get(node, 0.0) + count * q.of("phase_kwspm", node)
        needs: dict[str, float] = {}
        for item, kunits in self.demand.items():
            product, per_package = self.serves[item]
            packages = kunits[t] * self._scale(q, "kunits", item) / per_package
            for sources in self.parts[product].values():
                could = [makes.get(row.node, 0.0) * self.per_wafer[id(row)] for row in sources]
                total = sum(could)
                for row, one in zip(sources, could, strict=True):
                    if one > 0:
                        wafers = packages * (one / total) / self.per_wafer[id(row)] / self.months
                        needs[row.node] = needs.get(row.node, 0.0) + wafers
        return max((need / makes[node] for node, need in needs.items()), default=0.0)

    def _scale(self, q: Quantities, field: str, row: str) -> float:
        before = self.known.of(field, row)
        return q.of(field, row) / before if before else 0.0


def of_balance(
    draft: Draft,
    known: Quantities,
    parts: Parts,
    serves: Mapping[str, list[tuple[str, float]]],
    phases: Mapping[str, float],
    per_wafer: Mapping[int, float],
) -> Iterator[Ratio]:
    """Yield demand to capacity, and capacity to demand, where there is capacity from the start."""
    calendar = draft.calendar
    demand: dict[str, list[float]] = {}
    for entry in demand_entries(draft):
        if entry.record.product in serves and known.of("kunits", entry.record.product):
            _add(demand, entry.record.product, entry.record.kunits)
    committed: dict[str, list[float]] = {}
    for one in draft.records(Committed, "node", "kwspm"):
        if known.of("kwspm", one.node):
            _add(committed, one.node, one.kwspm)
    if calendar is None or not demand or not committed:
        return
    first_of = {item: serves[item][0] for item in demand}
    everything = dict.fromkeys(row.node for of in parts.values() for rows in of.values() for row in rows)
    last = calendar.periods - 1
    wanted = [t for t in calendar.horizon if any(kunits[t] > 0 for kunits in demand.values())]
    if not wanted or not any(kwspm[wanted[0]] > 0 for kwspm in committed.values()):
        return
    first = wanted[0]
    balance = _Balance(
        known, calendar.period_months, committed, demand, first_of, parts, per_wafer, phases, first, last
    )
    of_demand: list[Key] = [("kunits", item) for item in demand]
    of_capacity: list[Key] = [("kwspm", node) for node in everything if node in committed]
    of_phases: list[Key] = [("phase_kwspm", node) for node in everything if node in phases]
    start, end = calendar.label(first), calendar.label(last)
    words = f"demand in {start} is {{}} times what capacity makes at its scarcest node, and in {end} far more than all "
    words += "capacity would make with every phase built"
    keys = (*of_demand, *of_capacity, *of_phases)
    yield Ratio(words, 0, _TOO_MUCH_DEMAND, keys, balance.too_much_demand)
    words = (
        f"capacity makes {{}} times the demand of {start} even at its scarcest node, and enough for all later demand, "
        "so that nothing new is needed"
    )
    if draft.is_whole(Demand, "product", "kunits") and all(
        row.product in serves for row in draft.records(Demand, "product")
    ):
        yield Ratio(words, 0, _TOO_MUCH_CAPACITY, (*of_capacity, *of_demand), balance.too_much_capacity, _OTHERS_DEMAND)


def _add(rows: dict[str, list[float]], name: str, values: tuple[float, ...]) -> None:
    before = rows.get(name)
    rows[name] = list(values) if before is None else [a + b for a, b in zip(before, values, strict=True)]
