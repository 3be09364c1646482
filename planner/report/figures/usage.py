"""Capacity of each node over all sites: committed, new and used, in kwspm by period."""

from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan
from planner.shape import under_way

_DIGITS = 9  # sums of sites differ from their total in the last digits


@dataclass(frozen=True, slots=True)
class Usage:
    """A node's usable capacity over all sites. `new` is what the plan adds, less what it converts away or retires.

    `used` is None in the last periods, when wafers would leave after the horizon and none are started.
    """

    node: str
    committed_kwspm: tuple[float, ...]
    usable_kwspm: tuple[float, ...]
    used_kwspm: tuple[float | None, ...]

    @property
    def new_kwspm(self) -> tuple[float, ...]:
        """What the plan adds to the committed capacity."""
        pairs = zip(self.usable_kwspm, self.committed_kwspm, strict=True)
        return tuple(round(usable - old, _DIGITS) for usable, old in pairs)

    @property
    def used_pct(self) -> tuple[float | None, ...]:
        """The used share of usable capacity in per cent; None where there is none."""
        pairs = zip(self.used_kwspm, self.usable_kwspm, strict=True)
        return tuple(100 * used / usable if used is not None and usable > 0 else None for used, usable in pairs)


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
    for node, site in dict.fromkeys((earlier.node, earlier.site) for earlier in case.under_way):
        for period in case.calendar.horizon:
            committed[node][period] += under_way.kwspm(case, (site,), node, period) * case.nodes[node].utilisation
    return tuple(
        Usage(node, tuple(committed[node]), tuple(usable[node]), _until_last_start(case, node, used[node]))
        for node in case.nodes
        if any(usable[node])
    )


def given_up_kwspm(case: Case, plan: Plan) -> dict[str, float]:
    """Return by node what a plan has converted into other nodes or retired by the last period, where it is any."""
    lump_kwspm = {(row.site, row.from_node, row.to_node): row.lump_kwspm for row in case.conversions}
    given: dict[str, float] = {}
    for one in plan.converted:
        kwspm = one.lumps * lump_kwspm[one.site, one.from_node, one.node]
        given[one.from_node] = given.get(one.from_node, 0.0) + kwspm * case.nodes[one.from_node].utilisation
    retired = {(one.site, one.node) for one in plan.retired}
    for row in case.committed:
        if row.may_retire and (row.site, row.node) in retired:
            given[row.node] = given.get(row.node, 0.0) + row.kwspm[-1] * case.nodes[row.node].utilisation
    return given


def _until_last_start(case: Case, node: str, used_kwspm: list[float]) -> tuple[float | None, ...]:
    last_start = case.calendar.last - case.nodes[node].cycle_periods
    return tuple(used if period <= last_start else None for period, used in enumerate(used_kwspm))
