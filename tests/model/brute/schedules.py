"""Every schedule of whole phases and shells that keeps the rules about counts."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, combinations_with_replacement, product
from types import MappingProxyType
from typing import NamedTuple

from planner.case.calendar import NO_END
from planner.case.records import Case, Committed, Conversion, Limit, Lock, Measure, Pair, Shell, UnderWay

SHELL = ""
SLACK = 1e-9


class Start(NamedTuple):
    """One phase of a node at a site, or one shell, from the period in which its construction starts."""

    site: str
    node: str
    period: int
    lead: int
    spend: tuple[float, ...]
    is_first: bool

    @property
    def output(self) -> int:
        return self.period + self.lead


Starts = tuple[Start, ...]
Place = tuple[str, str]


class Schedule(Starts):
    """All starts, the periods from which on something that stands already is given up, and when lumps are converted."""

    retired: Mapping[Place, int] = MappingProxyType({})
    lumps: tuple[tuple[Conversion, int], ...] = ()


def schedules(case: Case) -> Iterator[Schedule]:
    """Yield every schedule that keeps the rules about counts."""
    choices = [list(_of_pair(case, pair)) for pair in case.pairs.values()]
    choices += [list(_of_shells(case, shell)) for shell in case.shells.values()]
    ends = list(_retirements(case))
    lumps = [tuple(chain(*of)) for of in product(*(list(_lumps(case, row)) for row in case.conversions))]
    for chosen in product(*choices):
        for retired, converted in product(ends, lumps):
            schedule = Schedule(chain(*chosen))
            schedule.retired, schedule.lumps = retired, converted
            if _is_allowed(case, schedule):
                yield schedule


def _retirements(case: Case) -> Iterator[Mapping[Place, int]]:
    """Yield from when on which capacity is given up: that of a place together, when all of it may be."""
    rows = [row for row in case.committed if row.retire_from < NO_END]
    firsts = {(r.site, r.node): max(o.retire_from for o in rows if (o.site, o.node) == (r.site, r.node)) for r in rows}
    options = [[None, *range(max(0, first), case.calendar.periods)] for first in firsts.values()]
    for ends in product(*options):
        yield {place: end for place, end in zip(firsts, ends, strict=True) if end is not None}


def stands(schedule: Schedule, row: Committed, t: int) -> bool:
    """Say whether committed capacity has not been given up by a period."""
    return row.retire_from == NO_END or t < schedule.retired.get((row.site, row.node), t + 1)


def _lumps(case: Case, row: Conversion) -> Iterator[tuple[tuple[Conversion, int], ...]]:
    """Yield when how many lumps are converted, in time for an output of them that the node allows."""
    first = max(0, row.earliest, case.nodes[row.to_node].available_from - row.downtime_periods)
    periods = [(row, t) for t in range(first, case.calendar.periods - row.downtime_periods)]
    for count in range(int(row.max_lumps) + 1):
        yield from combinations_with_replacement(periods, count)


def converted_kwspm(schedule: Schedule, site: str, node: str, t: int) -> float:
    """Return what conversions have added to the capacity of a node, less what they have taken of it."""
    kwspm = 0.0
    for row, begun in schedule.lumps:
        if (row.site, row.to_node) == (site, node) and begun + row.downtime_periods <= t:
            kwspm += row.output_ratio * row.lump_kwspm
        if (row.site, row.from_node) == (site, node) and begun <= t:
            kwspm -= row.lump_kwspm
    return kwspm


def first_output(row: UnderWay, delay_periods: int) -> int:
    """Return the first output of what is under way: a delay holds where it is not online before the horizon."""
    return row.first_output + (delay_periods if row.first_output >= 0 else 0)


def phases_kwspm(case: Case, schedule: Schedule, site: str, node: str, t: int, delay_periods: int) -> float:
    """Return the capacity of the phases that have started, before the horizon or in it."""
    ages = [
        (1, t - start.output - delay_periods)
        for start in (schedule if t >= 0 else ())
        if (start.site, start.node) == (site, node)
    ]
    rows = (row for row in case.under_way if (row.site, row.node) == (site, node))
    ages += [(row.phases, t - first_output(row, delay_periods)) for row in rows]
    return case.nodes[node].phase_kwspm * sum(
        phases * ramp[min(age, len(ramp) - 1)]
        for phases, age in ages
        for ramp in (case.pairs[site, node].ramp,)
        if age >= 0
    )


def _of_pair(case: Case, pair: Pair) -> Iterator[Starts]:
    """Yield the starts of a pair: where nothing is made yet, a first phase, and others not online before it."""
    later_lead, later_spend = pair.expansion_lead_periods, pair.expansion_spend
    if pair.site in case.shells:
        later_lead, later_spend = pair.lead_periods, pair.spend
    under_way = [row for row in case.under_way if (row.site, row.node) == (pair.site, pair.node)]
    most = max(0, int(pair.max_phases) - sum(row.phases for row in under_way))
    later = [Start(pair.site, pair.node, t, later_lead, later_spend, False) for t in _periods(case, pair, later_lead)]
    runs = any((c.site, c.node) == (pair.site, pair.node) and c.kwspm[0] > 0 for c in case.committed)
    if under_way and not runs and _differs(case, pair):
        later = [one for one in later if one.output >= min(row.first_output for row in under_way)]
    if under_way or runs:
        for count in range(most + 1):
            yield from combinations_with_replacement(later, count)
        return
    yield ()
    for t in _periods(case, pair, pair.lead_periods) if most else ():
        first = Start(pair.site, pair.node, t, pair.lead_periods, pair.spend, True)
        after = [one for one in later if one.period >= t and one.output >= first.output]
        for count in range(most):
            for others in combinations_with_replacement(after, count):
                yield (first, *others)


def _differs(case: Case, pair: Pair) -> bool:
    """Say whether phases after the first take another time, or are paid otherwise."""
    other_way = (pair.expansion_lead_periods, pair.expansion_spend) != (pair.lead_periods, pair.spend)
    return other_way and pair.site not in case.shells


def _periods(case: Case, pair: Pair, lead: int) -> range:
    """Return the periods in which a phase may start; what comes after the horizon only where a lock asks for it."""
    last = case.calendar.last
    asked = any(
        (lock.site, lock.node) == (pair.site, pair.node) and lock.min_phases > 0 and lock.until_period + lead > last
        for lock in case.locks
    )
    first = max(0, case.sites[pair.site].available_from, case.nodes[pair.node].available_from - lead)
    return range(first, (last if asked else last - lead) + 1)


def _of_shells(case: Case, shell: Shell) -> Iterator[Starts]:
    """Yield the starts of a site's shells, in time for a phase that fits, or whenever where a lock asks for some."""
    last = case.calendar.last
    earlier = sum(r.phases * case.nodes[r.node].floor_units_per_phase for r in case.under_way if r.site == shell.site)
    most_floor = max(0.0, shell.floor_units * shell.ready - earlier) + shell.floor_units * shell.max_shells
    here = [pair for (site, _), pair in case.pairs.items() if site == shell.site]
    fitted = [one.period for pair in here for starts in _of_pair(case, pair) for one in starts
              if _fits(case, shell.site, [one])
              and case.nodes[pair.node].floor_units_per_phase <= most_floor + SLACK]  # fmt: skip
    until = max(fitted, default=-1) - shell.lead_periods
    if any(lock.site == shell.site and lock.node == SHELL and lock.min_phases > 0 for lock in case.locks):
        until = last
    starts = [
        Start(shell.site, SHELL, t, shell.lead_periods, shell.spend, False)
        for t in range(max(0, case.sites[shell.site].available_from), until + 1)
    ]
    for count in range(int(shell.max_shells) + 1):
        yield from combinations_with_replacement(starts, count)


