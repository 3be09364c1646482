"""The starts that a workbook leaves to every pair and conversion: its own bounds and its locks, with their cells."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from planner.case.calendar import Calendar
from planner.workbook.contract.goods import ConversionRow
from planner.workbook.contract.means import LockRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.read.table import Record, Table
from planner.workbook.sense.scene import Scene
from planner.workbook.sense.windows import Bound, Tally

PairKey = tuple[str, str]
Key = tuple[str, str, str]
"""Site, node, and the node converted from, blank for phases: what a lock speaks of."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A lock that asks for at least so many starts."""

    table: Table
    record: Record
    least: int

    @property
    def cell(self) -> str:
        """Where the lock says so."""
        return self.table.cell(self.record, "min_phases")


class Tallies:
    """The tallies of a scene, and what belongs to whom. Only rows that are sound count."""

    def __init__(self, scene: Scene, calendar: Calendar) -> None:
        """Look at the rows of places, conversions and locks."""
        self.scene, self.calendar = scene, calendar
        self.regions = {row.region: (table, record, row) for table, record, row in scene.sound(RegionRow)}
        self.sites = {row.site: (table, record, row) for table, record, row in scene.sound(SiteRow)}
        self.nodes = {row.node: row for _, _, row in scene.sound(NodeRow)}
        self.pairs = {
            (row.site, row.node): (table, record, row)
            for table, record, row in scene.sound(PairRow)
            if row.site in self.sites and row.node in self.nodes
        }

    @cached_property
    def locks(self) -> dict[Key, list[tuple[Table, Record, LockRow]]]:
        """Locks that are possible in themselves, by what they speak of."""
        found: dict[Key, list[tuple[Table, Record, LockRow]]] = {}
        for table, record, lock in self.scene.sound(LockRow):
            first, last = self.window(lock.from_period, lock.until_period)
            most = math.inf if lock.max_phases is None else round(lock.max_phases)
            if round(lock.min_phases) <= most and first <= last:
                found.setdefault((lock.site, lock.node, lock.from_node), []).append((table, record, lock))
        return found

    @cached_property
    def phases(self) -> dict[PairKey, Tally]:
        """The starts of phases of every listed pair."""
        periods = self.calendar.periods
        return {key: Tally(periods, [*self._of_pair(key), *self._of_locks((*key, ""))]) for key in self.pairs}

    @cached_property
    def lumps(self) -> dict[Key, Tally]:
        """The lumps of every conversion that is locked."""
        found: dict[Key, Tally] = {}
        for table, record, row in self.scene.sound(ConversionRow):
            key = (row.site, row.to_node, row.from_node)
            if key in self.locks and row.to_node in self.nodes:
                bounds = self._of_conversion(table, record, row)
                found[key] = Tally(self.calendar.periods, [*bounds, *self._of_locks(key)])
        return found

    def window(self, first: str | None, last: str | None) -> tuple[int, int]:
        """Return the part of a window that lies in the horizon; empty where the first is after the last."""
        begin = 0 if first is None else self.calendar.ordinal(first)
        end = self.calendar.last if last is None else self.calendar.ordinal(last)
        return max(0, begin), min(self.calendar.last, end)

    def leads(self, key: PairKey) -> tuple[int, int]:
        """Return the shortest and the longest lead time of a pair."""
        pair = self.pairs[key][2]
        other = pair.lead_periods if pair.expansion_lead_periods is None else pair.expansion_lead_periods
        return min(pair.lead_periods, other), max(pair.lead_periods, other)

    def _of_pair(self, key: PairKey) -> Iterator[Bound]:
        table, record, pair = self.pairs[key]
        sites, at, site = self.sites[pair.site]
        node, horizon = self.nodes[pair.node], self.calendar.periods
        shortest, longest = self.leads(key)
        if pair.max_phases is not None:
            yield Bound(0, horizon, pair.max_phases, f"{pair.max_phases} by {table.cell(record, 'max_phases')}")
        for field, room, size in (
            ("floor_units", site.floor_units, node.floor_units_per_phase),
            ("power_limit_mw", site.power_limit_mw, node.power_mw_per_phase),
        ):
            if room is not None and size > 0:
                fit = math.floor(room / size + 1e-9)
                yield Bound(0, horizon, fit, f"{fit} by {sites.cell(at, field)}")
        opens = self._ordinal(site.available_from)
        ready = self._ordinal(node.available_from) - longest
        if max(opens, ready) > 0:
            why = sites.cell(at, "available_from") if opens >= ready else f"the date of {node.node}"
            yield Bound(0, min(horizon, max(opens, ready)), 0, f"none before {why}")
        ends = max(0, horizon - shortest)
        asked = any(
            lock.min_phases > 0 and self.window(None, lock.until_period)[1] + longest >= horizon
            for _, _, lock in self.locks.get((*key, ""), ())
        )
        if not asked and ends < horizon:
            yield Bound(ends, horizon, 0, "none that ends beyond the horizon")
        if site.region in self.regions:
            regions, here, region = self.regions[site.region]
            crews = region.max_phase_starts_per_year
            for t in self.calendar.horizon if crews is not None else ():
                year = min(horizon, t + self.calendar.periods_per_year)
                yield Bound(t, year, math.floor(crews or 0), f"{crews:g} a year by {_crews_cell(regions, here)}")

    def _of_conversion(self, table: Table, record: Record, row: ConversionRow) -> Iterator[Bound]:
        horizon = self.calendar.periods
        if row.max_lumps is not None:
            yield Bound(0, horizon, row.max_lumps, f"{row.max_lumps} by {table.cell(record, 'max_lumps')}")
        ready = self._ordinal(self.nodes[row.to_node].available_from) - row.downtime_periods
        begins = max(0, self._ordinal(row.earliest), ready)
        yield Bound(0, min(horizon, begins), 0, f"none before {table.cell(record, 'earliest')}")
        yield Bound(max(0, horizon - row.downtime_periods), horizon, 0, "none that ends beyond the horizon")

    def _of_locks(self, key: Key) -> Iterator[Bound]:
        for table, record, lock in self.locks.get(key, ()):
            first, last = self.window(lock.from_period, lock.until_period)
            if lock.max_phases is not None:
                most = round(lock.max_phases)
                yield Bound(first, last + 1, most, f"{most} by {table.cell(record, 'max_phases')}")
            if round(lock.min_phases) > 0:
                yield Bound(last + 1, first, -round(lock.min_phases), Ask(table, record, round(lock.min_phases)))

    def _ordinal(self, label: str | None) -> int:
        return 0 if label is None else self.calendar.ordinal(label)


def _crews_cell(table: Table, record: Record) -> str:
    return table.cell(record, "max_phase_starts_per_year")
