"""Tracks: the phases of a pair that share a lead time, spend profile and capex, and when they may start.

A greenfield pair whose expansions differ from its first phase has two tracks, `first` (one phase at most) and `more`.
Every other pair has the track `more` alone; a brownfield pair (committed capacity in the first period, or phases under
way) builds all of it as expansions. Where those differ from a first phase in lead time or spend profile, none is ready
before the first of the phases under way. At a site with shells every phase has the pair's own lead time and spend
profile, counted from fit-out. The shells of a site are a track without a node.
"""

import math
from dataclasses import dataclass

from planner.case.money import phase_capex_usd_bn
from planner.case.records import Case, Pair
from planner.shape import under_way
from planner.shape.power import idle_mw

FIRST = "first"
MORE = "more"
SHELLS = "shells"
NO_NODE = ""
"""Stands for the node of a shell."""


@dataclass(frozen=True, slots=True)
class Track:
    """Phases of a pair, or shells, with one lead time and spend profile; starts from `first_start` to `last_start`."""

    site: str
    node: str
    name: str
    lead_periods: int
    spend: tuple[float, ...]
    ramp: tuple[float, ...]
    first_start: int
    last_start: int
    max_phases: int

    @property
    def is_first(self) -> bool:
        """Whether this is the first phase of a pair whose expansions differ from it."""
        return self.name == FIRST

    @property
    def is_shell(self) -> bool:
        """Whether these are the shells of a site."""
        return self.node == NO_NODE

    @property
    def starts(self) -> range:
        """The periods in which a phase may start."""
        return range(self.first_start, self.last_start + 1)


def tracks(case: Case) -> tuple[Track, ...]:
    """Return every track in which at least one phase may start, in the order of the pairs."""
    return tuple(
        track for pair in case.pairs.values() for track in _tracks(case, pair) if track.starts and track.max_phases > 0
    )


def is_brownfield(case: Case, pair: Pair) -> bool:
    """Say whether the pair has committed capacity in the first period, or phases under way."""
    return bool(under_way.at(case, pair.site, pair.node)) or _runs_at_first(case, pair)


def _runs_at_first(case: Case, pair: Pair) -> bool:
    return any((row.site, row.node) == (pair.site, pair.node) and row.kwspm[0] > 0 for row in case.committed)


def is_open(case: Case, site: str) -> bool:
    """Say whether a site is open already: it has committed capacity, phases under way, or shells that are ready."""
    has_shells = site in case.shells and case.shells[site].ready > 0
    earlier = has_shells or any(under_way.phases_at(case, site))
    return earlier or any(row.site == site and any(kwspm > 0 for kwspm in row.kwspm) for row in case.committed)


def expansion_terms(case: Case, pair: Pair) -> tuple[int, tuple[float, ...]]:
    """Return lead time and spend profile of phases after the first; at a site with shells they are the pair's own."""
    has_shells = pair.site in case.shells
    return (pair.lead_periods, pair.spend) if has_shells else (pair.expansion_lead_periods, pair.expansion_spend)


def expansion_wait_periods(case: Case, pair: Pair) -> int:
    """Return how long after the first start of a greenfield pair an expansion may start."""
    return max(0, pair.lead_periods - expansion_terms(case, pair)[0])


def _tracks(case: Case, pair: Pair) -> list[Track]:
    max_count = max_phases(case, pair)
    later_lead, later_spend = expansion_terms(case, pair)
    is_timed_alike = (later_lead, later_spend) == (pair.lead_periods, pair.spend)
    earlier = under_way.at(case, pair.site, pair.node)
    if earlier and not is_timed_alike and not _runs_at_first(case, pair):
        first_output = min(row.first_output for row in earlier)
        return [_track(case, pair, MORE, max_count, not_before=first_output - later_lead)]
    alike = is_timed_alike and pair.expansion_capex_factor == 1
    if alike or is_brownfield(case, pair):
        return [_track(case, pair, MORE, max_count, not_before=0)]
    first = _track(case, pair, FIRST, min(1, max_count), not_before=0)
    wait = expansion_wait_periods(case, pair)
    more = _track(case, pair, MORE, max_count - 1, not_before=first.first_start + wait)
    return [first, more] if first.starts else []


