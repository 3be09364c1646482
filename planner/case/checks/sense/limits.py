"""Sense of limits: bounds that cannot hold beside places, locks and each other.

Counts that contradict each other are errors. Shares that do are warnings: a plan that makes nothing keeps both.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.words import SHARE_MEASURES, some
from planner.case.checks.problem import Problem
from planner.case.checks.sense.places import Place, is_about, places
from planner.case.checks.sense.start_counts import PairKey, Tallies
from planner.case.records import Committed, Conversion, Limit, Measure, Node, Pair, Region, Site

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit with the places and nodes that it counts and the part of its window inside the horizon."""

    entry: Entry[Limit]
    names: frozenset[PairKey]
    first: int
    last: int

    @property
    def record(self) -> Limit:
        return self.entry.record

    @property
    def is_count(self) -> bool:
        """Whether phases are counted; the other measures are shares."""
        return self.record.measure not in SHARE_MEASURES

    @property
    def is_placed(self) -> bool:
        """Whether it is about some places."""
        row = self.record
        return bool(row.region or row.bloc or row.site or row.owner)

    @property
    def total(self) -> tuple[object, ...]:
        """What a share is taken of: the same node, kind and product in all places, or everything."""
        row = self.record
        wafers = row.counts_wafers and row.measure is Measure.OUTPUT_SHARE
        return row.measure, wafers, *((row.node, row.kind, row.product) if self.is_placed else ())

    @property
    def is_of_everything(self) -> bool:
        """Whether its share is one of all nodes and products together."""
        row = self.record
        return not self.is_placed or not (row.node or row.kind or row.product)

    @property
    def minimum(self) -> float:
        """The minimum that it requires, zero where it requires none."""
        return self.record.minimum


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A problem of limits, those that only an empty plan keeps together, and whether no plan may spend anything."""

    problem: Problem
    limits: tuple[Limit, ...] = ()
    is_of_all: bool = False
    """Whether they are shares of everything over the whole horizon."""


def limit_problems(draft: Draft) -> Iterator[Problem]:
    """Return the problems of limits beside everything else."""
    return (one.problem for one in contradictions(draft))


def contradictions(draft: Draft) -> Iterator[Contradiction]:
    """Return the problems of limits, each with the limits that contradict each other."""
    if draft.calendar is None or not all(draft.is_sound(kind) for kind in (Pair, Site, Node, Region)):
        return  # a place or node left out for a fault of its own may be the one that keeps a limit
    tallies = Tallies(draft, draft.calendar)
    limits = []
    for entry in draft.entries(Limit):
        row = entry.record
        if row.minimum <= row.maximum and row.measure not in (Measure.SERVICE, Measure.SUPPLY_SHARE):
            names = frozenset(
                (s, n) for s in tallies.sites for n in tallies.nodes if is_about(row, _place(tallies, s, n))
            )
            limits.append(_Limit(entry, names, *tallies.window(row.from_period, row.until_period)))
    if not any(tally.contradiction() for key, tally in tallies.phases.items() if (*key, "") in tallies.locks):
        for limit in limits:
            yield from map(Contradiction, _beside_tallies(tallies, limit) if limit.is_count else ())
    for limit in limits:
        yield from _beside_others(tallies, limit, limits)
    yield from _beside_the_whole(draft, limits)
    yield from _below_the_whole(draft, limits)


def _place(tallies: Tallies, site: str, node: str) -> Place:
    name = tallies.sites[site].record.region
    region = tallies.regions.get(name)
    pair = tallies.pairs.get((site, node))
    owner = pair.record.owner if pair else ""
    return Place(name, region.record.bloc if region else "", site, node, tallies.nodes[node].kind, owner)


def _beside_tallies(tallies: Tallies, limit: _Limit) -> Iterator[Problem]:
    """Compare the bounds of a count with the most and the fewest phases that places and locks leave."""
    row, label = limit.record, tallies.calendar.label
    for when, can, must in _possible(tallies, limit):
        online = f" online in {label(when)}" if row.measure is Measure.ONLINE_PHASES else ""
        if row.minimum > can + _TOLERANCE:
            expected = f"at most {can:g}{online}, which places and locks allow"
            yield limit.entry.problem(codes.CANNOT_BE, "minimum", found=f"{row.minimum:g}", expected=expected)
            return
        if row.maximum < must - _TOLERANCE:
            expected = f"at least {must:g}{online}, which locks require"
            yield limit.entry.problem(codes.CANNOT_BE, "maximum", found=f"{row.maximum:g}", expected=expected)
            return


def _possible(tallies: Tallies, limit: _Limit) -> Iterator[tuple[int, float, float]]:
    """Yield a period and the most and the fewest that can be counted: online in it, or started in the window."""
    phases = {key: tally for key, tally in tallies.phases.items() if key in limit.names}
    if limit.record.measure is Measure.PHASES_STARTED:
        span = limit.first, limit.last
        yield limit.last, sum(t.maximum(*span) for t in phases.values()), sum(t.minimum(*span) for t in phases.values())
        return
    leads = {key: tallies.leads(key) for key in phases}
    for t in range(limit.first, limit.last + 1):
        can = sum(tally.maximum(0, t - leads[key][0]) for key, tally in phases.items())
        yield t, can, sum(tally.minimum(0, t - leads[key][1]) for key, tally in phases.items())


def _of(draft: Draft, problem: Problem, limits: list[_Limit]) -> Contradiction:
    last = draft.calendar.last if draft.calendar else 0
    is_of_all = all(limit.is_of_everything and limit.first <= 0 and limit.last >= last for limit in limits)
    return Contradiction(problem, tuple(limit.record for limit in limits), is_of_all)


def _beside_others(tallies: Tallies, limit: _Limit, limits: list[_Limit]) -> Iterator[Contradiction]:
    """Compare the maximum of a limit with the minimums that others require of separate parts of the same."""
    maximum, draft = limit.record.maximum, tallies.draft
    if maximum == math.inf:
        return
    inside = _is_counted if limit.is_count else _is_shared
    parts = _apart([other for other in limits if other.minimum > 0 and inside(tallies, other, limit)], limit)
    required = sum(part.minimum for part in parts)
    if required > maximum + _TOLERANCE:
        code = codes.CANNOT_BE if limit.is_count else codes.ONLY_BY_NOTHING
        cells = some((draft.cell(part.entry, "minimum") for part in parts), ", ")
        shown, required_shown = (draft.words.bound(limit.record.measure, bound) for bound in (maximum, required))
        expected = f"at least {required_shown}, required by {cells}"
        yield _of(draft, limit.entry.problem(code, "maximum", found=shown, expected=expected), [limit, *parts])


def _beside_the_whole(draft: Draft, limits: list[_Limit]) -> Iterator[Contradiction]:
    """Compare the shares that are required of separate parts with the whole."""
    by_total: dict[tuple[object, ...], list[_Limit]] = {}
    for limit in limits:
        if not limit.is_count and limit.minimum > 0 and limit.names:
            by_total.setdefault(limit.total, []).append(limit)
    for members in by_total.values():
        parts = _apart(members, members[0])
        required = sum(part.minimum for part in parts)
        if required > 1.0 + _TOLERANCE:
            cells = some((draft.cell(part.entry, "minimum") for part in parts), ", ")
            value, expected = f"sum {draft.words.share(required)}", f"100 % at most in {cells}"
            problem = parts[-1].entry.problem(codes.ONLY_BY_NOTHING, "minimum", found=value, expected=expected)
            yield _of(draft, problem, parts)


def _below_the_whole(draft: Draft, limits: list[_Limit]) -> Iterator[Contradiction]:
    """Compare the shares that are allowed of all places together with the whole."""
    listed = list(places(draft, Pair, Committed, Conversion))
    by_total: dict[tuple[object, ...], list[_Limit]] = {}
    for limit in limits:
        if not limit.is_count and limit.record.maximum < 1 and limit.is_placed:
            by_total.setdefault(limit.total, []).append(limit)
    for members in by_total.values():
        anywhere = replace(members[0].record, region="", bloc="", site="", owner="")
        whole = {(place.site, place.node) for place in listed if is_about(anywhere, place)}
        parts: list[_Limit] = []
        for limit in sorted(members, key=lambda one: one.record.maximum):
            if whole & limit.names and whole:
                parts.append(limit)
                whole -= limit.names
        allowed = sum(part.record.maximum for part in parts)
        first, last = max((part.first for part in parts), default=0), min((part.last for part in parts), default=-1)
        # One share of output where nothing else can run is reported with the periods in which it stops all of it.
        is_news = len(parts) > 1 or members[0].record.measure is Measure.CAPEX_SHARE
        if is_news and not whole and allowed < 1.0 - _TOLERANCE and first <= last:
            cells = some((draft.cell(part.entry, "maximum") for part in parts), ", ")
            value, expected = f"sum {draft.words.share(allowed)}", f"100 % at least in {cells}: no other place is left"
            problem = parts[-1].entry.problem(codes.ONLY_BY_NOTHING, "maximum", found=value, expected=expected)
            yield _of(draft, problem, parts)


def _apart(limits: list[_Limit], beside: _Limit) -> list[_Limit]:
    """Return limits that count nothing twice, those that require most first; shares all hold in one period."""
    parts: list[_Limit] = []
    first, last = beside.first, beside.last
    for limit in sorted(limits, key=lambda one: -one.minimum):
        apart = all(not limit.names & one.names or _other_product(limit, one) for one in parts)
        at_once = limit.is_count or max(first, limit.first) <= min(last, limit.last)
        if apart and at_once:
            parts.append(limit)
            first, last = max(first, limit.first), min(last, limit.last)
    return parts


def _other_product(one: _Limit, other: _Limit) -> bool:
    return bool(one.record.product and other.record.product) and one.record.product != other.record.product


def _is_shared(_: Tallies, part: _Limit, whole: _Limit) -> bool:
    """Say whether a share is part of another share of the same total, at the same time."""
    windows = (part.first, part.last) == (whole.first, whole.last) or part.record.measure is Measure.OUTPUT_SHARE
    same = part.total == whole.total and whole.record.product in ("", part.record.product)
    return part is not whole and windows and same and bool(part.names) and part.names <= whole.names


def _is_counted(tallies: Tallies, part: _Limit, whole: _Limit) -> bool:
    """Say whether the phases that one limit counts are always counted by the other: what is online stays so."""
    if part is whole or not whole.is_count or not part.is_count or not part.names <= whole.names:
        return False
    if part.first > part.last or whole.first > whole.last:
        return False
    leads = [tallies.leads(key) for key in part.names & tallies.pairs.keys()]
    shortest, longest = min((lead for lead, _ in leads), default=0), max((lead for _, lead in leads), default=0)
    match part.record.measure, whole.record.measure:
        case Measure.ONLINE_PHASES, Measure.ONLINE_PHASES:
            return part.first <= whole.last
        case Measure.ONLINE_PHASES, _:
            return whole.first == 0 and part.first - shortest <= whole.last
        case _, Measure.ONLINE_PHASES:
            return part.last + longest <= whole.last
        case _:
            return whole.first <= part.first and part.last <= whole.last
