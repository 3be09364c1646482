"""Locks: starts that the planner has fixed.

    lock_min[i]:  built[s,n,until] - built[s,n,from-1] >= min_phases[i]     for every lock i
    lock_max[i]:  built[s,n,until] - built[s,n,from-1] <= max_phases[i]

A lock with a node to convert from speaks of converted instead of built.
"""

import math
from typing import Any

from pyomo.environ import Constraint

from planner.case.records import Conversion, Lock
from planner.model.conversion import lumps_to_date
from planner.model.linear import Terms, cumulative, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the locks on phases and on conversions."""
    locks = dict(enumerate(shape.case.locks))
    begun = {i: _begun(m, shape, lock) for i, lock in locks.items()}

    m.lock_min = Constraint(
        [i for i, lock in locks.items() if lock.min_phases > 0],
        rule=lambda m, i: linear(begun[i]) >= locks[i].min_phases if begun[i] else Constraint.Infeasible,
    )
    m.lock_max = Constraint(
        [i for i, lock in locks.items() if not math.isinf(lock.max_phases) and begun[i]],
        rule=lambda m, i: linear(begun[i]) <= locks[i].max_phases,
    )


def _begun(m: Any, shape: Shape, lock: Lock) -> Terms:
    last = shape.case.calendar.last
    if lock.from_node:
        return [
            term
            for i in shape.conversion_periods
            if _is_of(lock, shape.case.conversions[i])
            for term in lumps_to_date(m, shape, i, min(lock.until_period, last))
            + scaled(-1.0, lumps_to_date(m, shape, i, lock.from_period - 1))
        ]
    return [
        term
        for track in shape.tracks
        if (track.site, track.node) == (lock.site, lock.node)
        for term in cumulative(m, track, min(lock.until_period, last))
        + scaled(-1.0, cumulative(m, track, lock.from_period - 1))
    ]


def _is_of(lock: Lock, row: Conversion) -> bool:
    return (lock.site, lock.from_node, lock.node) == (row.site, row.from_node, row.to_node)
