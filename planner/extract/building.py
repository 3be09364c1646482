"""What is built: openings, starts and the credits that starts earn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.case.money import max_credit_usd_bn, uncapped_credits_usd_bn
from planner.case.records import Incentive
from planner.plan.records import Converted, Credit, Opening, Start
from planner.registry.families import Values
from planner.registry.keys import ConversionPeriod, PairPeriod
from planner.registry.variables import CONVERTED, CREDIT, FIRST, MORE, OPENED
from planner.shape.shape import Shape
from planner.shape.tracks import Track, is_open

PhaseStarts = Mapping[tuple[Track, int], int]


@dataclass(frozen=True, slots=True)
class Granted:
    """Credits as records, and by (track, start period) in usd_bn."""

    records: tuple[Credit, ...]
    by_start: Mapping[tuple[Track, int], float]


def built_starts(shape: Shape, values: Values) -> PhaseStarts:
    """Return the phases started by track and period, where there are any."""
    first, more = FIRST.of(values), MORE.of(values)
    phase_starts = {}
    for track in shape.tracks:
        counts = first if track.is_first else more
        before = 0
        for u in track.starts:
            by_now = round(counts.get(PairPeriod(track.site, track.node, u), before))
            if by_now > before:
                phase_starts[track, u] = by_now - before
            before = max(before, by_now)
    return phase_starts


def starts(phase_starts: PhaseStarts) -> tuple[Start, ...]:
    """Return the starts of every pair by period, in the order of the pairs."""
    phases: dict[tuple[str, str, int], int] = {}
    for (track, u), count in phase_starts.items():
        phases[track.site, track.node, u] = phases.get((track.site, track.node, u), 0) + count
    return tuple(Start(site, node, period, count) for (site, node, period), count in phases.items())


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


def openings(shape: Shape, values: Values, phase_starts: PhaseStarts) -> tuple[Opening, ...]:
    """Return when each site opens: as decided, or with its first start where opening costs nothing."""
    opened = OPENED.of(values)
    first: dict[str, int] = {}
    for site in shape.case.sites:
        decided = [t for (s, t), value in opened.items() if s == site and value > 0.5]
        started = [u for (track, u) in phase_starts if track.site == site and not is_open(shape.case, site)]
        if decided or started:
            first[site] = min(decided) if decided else min(started)
    return tuple(Opening(site, period) for site, period in first.items())


def credits_granted(shape: Shape, values: Values, phase_starts: PhaseStarts) -> Granted:
    """Return the credits: decided where an incentive has a cap, at their full rate where it has none."""
    by_start: dict[tuple[Track, int], float] = {}
    records: dict[tuple[str, str, str, int], float] = {}
    for incentive, track, u, usd_bn in [*_uncapped(shape, phase_starts), *_capped(shape, values, phase_starts)]:
        if usd_bn > 0:
            key = (incentive, track.site, track.node, u)
            records[key] = records.get(key, 0.0) + usd_bn
            by_start[track, u] = by_start.get((track, u), 0.0) + usd_bn
    return Granted(tuple(Credit(*key, usd_bn) for key, usd_bn in records.items()), by_start)


def _uncapped(shape: Shape, phase_starts: PhaseStarts) -> Iterator[tuple[str, Track, int, float]]:
    for (track, u), count in phase_starts.items():
        pair = shape.case.pairs[track.site, track.node]
        for name, usd_bn in uncapped_credits_usd_bn(shape.case, pair, u).items():
            yield name, track, u, count * usd_bn


def _capped(shape: Shape, values: Values, phase_starts: PhaseStarts) -> Iterator[tuple[str, Track, int, float]]:
    """Share what a cohort is granted among its tracks in proportion to what their starts may earn."""
    known = {incentive.name: incentive for incentive in shape.case.incentives}
    for (i, h, u), usd_bn in CREDIT.of(values).items():
        earned = {track: _earned(shape, known[i], phase_starts, track, u) for track in shape.cohorts[h].tracks}
        total = sum(earned.values())
        for track, share in earned.items():
            if total > 0:
                yield i, track, u, min(usd_bn, total) * share / total


def _earned(shape: Shape, incentive: Incentive, phase_starts: PhaseStarts, track: Track, start: int) -> float:
    pair = shape.case.pairs[track.site, track.node]
    return phase_starts.get((track, start), 0) * max_credit_usd_bn(shape.case, incentive, pair, start)