def _is_allowed(case: Case, schedule: Schedule) -> bool:
    phases = [start for start in schedule if start.node]
    return (
        all(_fits(case, site, phases) for site in case.sites)
        and all(_has_floor(case, shell, schedule) for shell in case.shells.values())
        and _has_crews(case, phases)
        and _has_tools(case, phases, schedule)
        and _has_capacity(case, schedule)
        and sum(changes_by_period(case, schedule).values()) <= case.settings.max_changes
        and all(_keeps(lock, schedule) for lock in case.locks)
        and all(_is_within(case, limit, phases) for limit in case.limits)
    )


def _fits(case: Case, name: str, phases: list[Start]) -> bool:
    """Say whether the phases of a site fit into its floor, its power, and what the grid connects by their output."""
    site, here = case.sites[name], [start for start in phases if start.site == name]
    earlier = [(row, case.nodes[row.node]) for row in case.under_way if row.site == name]
    floor_units = sum(row.phases * node.floor_units_per_phase for row, node in earlier)
    mw = {start: case.nodes[start.node].power_mw_per_phase * case.nodes[start.node].idle_power for start in here}
    connected = [row.mw for row in case.site_power if row.site == name]

    def left(limit_mw: float, until: float) -> float:
        """Return what phases under way leave of some power: they may draw what they need in use, and draw less idle."""
        online = [(row.phases, node) for row, node in earlier if row.first_output <= until]
        full = sum(phases * node.power_mw_per_phase for phases, node in online)
        return max(limit_mw, full) - sum(n * node.power_mw_per_phase * node.idle_power for n, node in online)

    return (
        sum(case.nodes[start.node].floor_units_per_phase for start in here)
        <= max(0.0, site.floor_units - floor_units) + SLACK
        and sum(mw[start] for start in here) <= left(site.power_limit_mw, math.inf) + SLACK
        and all(
            sum(mw[start] for start in here if start.output <= t) <= left(row[t], t) + SLACK
            for row in connected
            for t in case.calendar.horizon
        )
    )


