"""Locks: starts that the planner has fixed.

    lock_min[lock]:  built[s,n,until] - built[s,n,from-1] >= min_phases[lock]     for every lock
    lock_max[lock]:  built[s,n,until] - built[s,n,from-1] <= max_phases[lock]

A lock with a node to convert from counts converted instead of built, one without a node shells; one with a node to
convert from and none to convert to counts retired.
"""

import math

from planner.case.records import Conversion, Lock
from planner.model.conversion import lumps_to_date
from planner.model.equations import NOTHING, Linear, total
from planner.model.pyomo_model import Model
from planner.model.retirement import retired_by
from planner.model.starts import built
from planner.registry.rows import LOCK_MAX, LOCK_MIN
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the locks on phases and on conversions."""
    locks = list(enumerate(shape.case.locks))
    m.rows(
        LOCK_MIN,
        {(row,): _started(m, shape, lock) >= lock.min_phases for row, lock in locks if lock.min_phases > 0},
    )
    m.rows(
        LOCK_MAX,
        {(row,): _started(m, shape, lock) <= lock.max_phases for row, lock in locks if not math.isinf(lock.max_phases)},
    )


def _started(m: Model, shape: Shape, lock: Lock) -> Linear:
    """Return the phases, lumps or shells that start in the window of a lock."""
    before, until = lock.from_period - 1, min(lock.until_period, shape.case.calendar.last)
    if lock.is_of_retirement:
        rows = [row for row in shape.case.committed if (row.site, row.node) == (lock.site, lock.from_node)]
        row = next((row for row in rows if row.may_retire), None)
        return retired_by(m, shape, row, until) - retired_by(m, shape, row, before) if row else NOTHING
    if lock.from_node:
        return total(
            lumps_to_date(m, shape, v, until) - lumps_to_date(m, shape, v, before)
            for v in shape.conversion_periods
            if _is_of(lock, shape.case.conversions[v])
        )
    return total(
        built(m, track, until) - built(m, track, before)
        for track in shape.paid_tracks
        if (track.site, track.node) == (lock.site, lock.node)
    )


def _is_of(lock: Lock, row: Conversion) -> bool:
    return (lock.site, lock.from_node, lock.node) == (row.site, row.from_node, row.to_node)
