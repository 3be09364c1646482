"""What is built: openings, shells, starts and the credits that starts earn."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from planner.case.money import max_credit_usd_bn, uncapped_credits_usd_bn
from planner.case.records import Incentive
from planner.plan.records import Converted, Credit, Opening, Retired, ShellStart, Start
from planner.registry.families import Values
from planner.registry.keys import ConversionPeriod, PairPeriod, SitePeriod
from planner.registry.variables import CONVERTED, CREDIT, FIRST, MORE, OPENED, RETIRED, SHELLS
from planner.shape.shape import Shape
from planner.shape.tracks import Track, is_open

TrackStarts = Mapping[tuple[Track, int], int]
"""Phases, or shells, started by track and period."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Credits as records, and by (track, start period) in usd_bn."""

    records: tuple[Credit, ...]
    by_start: Mapping[tuple[Track, int], float]


def phase_starts(shape: Shape, values: Values) -> TrackStarts:
    """Return the phases started by track and period, where there are any."""
    first, more = FIRST.of(values), MORE.of(values)

    def built(track: Track, u: int) -> float | None:
        return (first if track.is_first else more).get(PairPeriod(track.site, track.node, u))

    return _starts(shape.tracks, built)


def shell_starts(shape: Shape, values: Values) -> TrackStarts:
    """Return the shells started by track and period, where there are any."""
    shells = SHELLS.of(values)
    return _starts(shape.shells, lambda track, u: shells.get(SitePeriod(track.site, u)))


def _starts(tracks: Iterable[Track], built: Callable[[Track, int], float | None]) -> TrackStarts:
    """Return how much a cumulative count grows in each period; where it is not known, it stays."""
    started = {}
    for track in tracks:
        before = 0
        for u in track.starts:
            count = built(track, u)
            by_now = before if count is None else round(count)
            if by_now > before:
                started[track, u] = by_now - before
            before = max(before, by_now)
    return started


def starts(phases_started: TrackStarts) -> tuple[Start, ...]:
    """Return the starts of every pair by period, in the order of the pairs."""
    phases: dict[tuple[str, str, int], int] = {}
    for (track, u), count in phases_started.items():
        phases[track.site, track.node, u] = phases.get((track.site, track.node, u), 0) + count
    return tuple(Start(site, node, period, count) for (site, node, period), count in phases.items())


def shells_built(shells_started: TrackStarts) -> tuple[ShellStart, ...]:
    """Return the shells of every site by the period in which their construction starts."""
    return tuple(ShellStart(track.site, u, count) for (track, u), count in shells_started.items())


def converted(shape: Shape, values: Values) -> tuple[Converted, ...]:
    """Return the lumps converted by period."""
    lumps = CONVERTED.of(values)
    rows = []
    for i, window in shape.conversion_periods.items():
        row = shape.case.conversions[i]
        before = 0
        for t in window:
            by_now = round(lumps.get(ConversionPeriod(i, t), before))
            if by_now > before:
                rows.append(Converted(row.site, row.from_node, row.to_node, t, by_now - before))
            before = max(before, by_now)
    return tuple(rows)


def retired(shape: Shape, values: Values) -> tuple[Retired, ...]:
    """Return the capacity that is retired, with the first period in which it is."""
    known = RETIRED.of(values)
    rows = []
    for (site, node), window in shape.retirement_periods.items():
        given_up = [t for t in window if known.get(PairPeriod(site, node, t), 0.0) > 0.5]
        if given_up:
            rows.append(Retired(site, node, given_up[0]))
    return tuple(rows)


def openings(shape: Shape, values: Values, all_starts: TrackStarts) -> tuple[Opening, ...]:
    """Return when each site opens: as decided, or with its first start where opening costs nothing."""
    opened = OPENED.of(values)
    first: dict[str, int] = {}
    for site in shape.case.sites:
        decided = [t for (s, t), value in opened.items() if s == site and value > 0.5]
        started = [u for (track, u) in all_starts if track.site == site and not is_open(shape.case, site)]
        if decided or started:
            first[site] = min(decided) if decided else min(started)
    return tuple(Opening(site, period) for site, period in first.items())


def credits_granted(shape: Shape, values: Values, all_starts: TrackStarts) -> Granted:
    """Return the credits: decided where an incentive has a cap, at their full rate where it has none."""
    by_start: dict[tuple[Track, int], float] = {}
    records: dict[tuple[str, str, str, int], float] = {}
    for incentive, track, u, usd_bn in [*_uncapped(shape, all_starts), *_capped(shape, values, all_starts)]:
        if usd_bn > 0:
            key = (incentive, track.site, track.node, u)
            records[key] = records.get(key, 0.0) + usd_bn
            by_start[track, u] = by_start.get((track, u), 0.0) + usd_bn
    return Granted(tuple(Credit(*key, usd_bn) for key, usd_bn in records.items()), by_start)


def _uncapped(shape: Shape, all_starts: TrackStarts) -> Iterator[tuple[str, Track, int, float]]:
    for (track, u), count in all_starts.items():
        for name, usd_bn in uncapped_credits_usd_bn(shape.case, track, u).items():
            yield name, track, u, count * usd_bn


def _capped(shape: Shape, values: Values, all_starts: TrackStarts) -> Iterator[tuple[str, Track, int, float]]:
    """Share what a cohort is granted among its tracks in proportion to what their starts may earn."""
    known = {incentive.name: incentive for incentive in shape.case.incentives}
    for (i, h, u), usd_bn in CREDIT.of(values).items():
        earned = {track: _earned(shape, known[i], all_starts, track, u) for track in shape.cohorts[h].tracks}
        total = sum(earned.values())
        for track, share in earned.items():
            if total > 0:
                yield i, track, u, min(usd_bn, total) * share / total


def _earned(shape: Shape, incentive: Incentive, all_starts: TrackStarts, track: Track, start: int) -> float:
    return all_starts.get((track, start), 0) * max_credit_usd_bn(shape.case, incentive, track, start)