def _has_floor(case: Case, shell: Shell, schedule: Schedule) -> bool:
    """Say whether every phase starts in the floor of a shell that is finished by then."""
    here = [start for start in schedule if start.site == shell.site]
    earlier = [row for row in case.under_way if row.site == shell.site]
    taken = sum(row.phases * case.nodes[row.node].floor_units_per_phase for row in earlier)
    for t in case.calendar.horizon:
        used = sum(case.nodes[s.node].floor_units_per_phase for s in here if s.node and s.period <= t)
        finished = sum(not s.node and s.output <= t for s in here)
        ready = max(0.0, shell.floor_units * shell.ready - taken) if t >= shell.ready_from else 0.0
        if used > ready + shell.floor_units * finished + SLACK:
            return False
    return True


def _has_capacity(case: Case, schedule: Schedule) -> bool:
    """Say whether all that is converted is there to be converted, however late phases come."""
    delays = {future.delay_periods for future in case.scenarios}
    for row, _ in schedule.lumps:
        here = [one for one in case.committed if (one.site, one.node) == (row.site, row.from_node)]
        for t, delay in product(case.calendar.horizon, delays):
            kwspm = sum(one.kwspm[t] for one in here if stands(schedule, one, t))
            kwspm += converted_kwspm(schedule, row.site, row.from_node, t)
            if kwspm + phases_kwspm(case, schedule, row.site, row.from_node, t, delay) < -SLACK:
                return False
    return True


def changes_by_period(case: Case, schedule: Schedule) -> Counter[int]:
    """Return how many phases, and shells where the last plan names any, start otherwise than in the last plan."""
    if not case.last_plan:
        return Counter()
    names_shells = any(not row.node for row in case.last_plan)
    counted = Counter((s.site, s.node, s.period) for s in schedule if s.node or names_shells)
    planned = Counter({(row.site, row.node, row.period): row.phases for row in case.last_plan})
    changes = Counter[int]()
    for key in {*counted, *planned}:
        changes[key[2]] += abs(counted[key] - planned[key])
    return changes


def _has_crews(case: Case, phases: list[Start]) -> bool:
    """Say whether regions and owners start no more than their crews can within any year."""
    year = case.calendar.periods_per_year
    for t in case.calendar.horizon:
        inside = [start for start in phases if t - year < start.period <= t]
        for region in case.regions.values():
            units = (case.nodes[s.node].crew_units_per_phase for s in inside if _region(case, s) == region.name)
            if sum(units) > region.max_phase_starts_per_year + SLACK:
                return False
        for owner in case.owners.values():
            units = (case.nodes[s.node].crew_units_per_phase for s in inside if _owner(case, s) == owner.name)
            if sum(units) > owner.max_phase_starts_per_year + SLACK:
                return False
    return True


