"""The decisions of a plan as columns of a matrix: cumulative counts of phases, openings and lumps."""

import numpy as np

from planner.plan.records import Schedule
from planner.registry.variables import DECISIONS
from planner.shape.shape import Shape
from planner.shape.tracks import FIRST
from planner.solver.messages.wire import WarmStart
from planner.solver.program.matrix import Matrix

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


def _starts(shape: Shape, schedule: Schedule) -> Starts:
    starts: Starts = {}
    with_first = {(track.site, track.node) for track in shape.tracks if track.name == FIRST}
    for start in sorted(schedule.starts, key=lambda start: start.period):
        place, more = (start.site, start.node), start.phases
        if place in with_first and ("first", place) not in starts:
            starts["first", place] = [(start.period, 1)]
            more -= 1
        starts.setdefault(("more", place), []).append((start.period, more))
        starts.setdefault(("opened", (start.site,)), [(start.period, 1)])
    for opening in schedule.openings:
        ((first, _),) = starts.get(("opened", (opening.site,)), [(opening.period, 1)])
        starts["opened", (opening.site,)] = [(min(opening.period, first), 1)]
    for i, row in enumerate(shape.case.conversions):
        for done in schedule.converted:
            if (done.site, done.from_node, done.node) == (row.site, row.from_node, row.to_node):
                starts.setdefault(("converted", (i,)), []).append((done.period, done.lumps))
    return starts
