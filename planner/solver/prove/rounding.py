"""Mixed-integer rounding: a cut from one row, by dividing it and rounding.

A row  sum a[j] z[j] - s <= b  with whole z >= 0 and continuous s >= 0 implies, for any divisor d > 0, with f the
fraction of b / d:
    sum F(a[j] / d) z[j] - s / (d (1 - f)) <= floor(b / d),    F(a) = floor(a) + max(0, fraction of a - f) / (1 - f)
(Marchand and Wolsey, Aggregation and Mixed Integer Rounding to Solve MIPs, Operations Research 49, 2001.) To get there,
columns are counted from the bound that is nearer to the point to be cut off, and continuous ones with a positive
coefficient are left out. Continuous columns whose sum has a cap are counted together from this cap.
"""

from dataclasses import dataclass

import numpy as np

from planner.solver.program.matrix import Floats, Indices
from planner.solver.prove.rows import TINY, Mask, Row, Rows

SMALLEST_FRACTION = 0.01
"""Rounding by less than this, or by more than all but this, is left out: it would rest on rounding errors."""
WHOLE = 1e-6
MAX_DIVISORS, MAX_TURNED = 6, 5


@dataclass(frozen=True, slots=True)
class Cut:
    """A row that every whole point keeps, and the distance by which it cuts off a point."""

    row: Row
    depth: float


@dataclass(frozen=True, slots=True)
class _Continuous:
    """The continuous part of a row as `- s`: its columns with their coefficients in `s`, a constant, and s at x."""

    columns: Indices
    weights: Floats
    constant: float
    at_x: float
    moved: float
    """What counting from bounds moves to the right-hand side."""

    @classmethod
    def of(cls, row: Row, is_continuous: Mask, x: Floats, rows: Rows) -> "_Continuous | None":
        """Return the part; None where a column has no bound to count from."""
        columns, values = row.columns[is_continuous], row.values[is_continuous]
        capped = np.zeros(columns.size, dtype=bool)
        moved = 0.0
        for cap in np.unique(rows.caps_of[columns]).tolist():
            group = (rows.caps_of[columns] == cap) & (values > 0)
            size = int(group.sum())
            if cap < 0 or size < 2 or np.ptp(values[group]) > 1e-9 * values[group][0]:
                continue
            total = float(x[columns[group]].sum())
            if rows.cap[cap] - total < total:
                capped |= group
                moved += float(values[group][0]) * float(rows.cap[cap])
        lower, upper, at = rows.lower[columns], rows.upper[columns], x[columns]
        from_upper = ~capped & (upper - at < at - lower)
        from_lower = ~capped & ~from_upper
        if np.isinf(lower[from_lower]).any():
            return None
        moved += float(values[from_upper] @ upper[from_upper] + values[from_lower] @ lower[from_lower])
        # What counts down from its upper bound, or from its cap, and what counts up with a negative coefficient.
        down, up = capped | (from_upper & (values > 0)), from_lower & (values < 0)
        there = down | up
        constant = float(values[from_upper & (values > 0)] @ upper[from_upper & (values > 0)])
        constant += moved - float(values[from_upper] @ upper[from_upper] + values[from_lower] @ lower[from_lower])
        constant += float(values[up] @ lower[up])
        weights = values[there]
        return cls(columns[there], weights, constant, max(0.0, constant - float(weights @ at[there])), moved)


def rounded(row: Row, x: Floats, rows: Rows, shallowest: float) -> Cut | None:
    """Return the deepest cut that rounding gives, None where none cuts off the point by that much."""
    is_whole = rows.whole[row.columns]
    columns, values = row.columns[is_whole], row.values[is_whole]
    at, lower, upper = x[columns], rows.lower[columns], rows.upper[columns]
    inside = np.minimum(at - lower, upper - at)
    free = inside > WHOLE
    if not free.any():
        return None
    rest = _Continuous.of(row, ~is_whole, x, rows)
    if rest is None or np.isinf(lower).any():
        return None
    norm = float(rest.weights @ rest.weights)

    def attempt(turned: Mask, divisor: float) -> tuple[float, Mask, float, Floats, float, float] | None:
        """Round with some columns counted down from their upper bounds; the depth comes first."""
        bound = row.upper - rest.moved - float(values @ np.where(turned, upper, lower))
        floor = np.floor(bound / divisor)
        fraction = bound / divisor - floor
        if not SMALLEST_FRACTION <= fraction <= 1.0 - SMALLEST_FRACTION:
            return None
        scaled = np.where(turned, -values, values) / divisor
        below = np.floor(scaled)
        rounded_values = below + np.maximum(0.0, scaled - below - fraction) / (1.0 - fraction)
        weight = 1.0 / (divisor * (1.0 - fraction))
        excess = float(rounded_values @ np.where(turned, upper - at, at - lower)) - weight * rest.at_x - float(floor)
        if excess <= 0.0:
            return None
        depth = excess / np.sqrt(float(rounded_values @ rounded_values) + weight * weight * norm)
        return depth, turned, divisor, rounded_values, weight, float(floor)

    nearer = upper - at < at - lower
    divisors = np.unique(np.round(np.abs(values[free]), 9))
    if divisors.size > MAX_DIVISORS:
        divisors = divisors[np.linspace(0, divisors.size - 1, MAX_DIVISORS).astype(int)]
    best = max(filter(None, (attempt(nearer, float(d)) for d in divisors if d > 0.0)), key=_depth, default=None)
    if best is None:
        return None
    best = max((best, *filter(None, (attempt(nearer, best[2] / part) for part in (2.0, 4.0, 8.0)))), key=_depth)
    for position in np.flatnonzero(free & np.isfinite(upper))[np.argsort(-inside[free & np.isfinite(upper)])][
        :MAX_TURNED
    ]:
        turned = best[1].copy()
        turned[position] = ~turned[position]
        best = max((best, *filter(None, (attempt(turned, best[2]),))), key=_depth)
    depth, turned, _, coefficients, weight, floor = best
    if depth < shallowest:
        return None
    side = floor - float(coefficients @ np.where(turned, upper, -lower)) + weight * rest.constant
    all_columns = np.concatenate([columns, rest.columns])
    all_values = np.concatenate([np.where(turned, -coefficients, coefficients), weight * rest.weights])
    there = np.abs(all_values) > TINY
    return Cut(Row(all_columns[there], all_values[there], side), depth)


def _depth(attempted: tuple[float, Mask, float, Floats, float, float]) -> float:
    return attempted[0]
