"""What is built: openings, starts and the credits that starts earn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.case.money import most_credit_usd_bn, uncapped_credits_usd_bn
from planner.case.records import Incentive
from planner.plan.records import Converted, Credit, Opening, Start
from planner.registry.families import Values
from planner.registry.keys import ConversionPeriod, PairPeriod
from planner.registry.variables import CONVERTED, CREDIT, FIRST, MORE, OPENED
from planner.shape.shape import Shape
from planner.shape.tracks import Track, is_open

Begun = Mapping[tuple[Track, int], int]


@dataclass(frozen=True, slots=True)
class Granted:
    """Credits as records, and by (track, start period) in usd_bn."""

    records: tuple[Credit, ...]
    by_start: Mapping[tuple[Track, int], float]


def built_starts(shape: Shape, values: Values) -> Begun:
    """Return the phases started by track and period, where there are any."""
    first, more = FIRST.of(values), MORE.of(values)
    found = {}
    for track in shape.tracks:
        counts = first if track.is_first else more
        before = 0
        for u in track.starts:
            by_now = round(counts.get(PairPeriod(track.site, track.node, u), before))
            if by_now > before:
                found[track, u] = by_now - before
            before = max(before, by_now)
    return found


def starts(begun: Begun) -> tuple[Start, ...]:
    """Return the starts of every pair by period, in the order of the pairs."""
    phases: dict[tuple[str, str, int], int] = {}
    for (track, u), count in begun.items():
        phases[track.site, track.node, u] = phases.get((track.site, track.node, u), 0) + count
    return tuple(Start(site, node, period, count) for (site, node, period), count in phases.items())


def converted(shape: Shape, values: Values) -> tuple[Converted, ...]:
    """Return the lumps converted by period."""
    lumps = CONVERTED.of(values)
    found = []
    for i, window in shape.conversion_periods.items():
        row = shape.case.conversions[i]
        before = 0
        for t in window:
            by_now = round(lumps.get(ConversionPeriod(i, t), before))
            if by_now > before:
                found.append(Converted(row.site, row.from_node, row.to_node, t, by_now - before))
            before = max(before, by_now)
    return tuple(found)


def openings(shape: Shape, values: Values, begun: Begun) -> tuple[Opening, ...]:
    """Return when each site opens: as decided, or with its first start where opening costs nothing."""
    opened = OPENED.of(values)
    first: dict[str, int] = {}
    for site in shape.case.sites:
        decided = [t for (s, t), value in opened.items() if s == site and value > 0.5]
        started = [u for (track, u) in begun if track.site == site and not is_open(shape.case, site)]
        if decided or started:
            first[site] = min(decided) if decided else min(started)
    return tuple(Opening(site, period) for site, period in first.items())


def credits_granted(shape: Shape, values: Values, begun: Begun) -> Granted:
    """Return the credits: decided where an incentive has a cap, at their full rate where it has none."""
    by_start: dict[tuple[Track, int], float] = {}
    records: dict[tuple[str, str, str, int], float] = {}
    for incentive, track, u, usd_bn in [*_uncapped(shape, begun), *_capped(shape, values, begun)]:
        if usd_bn > 0:
            key = (incentive, track.site, track.node, u)
            records[key] = records.get(key, 0.0) + usd_bn
            by_start[track, u] = by_start.get((track, u), 0.0) + usd_bn
    return Granted(tuple(Credit(*key, usd_bn) for key, usd_bn in records.items()), by_start)


def _uncapped(shape: Shape, begun: Begun) -> Iterator[tuple[str, Track, int, float]]:
    for (track, u), count in begun.items():
        pair = shape.case.pairs[track.site, track.node]
        for name, usd_bn in uncapped_credits_usd_bn(shape.case, pair, u).items():
            yield name, track, u, count * usd_bn


def _capped(shape: Shape, values: Values, begun: Begun) -> Iterator[tuple[str, Track, int, float]]:
    """Share what a cohort is granted among its tracks in proportion to what their starts may earn."""
    known = {incentive.name: incentive for incentive in shape.case.incentives}
    for (i, g, u), usd_bn in CREDIT.of(values).items():
        most = {track: _earned(shape, known[i], begun, track, u) for track in shape.cohorts[g].tracks}
        total = sum(most.values())
        for track, share in most.items():
            if total > 0:
                yield i, track, u, min(usd_bn, total) * share / total


def _earned(shape: Shape, incentive: Incentive, begun: Begun, track: Track, start: int) -> float:
    pair = shape.case.pairs[track.site, track.node]
    return begun.get((track, start), 0) * most_credit_usd_bn(shape.case, incentive, pair, start)
