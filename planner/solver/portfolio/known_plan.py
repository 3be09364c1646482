"""What a known plan decides, as columns of a matrix: cumulative counts of phases, openings and lumps."""

import numpy as np

from planner.plan.records import Schedule
from planner.registry.variables import DECISIONS
from planner.shape.shape import Shape
from planner.shape.tracks import FIRST
from planner.solver.messages.wire import Warm
from planner.solver.program.matrix import Matrix

Begun = dict[tuple[str, tuple[object, ...]], list[tuple[int, int]]]
"""Periods and counts of what begins, by the variable and place that count it."""


def known_columns(shape: Shape, matrix: Matrix, schedule: Schedule) -> Warm:
    """Return the construction columns and the cumulative counts that a schedule gives them.

    What the schedule says of pairs, conversions and periods that the case does not offer is left out.
    """
    begun = _begun(shape, schedule)
    columns, counts = [], []
    for column, (name, index) in enumerate(matrix.columns):
        if name in DECISIONS:
            *of, t = index
            columns.append(column)
            counts.append(float(sum(count for period, count in begun.get((name, tuple(of)), ()) if period <= t)))
    return Warm(np.array(columns, dtype=np.int64), np.array(counts))


def _begun(shape: Shape, schedule: Schedule) -> Begun:
    begun: Begun = {}
    with_first = {(track.site, track.node) for track in shape.tracks if track.name == FIRST}
    for start in sorted(schedule.starts, key=lambda start: start.period):
        place, more = (start.site, start.node), start.phases
        if place in with_first and ("first", place) not in begun:
            begun["first", place] = [(start.period, 1)]
            more -= 1
        begun.setdefault(("more", place), []).append((start.period, more))
        begun.setdefault(("opened", (start.site,)), [(start.period, 1)])
    for opening in schedule.openings:
        ((first, _),) = begun.get(("opened", (opening.site,)), [(opening.period, 1)])
        begun["opened", (opening.site,)] = [(min(opening.period, first), 1)]
    for i, row in enumerate(shape.case.conversions):
        for done in schedule.converted:
            if (done.site, done.from_node, done.node) == (row.site, row.from_node, row.to_node):
                begun.setdefault(("converted", (i,)), []).append((done.period, done.lumps))
    return begun
