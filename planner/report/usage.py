"""Capacity of each node over all sites: committed, new and used, in kwspm by period."""

from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan


@dataclass(frozen=True, slots=True)
class Usage:
    """A node's usable capacity over all sites. `new` is what the plan adds, less what it converts away."""

    node: str
    committed_kwspm: tuple[float, ...]
    usable_kwspm: tuple[float, ...]
    used_kwspm: tuple[float, ...]

    @property
    def new_kwspm(self) -> tuple[float, ...]:
        """What the plan adds to the committed capacity."""
        return tuple(usable - old for usable, old in zip(self.usable_kwspm, self.committed_kwspm, strict=True))

    @property
    def used_pct(self) -> tuple[float | None, ...]:
        """The used share of usable capacity in per cent; None where there is none."""
        pairs = zip(self.used_kwspm, self.usable_kwspm, strict=True)
        return tuple(100 * used / usable if usable > 0 else None for used, usable in pairs)


def usages(case: Case, plan: Plan) -> tuple[Usage, ...]:
    """Return the usage of every node that has capacity in some period, in the order of the case."""
    usable = {node: [0.0] * case.calendar.periods for node in case.nodes}
    used = {node: [0.0] * case.calendar.periods for node in case.nodes}
    committed = {node: [0.0] * case.calendar.periods for node in case.nodes}
    for capacity in plan.capacity:
        usable[capacity.node][capacity.period] += capacity.kwspm
        used[capacity.node][capacity.period] += capacity.used_kwspm
    for row in case.committed:
        for period, kwspm in enumerate(row.kwspm):
            committed[row.node][period] += kwspm * case.nodes[row.node].utilisation
    return tuple(
        Usage(node, tuple(committed[node]), tuple(usable[node]), tuple(used[node]))
        for node in case.nodes
        if any(usable[node])
    )