def _track(case: Case, pair: Pair, name: str, max_count: int, not_before: int) -> Track:
    lead, spend = (pair.lead_periods, pair.spend) if name == FIRST else expansion_terms(case, pair)
    last = case.calendar.last
    needs_floor = case.nodes[pair.node].floor_units_per_phase > 0
    return Track(
        site=pair.site,
        node=pair.node,
        name=name,
        lead_periods=lead,
        spend=spend,
        ramp=pair.ramp,
        first_start=max(
            not_before,
            case.sites[pair.site].available_from,
            case.nodes[pair.node].available_from - lead,
            first_floor(case, pair.site) if needs_floor else 0,
        ),
        last_start=last if _may_end_later(case, pair, lead) else last - lead,
        max_phases=max_count,
    )


def _may_end_later(case: Case, pair: Pair, lead_periods: int) -> bool:
    """Say whether a lock asks for phases whose first output may lie beyond the horizon."""
    return any(
        (lock.site, lock.node) == (pair.site, pair.node)
        and not lock.from_node
        and lock.min_phases > 0
        and lock.until_period + lead_periods > case.calendar.last
        for lock in case.locks
    )


def first_floor(case: Case, site: str) -> int:
    """Return the first period in which a phase that needs floor may start; beyond the horizon where none ever may."""
    shell = case.shells.get(site)
    if shell is None:
        return 0
    finished = [max(0, case.sites[site].available_from) + shell.lead_periods] if shell.max_shells > 0 else []
    ready = [max(0, shell.ready_from)] if shell.ready > 0 else []
    return min([case.calendar.periods, *finished, *ready])


def max_phases(case: Case, pair: Pair) -> int:
    """Return how many new phases of a pair could ever be useful: its own limit, floor, power, money, or full demand."""
    site, node, shell = case.sites[pair.site], case.nodes[pair.node], case.shells.get(pair.site)
    bounds = [max(0, pair.max_phases - sum(row.phases for row in under_way.at(case, pair.site, pair.node)))]
    if node.floor_units_per_phase > 0:
        floor_units = under_way.floor_units_left(case, site.name, site.floor_units)
        if shell is not None:
            ready = under_way.floor_units_left(case, site.name, shell.floor_units * shell.ready)
            floor_units = min(floor_units, ready + shell.floor_units * shell.max_shells)
        bounds.append(floor_units / node.floor_units_per_phase)
    if idle_mw(node) > 0:
        bounds.append(under_way.power_mw_left(case, site.name) / idle_mw(node))
        if not _may_end_later(case, pair, max(pair.lead_periods, pair.expansion_lead_periods)):
            spare = under_way.spare_mw(case, pair.site)
            bounds += [max(*row.mw, spare) / idle_mw(node) for row in case.site_power if row.site == pair.site]
    max_count = min(bounds)
    if not math.isinf(max_count):
        return math.floor(max_count + 1e-9)
    cheapest = min(
        phase_capex_usd_bn(case, pair, start, is_first=is_first)
        for start in {0, case.calendar.last}
        for is_first in (True, False)
    )
    capex = cheapest * (1 - sum(incentive.rate for incentive in case.incentives))
    money = sum(sum(fund.budget_usd_bn) for fund in case.funds.values())
    if capex > 0 and money < capex * _PHASES_FOR_ANY_DEMAND:
        return math.floor(money / capex + 1e-9)
    return _PHASES_FOR_ANY_DEMAND


# A pair with no limit on phases, floor, power or money; nobody builds ten thousand phases at one site.
_PHASES_FOR_ANY_DEMAND = 10_000
