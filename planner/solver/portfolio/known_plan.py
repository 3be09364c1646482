"""The decisions of a plan as columns of a matrix, and back: cumulative counts of phases, openings, shells and lumps."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from planner.case.records import Case
from planner.plan.records import Converted, Opening, Outcome, Plan, Retired, Schedule, ShellStart, Start
from planner.registry.variables import CONVERTED, DECISIONS, OPENINGS, PHASES, RETIRED, SHELLS
from planner.shape.shape import Shape
from planner.shape.tracks import FIRST
from planner.solver.messages.wire import WarmStart
from planner.solver.program.matrix import Floats, Matrix

Starts = dict[tuple[str, tuple[object, ...]], list[tuple[int, int]]]
"""Periods and counts of what begins, by the variable and place that count it."""


def warm_start_columns(shape: Shape, matrix: Matrix, schedule: Schedule) -> WarmStart:
    """Return the construction columns and the cumulative counts that a schedule gives them.

    Pairs, conversions and periods that the case does not have are left out.
    """
    starts = _starts(shape, schedule)
    columns, counts = [], []
    for column, (name, index) in enumerate(matrix.columns):
        if name in DECISIONS:
            *of, t = index
            columns.append(column)
            counts.append(float(sum(count for period, count in starts.get((name, tuple(of)), ()) if period <= t)))
    return WarmStart(np.array(columns, dtype=np.int64), np.array(counts))


def decided_plan(case: Case, matrix: Matrix, x: Floats, outcome: Outcome) -> Plan:
    """Return a plan with the decisions of a point alone, read off its columns: the rest cannot be extracted."""
    starts: Counter[tuple[str, str, int]] = Counter()
    for (site, node), t, phases in _growth(matrix, x, PHASES):
        starts[site, node, t] += phases
    lumps = [(case.conversions[i], t, count) for (i,), t, count in _growth(matrix, x, (CONVERTED.name,))]
    return Plan(
        outcome,
        openings=tuple(Opening(site, t) for (site,), t, _ in _growth(matrix, x, OPENINGS)),
        shells_built=tuple(ShellStart(site, t, count) for (site,), t, count in _growth(matrix, x, (SHELLS.name,))),
        starts=tuple(Start(site, node, t, phases) for (site, node, t), phases in starts.items()),
        converted=tuple(Converted(row.site, row.from_node, row.to_node, t, count) for row, t, count in lumps),
        retired=tuple(Retired(site, node, t) for (site, node), t, _ in _growth(matrix, x, (RETIRED.name,))),
    )


def _growth(matrix: Matrix, x: Floats, names: tuple[str, ...]) -> Iterator[tuple[tuple[Any, ...], int, int]]:
    """Yield place, period and amount wherever a cumulative count grows."""
    known: Counter[tuple[Any, ...]] = Counter()
    rows = [(name, index, float(x[c])) for c, (name, index) in enumerate(matrix.columns) if name in names]
    for name, (*place, t), count in sorted(rows, key=lambda row: int(row[1][-1])):
        by_now, before = round(count), known[name, *place]
        if by_now > before:
            known[name, *place] = by_now
            yield tuple(place), t, by_now - before


def _starts(shape: Shape, schedule: Schedule) -> Starts:
    starts: Starts = {}
    with_first = {(track.site, track.node) for track in shape.tracks if track.name == FIRST}
    for start in sorted(schedule.starts, key=lambda start: start.period):
        place, more = (start.site, start.node), start.phases
        if place in with_first and ("first", place) not in starts:
            starts["first", place] = [(start.period, 1)]
            more -= 1
        starts.setdefault(("more", place), []).append((start.period, more))
    for built in schedule.shells_built:
        starts.setdefault(("shells", (built.site,)), []).append((built.period, built.shells))
    dated = [(start.site, start.period) for start in schedule.starts]
    dated += [(shell.site, shell.period) for shell in schedule.shells_built]
    for site, period in (*dated, *((opening.site, opening.period) for opening in schedule.openings)):
        ((first, _),) = starts.get(("opened", (site,)), [(period, 1)])
        starts["opened", (site,)] = [(min(period, first), 1)]
    for i, row in enumerate(shape.case.conversions):
        for done in schedule.converted:
            if (done.site, done.from_node, done.node) == (row.site, row.from_node, row.to_node):
                starts.setdefault(("converted", (i,)), []).append((done.period, done.lumps))
    for given_up in schedule.retired:
        starts["retired", (given_up.site, given_up.node)] = [(given_up.period, 1)]
    return starts
