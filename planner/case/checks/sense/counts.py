"""Sense of counts: locks and the bounds of places that contradict each other, however the rest is planned.

Only what is certain is an error: money, tools and demand are not looked at.
"""

import math
from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.words import some
from planner.case.checks.problem import Problem
from planner.case.checks.sense.start_counts import LockKey, PairKey, Request, Tallies
from planner.case.checks.sense.windows import Tally
from planner.case.records import Committed, Lock, Node, PlannedStart

_SLACK = 1e-9


def count_problems(draft: Draft) -> Iterator[Problem]:
    """Return locks that contradict each other or their place, and what they require of a site, a region or changes."""
    if draft.calendar is None:
        return
    tallies = Tallies(draft, draft.calendar)
    yield from _outside(tallies)
    contradictions = list(_contradictions(tallies))
    yield from contradictions
    if not contradictions:
        yield from _sites(tallies)
        yield from _regions(tallies)
        yield from _changes(tallies)


def _outside(tallies: Tallies) -> Iterator[Problem]:
    draft = tallies.draft
    for entry in draft.entries(Lock):
        lock = entry.record
        first, last = tallies.window(lock.from_period, lock.until_period)
        if first > last and round(lock.min_phases) > 0:
            fix = f"change the window, or delete the {draft.words.row}: nothing can start outside the horizon"
            if last < 0:
                fix += f"; what started before belongs {draft.words.listing(Committed)}"
            yield entry.problem(codes.CANNOT_BE, "min_phases", found=f"{lock.min_phases:g} phases", fix=fix)


def _contradictions(tallies: Tallies) -> Iterator[Problem]:
    required: dict[LockKey, Tally] = {(*key, ""): tally for key, tally in tallies.phases.items()}
    for key, tally in {**required, **tallies.lumps}.items():
        reasons = tally.contradiction() if key in tallies.locks else []
        requests = [why for why in reasons if isinstance(why, Request)]
        if requests:
            worst = max(requests, key=lambda request: request.minimum)
            others = [f"{one.minimum} required by {one.cell}" for one in requests if one is not worst]
            others += [str(why) for why in reasons if not isinstance(why, Request)]
            beside = f"less, beside {some(dict.fromkeys(others), ', ')}"
            yield worst.lock.problem(codes.CANNOT_BE, "min_phases", found=f"at least {worst.minimum}", expected=beside)


def _locked(tallies: Tallies) -> dict[PairKey, float]:
    """Return the phases that the locks of each pair require over the horizon, where they require any."""
    last = tallies.calendar.last
    locked = [key for key in tallies.phases if (*key, "") in tallies.locks]
    minimum = {key: tallies.phases[key].minimum(0, last) for key in locked}
    return {key: phases for key, phases in minimum.items() if phases > 0}


def _sites(tallies: Tallies) -> Iterator[Problem]:
    """What the locks of all pairs of a site require together."""
    locked = _locked(tallies)
    for name, site in tallies.sites.items():
        for field, size in (("floor_units", _floor_units), ("power_limit_mw", _idle_mw)):
            slack = getattr(site.record, field)
            needed = sum(phases * size(tallies.nodes[key[1]]) for key, phases in locked.items() if key[0] == name)
            if not math.isinf(slack) and needed > slack * (1 + _SLACK) + _SLACK:
                expected = f"at least {needed:g}, which the locks require"
                yield site.problem(codes.CANNOT_BE, field, found=f"{slack:g}", expected=expected)


def _floor_units(node: Node) -> float:
    return node.floor_units_per_phase


def _idle_mw(node: Node) -> float:
    return node.power_mw_per_phase * node.idle_power


def _regions(tallies: Tallies) -> Iterator[Problem]:
    """What the locks of all pairs of a region require of its crews within a year."""
    calendar, locked = tallies.calendar, _locked(tallies)
    for name, region in tallies.regions.items():
        crews = region.record.max_phase_starts_per_year
        here = [key for key in locked if tallies.sites[key[0]].record.region == name]
        for t in calendar.horizon if here and not math.isinf(crews) else ():
            end = min(calendar.last, t + calendar.periods_per_year - 1)
            starts = sum(
                tallies.phases[key].minimum(t, end) * tallies.nodes[key[1]].crew_units_per_phase for key in here
            )
            if starts > crews + _SLACK:
                expected = f"at least {starts:g}, which the locks require in the year from {calendar.label(t)}"
                yield region.problem(
                    codes.CANNOT_BE, "max_phase_starts_per_year", found=f"{crews:g}", expected=expected
                )
                break


def _changes(tallies: Tallies) -> Iterator[Problem]:
    """What must differ from the last plan: of each pair, in the window in which most does or period by period."""
    draft, settings, calendar = tallies.draft, tallies.draft.settings, tallies.calendar
    maximum = settings.record.max_changes if settings else math.inf
    plan = list(draft.records(PlannedStart))
    if settings is None or maximum == math.inf or not plan or not draft.is_whole(PlannedStart, "phases"):
        return
    planned: dict[PairKey, dict[int, int]] = {key: {} for key in tallies.phases}
    for start in plan:
        if (start.site, start.node) in planned and start.period in calendar.horizon:
            planned[start.site, start.node][start.period] = round(start.phases)
    total = 0.0
    for key, tally in tallies.phases.items():
        locks = [entry.record for entry in tallies.locks.get((*key, ""), ())]
        windows = [(0, calendar.last), *(tallies.window(lock.from_period, lock.until_period) for lock in locks)]
        by_period = sum(_differ(tally, planned[key], t, t) for t in calendar.horizon)
        total += max(by_period, *(_differ(tally, planned[key], *window) for window in windows))
    if total > maximum:
        expected = f"at least {total:g}, by which locks and places differ from the last plan"
        yield settings.problem(codes.CANNOT_BE, "max_changes", found=f"{maximum:g}", expected=expected)


def _differ(tally: Tally, planned: dict[int, int], first: int, last: int) -> float:
    before = sum(phases for t, phases in planned.items() if first <= t <= last)
    return max(0.0, tally.minimum(first, last) - before, before - tally.maximum(first, last))
