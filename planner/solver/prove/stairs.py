"""Stairs: a cut from a row in which the phases of one node count by their age.

The row  s + sum(a) r[a] z[t-a] >= b,  with s >= 0 continuous, whole counts z that only grow and steps r > 0 of a ramp,
the youngest first, implies, with R = sum(a) r[a], up = ceil(b / R) and g = b - R (up - 1), what is short while the last
phase is missing altogether,
    s >= sum(a) c[a] (up - z[t-a]),    c[a] = min(r[a], g - c[0] - ... - c[a-1])
(Proof: k[a] = up - z[t-a] grows with the age, and A is the last age with c > 0. For k[A] <= 0 no term is positive. Else
k[a] >= 1 from A on, and the row says s >= g - R + sum(a) r[a] k[a] = sum(a) c[a] k[a] + sum(a >= A) (r[a] - c[a])
(k[a] - 1).) Rounding would take min(r[a], g) for every age: it does not know that counts only grow.

Continuous columns, and counts that take from the row, count from the bound that is nearer to the point.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.solver.program.matrix import Floats, Indices
from planner.solver.prove.rounding import LARGEST_SIDE, ROUNDING_ERROR, SMALLEST_COEFFICIENT, SMALLEST_FRACTION, Cut
from planner.solver.prove.rows import ALIKE, Row, Rows


@dataclass(frozen=True, slots=True)
class _Stair:
    """A row `weights s + steps z - takes y >= side`; no s and y falls below 0, and z come from the latest count on."""

    short: Indices
    weights: Floats
    counts: Indices
    steps: Floats
    taking: Indices
    takes: Floats
    side: float


class Stairs:
    """The rows of one program that count by age."""

    def __init__(self, rows: Rows) -> None:
        """Find them."""
        self._rows = rows
        self._all = list(_stairs(rows))

    def cuts(self, x: Floats, shallowest: float) -> list[Cut]:
        """Return the deepest cut of each row that cuts off a point by so much."""
        fractional = np.abs(x - np.round(x)) > ALIKE
        concerned = (stair for stair in self._all if fractional[stair.counts].any())
        deepest = (max(self._of(stair, x), key=lambda cut: cut.depth, default=None) for stair in concerned)
        return [cut for cut in deepest if cut is not None and cut.depth >= shallowest]

    def _of(self, stair: _Stair, x: Floats) -> Iterator[Cut]:
        """Yield the cuts of a row at a point, with columns counted from the nearer bound or all from the lower one."""
        short_at, short_upper = np.maximum(0.0, x[stair.short]), self._rows.upper[stair.short]
        taking_at, taking_upper = x[stair.taking], self._rows.upper[stair.taking]
        for from_upper in (True, False):
            down = (short_upper - short_at < short_at) & from_upper
            whole_down = (taking_upper - taking_at < taking_at) & from_upper
            weights, takes = np.where(down, 0.0, stair.weights), np.where(whole_down, stair.takes, 0.0)
            all_taken = float(takes[whole_down] @ taking_upper[whole_down])
            side = stair.side - float(stair.weights[down] @ short_upper[down]) + all_taken
            up = float(np.ceil(side / stair.steps.sum() - ROUNDING_ERROR))
            gain = side - float(stair.steps.sum()) * (up - 1)
            if gain < SMALLEST_FRACTION * stair.steps.sum():
                continue
            steps = np.diff(np.minimum(gain, np.cumsum(stair.steps)), prepend=0.0)
            values = np.concatenate([-weights, takes, -steps])
            row = _row((stair.short, stair.taking, stair.counts), values, all_taken - up * float(steps.sum()))
            if row is not None:
                excess = float(row.values @ x[row.columns]) - row.upper
                yield Cut(row, excess / float(np.linalg.norm(row.values)))


def _stairs(rows: Rows) -> Iterator[_Stair]:
    for columns, values, upper in rows.of_one_series():
        whole = rows.whole[columns]
        takes, gives = whole & (values > 0), whole & (values < 0)
        costs, helps = ~whole & (values > 0), ~whole & (values < 0)
        lower = rows.lower[columns]
        if not helps.any() or lower[helps | takes].any() or np.isinf(lower[costs]).any():
            continue
        side = float(values[costs] @ lower[costs]) - upper
        order = np.argsort(-rows.place[columns[gives]])
        counts, steps = columns[gives][order], -values[gives][order]
        yield _Stair(columns[helps], -values[helps], counts, steps, columns[takes], values[takes], side)


def _row(columns: tuple[Indices, ...], values: Floats, side: float) -> Row | None:
    """Return the row, scaled to coefficients of 1 at most; None where rounding errors might matter."""
    sizes = np.abs(values)
    largest = float(sizes.max())
    there = sizes > 0.0
    if sizes[there].min() < SMALLEST_COEFFICIENT * largest or abs(side) > LARGEST_SIDE * largest:
        return None
    scaled = side / largest
    upper = scaled + ROUNDING_ERROR * (1.0 + abs(scaled))
    return Row(np.concatenate(columns)[there], values[there] / largest, upper)