def _has_tools(case: Case, phases: list[Start], schedule: Schedule) -> bool:
    """Say whether new phases install no more machines than are free."""
    for tool in case.tools.values():
        for t in case.calendar.horizon:
            used = sum(
                use.tools_per_kwspm * case.nodes[start.node].phase_kwspm
                for use in tool.uses
                for start in phases
                if start.node == use.node and start.output - use.periods_before_output <= t
            )
            freed = sum(
                use.tools_per_kwspm * row.kwspm[t]
                for use in tool.uses
                for row in case.committed
                if row.node == use.node and row.uses_tools and not stands(schedule, row, t)
            )
            used += sum(
                row.lump_kwspm
                * use.tools_per_kwspm
                * (row.output_ratio * (use.node == row.to_node) - (use.node == row.from_node))
                for use in tool.uses
                for row, begun in schedule.lumps
                if begun <= t
            )
            if used > free_machines(case, tool.name, t) + freed + SLACK:
                return False
    return True


def free_machines(case: Case, name: str, t: int) -> float:
    """Return what new phases may install, in machines of that period's work: a stock that does more every year."""
    tool = case.tools[name]
    does: float = (1 + tool.productivity_growth) ** (t * case.calendar.period_years)
    grown = sum(
        use.tools_per_kwspm * (row.kwspm[t] - does * row.kwspm[0])
        for use in tool.uses
        for row in case.committed
        if row.node == use.node and row.uses_tools
    )
    taken = sum(machines for begun, machines in machines_under_way(case, name) if 0 <= begun <= t)
    return max(0.0, does * sum(tool.deliveries[: t + 1]) - grown - taken)


def machines_under_way(case: Case, name: str) -> Iterator[tuple[int, float]]:
    """Yield from when on which machines stand in phases that started before the horizon."""
    for use in case.tools[name].uses:
        for row in case.under_way:
            if row.node == use.node:
                machines = row.phases * case.nodes[row.node].phase_kwspm * use.tools_per_kwspm
                yield row.first_output - use.periods_before_output, machines


def _keeps(lock: Lock, schedule: Schedule) -> bool:
    counted = [s.period for s in schedule if (s.site, s.node) == (lock.site, lock.node)]
    if lock.from_node and lock.node:
        places = (lock.site, lock.from_node, lock.node)
        counted = [t for row, t in schedule.lumps if (row.site, row.from_node, row.to_node) == places]
    elif lock.from_node:
        counted = [t for place, t in schedule.retired.items() if place == (lock.site, lock.from_node)]
    return lock.min_phases <= sum(lock.from_period <= t <= lock.until_period for t in counted) <= lock.max_phases


def _is_within(case: Case, limit: Limit, phases: list[Start]) -> bool:
    """Say whether a limit on counts is kept; all others are for money and operations."""
    window = window_of(case, limit)
    counted = [s for s in phases if is_counted(case, limit, s)]
    if limit.measure is Measure.PHASES_STARTED:
        amounts = [sum(s.period in window for s in counted)]
    elif limit.measure is Measure.ONLINE_PHASES:
        earlier = [row for row in case.under_way if is_counted(case, limit, row)]
        amounts = [
            sum(s.output <= t for s in counted) + sum(row.phases for row in earlier if row.first_output <= t)
            for t in window
        ]
    else:
        amounts = []
    return all(limit.minimum - SLACK <= amount <= limit.maximum + SLACK for amount in amounts)


def window_of(case: Case, limit: Limit) -> range:
    return range(max(0, limit.from_period), min(case.calendar.last, limit.until_period) + 1)


def is_counted(case: Case, limit: Limit, start: Start | UnderWay) -> bool:
    """Say whether a limit is about a phase; about a shell, where it is about no node and no owner."""
    region = case.regions[_region(case, start)]
    kind = case.nodes[start.node].kind if start.node else None
    return (
        limit.region in ("", region.name)
        and limit.bloc in ("", region.bloc)
        and limit.site in ("", start.site)
        and limit.node in ("", start.node)
        and limit.kind in (None, kind)
        and limit.owner in ("", _owner(case, start))
    )


def _region(case: Case, start: Start | UnderWay) -> str:
    return case.sites[start.site].region


def _owner(case: Case, start: Start | UnderWay) -> str:
    return case.pairs[start.site, start.node].owner if start.node else ""


def is_finite(amount: float) -> bool:
    return not math.isinf(amount)
