"""The starts that a case leaves to every pair and conversion: its own bounds and its locks, with their addresses."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from planner.case.calendar import Calendar
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.sense.windows import Bound, Tally
from planner.case.records import Conversion, Lock, Node, Owner, Pair, Region, Site, SitePower

PairKey = tuple[str, str]
LockKey = tuple[str, str, str]
"""Site, node, and the node converted from, blank for phases: what a lock refers to."""


@dataclass(frozen=True, slots=True)
class Request:
    """A lock that requires a minimum of starts."""

    lock: Entry[Lock]
    cell: str
    minimum: int


class Tallies:
    """The tallies of a draft, and what belongs to what. Only records of which everything is known count."""

    def __init__(self, draft: Draft, calendar: Calendar) -> None:
        """Look at places, conversions and locks."""
        self.draft, self.calendar = draft, calendar
        self.regions = {region.record.name: region for region in draft.entries(Region)}
        self.sites = {site.record.name: site for site in draft.entries(Site)}
        self.owners = {owner.record.name: owner for owner in draft.entries(Owner)}
        self.connections = {power.record.site: power for power in draft.entries(SitePower)}
        self.nodes = {node.name: node for node in draft.records(Node)}
        self.pairs = {
            (pair.record.site, pair.record.node): pair
            for pair in draft.entries(Pair)
            if pair.record.site in self.sites and pair.record.node in self.nodes
        }

    @cached_property
    def locks(self) -> dict[LockKey, list[Entry[Lock]]]:
        """Locks that are possible in themselves, by what they refer to."""
        locks: dict[LockKey, list[Entry[Lock]]] = {}
        for entry in self.draft.entries(Lock):
            lock = entry.record
            first, last = self.window(lock.from_period, lock.until_period)
            if round(lock.min_phases) <= whole(lock.max_phases) and first <= last:
                locks.setdefault((lock.site, lock.node, lock.from_node), []).append(entry)
        return locks

    @cached_property
    def phases(self) -> dict[PairKey, Tally]:
        """The starts of phases of every listed pair."""
        periods = self.calendar.periods
        return {key: Tally(periods, [*self._of_pair(key), *self._of_locks((*key, ""))]) for key in self.pairs}

    @cached_property
    def lumps(self) -> dict[LockKey, Tally]:
        """The lumps of every conversion that is locked."""
        lumps: dict[LockKey, Tally] = {}
        for entry in self.draft.entries(Conversion):
            key = (entry.record.site, entry.record.to_node, entry.record.from_node)
            if key in self.locks and entry.record.to_node in self.nodes:
                bounds = self._of_conversion(entry)
                lumps[key] = Tally(self.calendar.periods, [*bounds, *self._of_locks(key)])
        return lumps

    def window(self, first: int, last: int) -> tuple[int, int]:
        """Return the part of a window that lies in the horizon; empty where the first is after the last."""
        return max(0, first), min(self.calendar.last, last)

    def leads(self, key: PairKey) -> tuple[int, int]:
        """Return the shortest and the longest lead time of a pair."""
        pair = self.pairs[key].record
        leads = pair.lead_periods, pair.expansion_lead_periods
        return min(leads), max(leads)

    def _of_pair(self, key: PairKey) -> Iterator[Bound]:
        entry, cell = self.pairs[key], self.draft.cell
        pair, site_entry = entry.record, self.sites[entry.record.site]
        site, node, horizon = site_entry.record, self.nodes[pair.node], self.calendar.periods
        idle_mw = node.power_mw_per_phase * node.idle_power
        shortest, longest = self.leads(key)
        if not math.isinf(pair.max_phases):
            yield Bound(0, horizon, pair.max_phases, f"{pair.max_phases:g} by {cell(entry, 'max_phases')}")
        for field, slack, size in (
            ("floor_units", site.floor_units, node.floor_units_per_phase),
            ("power_limit_mw", site.power_limit_mw, idle_mw),
        ):
            fit = _fit(slack, size)
            yield Bound(0, horizon, fit, f"{fit:.0f} by {cell(site_entry, field)}")
        power = self.connections.get(pair.site)
        if power is not None and idle_mw > 0:
            for t, mw in enumerate(power.record.mw):
                fit = _fit(mw, idle_mw)
                yield Bound(0, max(0, t - longest + 1), fit, f"{fit:.0f} by {cell(power, 'mw', t)}")
        opens, ready = site.available_from, node.available_from - longest
        if max(opens, ready) > 0:
            why = cell(site_entry, "available_from") if opens >= ready else f"the date of {node.name}"
            yield Bound(0, min(horizon, max(opens, ready)), 0, f"none before {why}")
        ends = max(0, horizon - shortest)
        required = any(
            lock.record.min_phases > 0 and self.window(0, lock.record.until_period)[1] + longest >= horizon
            for lock in self.locks.get((*key, ""), ())
        )
        if not required and ends < horizon:
            yield Bound(ends, horizon, 0, "none that ends beyond the horizon")
        crews: tuple[Entry[Region] | Entry[Owner] | None, ...] = (
            self.regions.get(site.region),
            self.owners.get(pair.owner),
        )
        units = node.crew_units_per_phase
        for crew in crews:
            starts = math.inf if crew is None else _fit(crew.record.max_phase_starts_per_year, units)
            if crew is None or math.isinf(starts):
                continue
            why = f"{starts:g} a year by {cell(crew, 'max_phase_starts_per_year')}"
            for t in self.calendar.horizon:
                yield Bound(t, min(horizon, t + self.calendar.periods_per_year), starts, why)

    def _of_conversion(self, entry: Entry[Conversion]) -> Iterator[Bound]:
        horizon, row, cell = self.calendar.periods, entry.record, self.draft.cell
        if not math.isinf(row.max_lumps):
            yield Bound(0, horizon, row.max_lumps, f"{row.max_lumps:g} by {cell(entry, 'max_lumps')}")
        ready = self.nodes[row.to_node].available_from - row.downtime_periods
        opens = max(0, row.earliest, ready)
        yield Bound(0, min(horizon, opens), 0, f"none before {cell(entry, 'earliest')}")
        yield Bound(max(0, horizon - row.downtime_periods), horizon, 0, "none that ends beyond the horizon")

    def _of_locks(self, key: LockKey) -> Iterator[Bound]:
        for entry in self.locks.get(key, ()):
            lock = entry.record
            first, last = self.window(lock.from_period, lock.until_period)
            if not math.isinf(lock.max_phases):
                maximum = round(lock.max_phases)
                yield Bound(first, last + 1, maximum, f"{maximum} by {self.draft.cell(entry, 'max_phases')}")
            minimum = round(lock.min_phases)
            if minimum > 0:
                request = Request(entry, self.draft.cell(entry, "min_phases"), minimum)
                yield Bound(last + 1, first, -minimum, request)


def whole(phases: float) -> float:
    """Return a count without the dust of a computation; infinity stands for no limit."""
    return phases if math.isinf(phases) else round(phases)


def _fit(space: float, size: float) -> float:
    """Return how many of a size fit; infinity where there is no end of them."""
    count = space / size if size > 0 else math.inf
    return count if math.isinf(count) else math.floor(count + 1e-9)
