"""The construction side of a case's shape: what may be started, opened, converted and paid."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.case.records import Case, Committed, Conversion
from planner.shape.fund_groups import SITE_ITSELF, Account, Bill, accounts
from planner.shape.shells import shell_tracks
from planner.shape.tracks import Track, is_open, tracks
from planner.shape.under_way import at

# Lumps of a conversion without a limit whose node is itself converted into: its capacity is not known in advance.
_LUMPS_OF_A_CHAIN = 10_000
_MAX_LUMPS = 1e9
"""However small one is."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Tracks of a site with the same account, lead time and spend profile: of phases or of shells."""

    account: str
    site: str
    lead_periods: int
    spend: tuple[float, ...]
    tracks: tuple[Track, ...]


@dataclass(frozen=True)
class Construction:
    """What may be built in a case, derived once."""

    case: Case

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """Phases that may be started."""
        return tracks(self.case)

    @cached_property
    def shells(self) -> tuple[Track, ...]:
        """Shells that may be started."""
        return shell_tracks(self.case, self.tracks)

    @cached_property
    def paid_tracks(self) -> tuple[Track, ...]:
        """What is paid along a spend profile: phases and shells."""
        return (*self.tracks, *self.shells)

    @cached_property
    def closed_sites(self) -> tuple[str, ...]:
        """Sites that cost money to open before anything is built there."""
        built_at = {track.site for track in self.paid_tracks}
        return tuple(
            name
            for name, site in self.case.sites.items()
            if site.opening_cost_usd_bn > 0 and name in built_at and not is_open(self.case, name)
        )

    @cached_property
    def bills(self) -> tuple[Bill, ...]:
        """What may have to be paid: phases, new and under way; and for the site itself, its opening and shells."""
        phases = dict.fromkeys((track.site, track.node) for track in self.tracks)
        phases |= dict.fromkeys((row.site, row.node) for row in self.case.under_way if any(row.bills_usd_bn))
        for i in self.conversion_periods:
            phases[self.case.conversions[i].site, self.case.conversions[i].to_node] = None
        sites = dict.fromkeys((*self.closed_sites, *(track.site for track in self.shells)))
        return (*phases, *((site, SITE_ITSELF) for site in sites))

    @cached_property
    def conversion_periods(self) -> Mapping[int, range]:
        """Periods in which each conversion, by its number, may begin; those that may never begin are left out."""
        case = self.case
        windows = {}
        for i, row in enumerate(case.conversions):
            first = max(0, row.earliest, case.nodes[row.to_node].available_from - row.downtime_periods)
            window = range(first, case.calendar.periods - row.downtime_periods)
            if window and self.max_lumps_of(row) > 0:
                windows[i] = window
        return windows

    @cached_property
    def retirement_periods(self) -> Mapping[tuple[str, str], range]:
        """Periods in which the capacity of a pair may be retired: from when all its rows that may be retired may be."""
        first: dict[tuple[str, str], int] = {}
        for row in self.case.committed:
            if row.may_retire:
                key = row.site, row.node
                first[key] = max(0, row.retire_from, first.get(key, 0))
        windows = {key: range(start, self.case.calendar.periods) for key, start in first.items()}
        return {key: window for key, window in windows.items() if window}

    def max_lumps_of(self, row: Conversion) -> int:
        """Return the maximum number of lumps of a conversion: its limit, or all capacity of the node it converts."""
        if not math.isinf(row.max_lumps):
            return int(row.max_lumps)
        if any((other.site, other.to_node) == (row.site, row.from_node) for other in self.case.conversions):
            return _LUMPS_OF_A_CHAIN
        committed = max((sum(c.kwspm[t] for c in self._at(row)) for t in self.case.calendar.horizon), default=0.0)
        phases = sum(track.max_phases for track in self.tracks if (track.site, track.node) == (row.site, row.from_node))
        phases += sum(earlier.phases for earlier in at(self.case, row.site, row.from_node))
        kwspm = committed + phases * self.case.nodes[row.from_node].phase_kwspm
        return math.floor(min(kwspm / row.lump_kwspm, _MAX_LUMPS) + 1e-9)

    def _at(self, row: Conversion) -> list[Committed]:
        return [c for c in self.case.committed if (c.site, c.node) == (row.site, row.from_node)]

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Bills by the fund groups that may pay them."""
        return accounts(self.case, self.bills)

    @cached_property
    def cohorts(self) -> tuple[Cohort, ...]:
        """Tracks of a site that differ for the rules about money only in price; shells have a life of their own."""
        account_of = {bill: account.name for account in self.accounts for bill in account.bills}
        groups: dict[tuple[str, str, int, tuple[float, ...], bool], list[Track]] = {}
        for track in self.paid_tracks:
            account = account_of[track.site, track.node]
            groups.setdefault((account, track.site, track.lead_periods, track.spend, track.is_shell), []).append(track)
        return tuple(
            Cohort(account, site, lead, spend, tuple(of)) for (account, site, lead, spend, _), of in groups.items()
        )
