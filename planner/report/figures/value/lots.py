"""Which fab made which wafers: those of a yield class are shared by what its sites can make in the period.

Of a site's wafers, the share of capacity that stands already is that of committed capacity in what there is of the
node, less what conversions took of it; the rest is of phases that the plan starts, of those under way, and converted.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from planner.audit.facts import Facts, committed_kwspm
from planner.audit.retirement import is_retired
from planner.audit.supply import class_of, nameplate_kwspm, usable_kwspm, yield_class
from planner.case.curves import by_age
from planner.case.records import Kind


class Fab(NamedTuple):
    """A node at a site, new or standing already; without a node the site itself, its opening and its shells."""

    site: str
    node: str
    is_new: bool

    @property
    def label(self) -> str:
        """The node, and whether it stands already."""
        return self.node if self.is_new else f"{self.node}, standing"


class Lot(NamedTuple):
    """Thousand wafers that a fab starts in a period of a scenario for a part of a product; some it may not sell."""

    fab: Fab
    scenario: str
    product: str
    part: str
    start: int
    kwafers: float
    unsold_kwafers: float = 0.0
    defect_factor: float = 1.0


def lots(facts: Facts) -> tuple[Lot, ...]:
    """Return all wafers of a plan by fab."""
    case = facts.case
    sites: dict[tuple[str, str, float], list[str]] = {}
    for site, node in nameplate_kwspm(facts):
        sites.setdefault(yield_class(case, (site, node)), []).append(site)
    capacity = {scenario.name: _Capacity(facts, scenario.name) for scenario in case.scenarios}

    @cache
    def shares(scenario: str, of_class: tuple[str, str, float], start: int) -> Sequence[tuple[Fab, float]]:
        return tuple(capacity[scenario].shares(sites.get(of_class, []), of_class[1], start))

    return tuple(
        Lot(
            fab,
            row.scenario,
            row.product,
            row.part,
            row.period,
            share * row.kwafers,
            share * row.unsold_kwafers,
            row.defect_factor,
        )
        for row in facts.plan.wafers
        for fab, share in shares(row.scenario, class_of(row.region, row.node, row.defect_factor), row.period)
        if share > 0
    )


class _Capacity:
    """What the fabs of a scenario can make."""

    def __init__(self, facts: Facts, scenario: str) -> None:
        (of,) = (one for one in facts.case.scenarios if one.name == scenario)
        self._facts = facts
        self._nameplate = nameplate_kwspm(facts, of.delay_periods)
        self._usable = usable_kwspm(facts, of)

    def shares(self, sites: Sequence[str], node: str, period: int) -> Iterator[tuple[Fab, float]]:
        """Yield the share of each fab in the wafers that some sites start."""
        usable = {site: self._usable_kwspm(site, node, period) for site in sites}
        total = sum(usable.values())
        for site, kwspm in usable.items():
            share = kwspm / total if total > 0 else 1 / len(usable)
            standing = self._standing_share(site, node, period)
            yield Fab(site, node, False), share * standing
            yield Fab(site, node, True), share * (1 - standing)

    def _usable_kwspm(self, site: str, node: str, period: int) -> float:
        return self._usable[site, node][period] if period >= 0 else self._before(site, node, period)

    def _before(self, site: str, node: str, period: int) -> float:
        """Return the capacity before the horizon: that committed in the first period, and phases online by then."""
        return committed_kwspm(self._facts.case, (site, node), 0) + sum(
            batch.phases
            * self._facts.case.nodes[node].phase_kwspm
            * by_age(self._facts.case.pairs[site, node].ramp, period - batch.output)
            for batch in self._facts.batches
            if batch.under_way and (batch.site, batch.node) == (site, node)
        )

    def _standing_share(self, site: str, node: str, period: int) -> float:
        case = self._facts.case
        lost_kwspm = sum(
            done.lumps * rule.lump_kwspm
            for done in self._facts.plan.converted
            for rule in case.conversions
            if (rule.site, rule.from_node, rule.to_node) == (done.site, done.from_node, done.node)
            and (done.site, done.from_node) == (site, node)
            and done.period <= period
        )
        there = self._nameplate[site, node][period] if period >= 0 else self._before(site, node, period)
        committed = sum(
            row.kwspm[max(0, period)]
            for row in case.committed
            if (row.site, row.node) == (site, node) and not is_retired(self._facts, row, period)
        )
        standing = max(0.0, committed - lost_kwspm)
        return min(1.0, standing / there) if there > 0 else float(standing > 0)


def is_packaging(facts: Facts, lot: Lot) -> bool:
    """Say whether a lot is the work of a packaging house."""
    return facts.case.nodes[lot.fab.node].kind is Kind.PACKAGING
