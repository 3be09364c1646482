"""An aim as a program: the matrix of the case with a ceiling on each objective, and another number to minimise.

    fewest    phases of the group
    most      - phases of the group
    nearest   sum(i) d[i]            d[i] >= |starts[i] - old starts[i]|
    farthest  - sum(g) d[g]          d[g] <= |phases[g] - old phases[g]|, above where z[g] is 1, below where it is 0

The numbers are whole. A constant keeps the objective at 1 at least, so that relative gaps of it mean something.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from planner.plan.records import Schedule
from planner.registry.variables import PHASES, SHELLS
from planner.shape.shape import Shape
from planner.shape.tracks import NO_NODE
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.solver.program.matrix import Floats, Indices, Matrix
from planner.study.aims.aim import (
    Farthest,
    Goal,
    Group,
    MaxPhases,
    MinPhases,
    Nearest,
    Range,
    Reached,
    differences,
    whole,
)

CEILING, DISTANCE, ABOVE = "ceiling", "distance", "above"
_STEP = 0.999
"""A bound that is nearer than a whole number proves it."""


@dataclass(frozen=True, slots=True)
class Program:
    """A matrix that minimises a constant plus a number; `sign` turns that number into the goal's own."""

    matrix: Matrix
    sign: int = 1

    def gap(self, number: float) -> float:
        """Return the relative gap at which this number of the goal is proven."""
        return _STEP / max(1.0, self.matrix.offset + self.sign * number)

    def reached(self, objective: float, bound: float) -> Reached:
        """Return the goal's number and its bound."""
        lowest = whole(objective - self.matrix.offset, bound - self.matrix.offset)
        return Reached(self.sign * lowest.value + 0.0, self.sign * lowest.bound + 0.0)


def within(stages: Sequence[Matrix], limits: Range) -> Matrix:
    """Return the last of a case's matrices with a row that holds each objective at its ceiling."""
    matrix = stages[-1]
    for stage, ceiling in zip(stages, limits.ceilings, strict=True):
        matrix = matrix.with_row(CEILING, stage.cost, ceiling * stage.scale - stage.offset)
    return matrix


def program_of(goal: Goal, shape: Shape, matrix: Matrix) -> Program:
    """Return the program of a goal over the plans of a matrix."""
    match goal:
        case MinPhases(group):
            return Program(_minimising(matrix, _phases(matrix, group), 1.0))
        case MaxPhases(group):
            count = _phases(matrix, group)
            return Program(_minimising(matrix, -count, 1.0 + _largest(matrix, count)), sign=-1)
        case Nearest(schedule):
            return Program(_nearest(shape, matrix, schedule))
        case Farthest(schedule, groups):
            return Program(_farthest(matrix, schedule, groups), sign=-1)


def number(goal: Goal, schedule: Schedule) -> float:
    """Return the goal's number for a plan that is known."""
    match goal:
        case MinPhases(group) | MaxPhases(group):
            return group.phases(schedule)
        case Nearest(old):
            return differences(schedule, old)
        case Farthest(old, groups):
            return sum(abs(group.phases(schedule) - group.phases(old)) for group in groups)


def _minimising(matrix: Matrix, cost: Floats, offset: float) -> Matrix:
    return replace(matrix, cost=cost, offset=offset, scale=1.0)


def _phases(matrix: Matrix, group: Group) -> Floats:
    """Return the row that counts the phases of a group: the last cumulative count of each series in time."""
    last: dict[tuple[str, ...], tuple[int, int]] = {}
    for column, (name, index) in enumerate(matrix.columns):
        if name not in PHASES and name != SHELLS.name:
            continue
        *place, period = index
        pair = place[0], place[1] if name in PHASES else NO_NODE
        if pair in group.pairs and period <= group.until:
            last[name, *pair] = max(last.get((name, *pair), (-1, -1)), (period, column))
    row = np.zeros(matrix.cost.size)
    row[[column for _, column in last.values()]] = 1.0
    return row


def _largest(matrix: Matrix, count: Floats) -> float:
    columns = np.flatnonzero(count)
    return float(matrix.col_upper[columns].sum())


def _nearest(shape: Shape, matrix: Matrix, schedule: Schedule) -> Matrix:
    known = warm_start_columns(shape, matrix, schedule)
    starts, old = _starts(matrix, known.columns, known.counts)
    size = old.size
    far = matrix.with_columns(DISTANCE, np.full(size, np.inf), integer=False)
    apart = eye_array(size)
    rows = csr_array(vstack([hstack([starts, -apart]), hstack([-starts, -apart])]))
    far = far.with_rows(DISTANCE, rows, np.concatenate([old, -old]))
    cost = np.zeros(far.cost.size)
    cost[-size:] = 1.0
    return _minimising(far, cost, 1.0)


def _starts(matrix: Matrix, columns: Indices, counts: Floats) -> tuple[csr_array, Floats]:
    """Return the rows of starts, which are differences of cumulative counts, and the starts of these counts."""

    def place(at: int) -> tuple[object, ...]:
        name, index = matrix.columns[columns[at]]
        return name, *index[:-1]

    def period(at: int) -> int:
        return int(matrix.columns[columns[at]][1][-1])

    order = sorted(range(columns.size), key=lambda at: (place(at), period(at)))
    row, column, value = [], [], []
    for _, series in groupby(order, key=place):
        before = None
        for at in series:
            row += [at] if before is None else [at, at]
            column += [columns[at]] if before is None else [columns[at], columns[before]]
            value += [1.0] if before is None else [1.0, -1.0]
            before = at
    known = np.zeros(matrix.cost.size)
    known[columns] = counts
    starts = csr_array((value, (row, column)), shape=(columns.size, matrix.cost.size))
    return starts, np.asarray(starts @ known)


def _farthest(matrix: Matrix, schedule: Schedule, groups: Sequence[Group]) -> Matrix:
    size = len(groups)
    counts = np.array([_phases(matrix, group) for group in groups]).reshape(size, -1)
    old = np.array([group.phases(schedule) for group in groups], dtype=float)
    above = np.maximum(0.0, np.array([_largest(matrix, count) for count in counts]) - old)
    furthest = np.maximum(old, above)
    far = matrix.with_columns(DISTANCE, furthest, integer=False).with_columns(ABOVE, np.ones(size), integer=True)
    distance = eye_array(size)
    rows = csr_array(
        vstack(
            [
                hstack([csr_array(-counts), distance, np.diag(2 * old)]),
                hstack([csr_array(counts), distance, np.diag(-2 * above)]),
            ]
        )
    )
    far = far.with_rows(DISTANCE, rows, np.concatenate([old, old]))
    cost = np.zeros(far.cost.size)
    cost[matrix.cost.size : matrix.cost.size + size] = -1.0
    return _minimising(far, cost, 1.0 + float(furthest.sum()))
