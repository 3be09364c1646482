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
from planner.solver.prove.rows import Mask, Row, Rows

SMALLEST_FRACTION = 0.01
"""Rounding by less than this, or by more than all but this, is left out: it would rest on rounding errors."""
SMALLEST_COEFFICIENT, LARGEST_SIDE = 1e-6, 1e7
"""Of a cut, as shares of its largest coefficient: beyond them rounding errors might decide what it cuts off."""
ROUNDING_ERROR = 1e-9
SMALLEST_DIVISOR = 1e-4
"""As a share of the largest coefficient of a row."""
INSIDE = 1e-6
EQUAL = 1e-9
PARTS = (2.0, 4.0, 8.0)
KNAPSACK_PARTS = range(1, 9)
"""Of the divisors where all columns are whole: five HBM phases may take the scanners of one logic phase."""
MAX_DIVISORS, MAX_TURNED = 6, 5


@dataclass(frozen=True, slots=True)
class Cut:
    """A row that every whole point keeps, and the distance by which it cuts off a point."""

    row: Row
    depth: float


@dataclass(frozen=True, slots=True)
class _Rest:
    """The continuous part of a row, as a constant `moved` to the right-hand side and `- s` with s >= 0.

    s = constant - weights x over some of its columns; the others have a positive coefficient and are left out.
    """

    columns: Indices
    weights: Floats
    constant: float
    moved: float

    def at(self, x: Floats) -> float:
        """Return s at a point."""
        return max(0.0, self.constant - float(self.weights @ x[self.columns]))


@dataclass(frozen=True, slots=True)
class _Rounded:
    """The whole part of a row after rounding: which columns count down, the divisor, and what became of it."""

    depth: float
    turned: Mask
    divisor: float
    values: Floats
    weight: float
    """The coefficient of the rest."""
    floor: float


def rounded(row: Row, x: Floats, rows: Rows, shallowest: float) -> Cut | None:
    """Return the deepest cut that rounding gives, None where none cuts off the point by that much."""
    is_whole = rows.whole[row.columns]
    columns, values = row.columns[is_whole], row.values[is_whole]
    at, lower, upper = x[columns], rows.lower[columns], rows.upper[columns]
    inside = np.minimum(at - lower, upper - at)
    free = inside > INSIDE
    if not free.any() or np.isinf(lower).any():
        return None
    rest = _rest(row.columns[~is_whole], row.values[~is_whole], x, rows)
    if rest is None:
        return None
    rest_at_x, rest_norm = rest.at(x), float(rest.weights @ rest.weights)
    slack = row.upper - rest.moved - float(values @ at) + rest_at_x

    def attempt(turned: Mask, divisor: float) -> list[_Rounded]:
        """Round with some columns counted down from their upper bounds; nothing where that cuts nothing off."""
        side = (row.upper - rest.moved - float(values @ np.where(turned, upper, lower))) / divisor
        floor = float(np.floor(side))
        fraction = side - floor
        if not SMALLEST_FRACTION <= fraction <= 1.0 - SMALLEST_FRACTION:
            return []
        # F(a) <= a, so that no rounding gains more than the fraction.
        if (1.0 - fraction) * slack + fraction * rest_at_x >= divisor * fraction * (1.0 - fraction):
            return []
        scaled = np.where(turned, -values, values) / divisor
        below = np.floor(scaled)
        after = below + np.maximum(0.0, scaled - below - fraction) / (1.0 - fraction)
        weight = 1.0 / (divisor * (1.0 - fraction))
        excess = float(after @ np.where(turned, upper - at, at - lower)) - weight * rest_at_x - floor
        norm = np.sqrt(float(after @ after) + weight * weight * rest_norm)
        return [_Rounded(excess / norm, turned, divisor, after, weight, floor)] if excess > 0.0 else []

    nearer = upper - at < at - lower
    divisors, turns = _divisors(values[free]), [nearer]
    if is_whole.all() and (columns.size > 2 or row.upper != 0.0):  # no row that only says which of two is larger
        divisors = [divisor / part for divisor in divisors for part in KNAPSACK_PARTS]
        turns = [nearer, np.zeros_like(nearer)]
    tries = [one for turned in turns for divisor in divisors for one in attempt(turned, divisor)]
    if not tries:
        return None
    best = max(tries, key=_depth)
    best = max((best, *(one for part in PARTS for one in attempt(best.turned, best.divisor / part))), key=_depth)
    bounded = np.flatnonzero(free & np.isfinite(upper))
    for position in bounded[np.argsort(-inside[bounded])][:MAX_TURNED]:
        turned = best.turned.copy()
        turned[position] = ~turned[position]
        best = max((best, *attempt(turned, best.divisor)), key=_depth)
    return _cut(best, columns, rest, rows) if best.depth >= shallowest else None


def _rest(columns: Indices, values: Floats, x: Floats, rows: Rows) -> _Rest | None:
    """Return the continuous part of a row; None where a column has no bound to count from."""
    at, lower, upper = x[columns], rows.lower[columns], rows.upper[columns]
    capped, caps = np.zeros(columns.size, dtype=bool), 0.0
    for cap in np.unique(rows.caps_of[columns]).tolist():
        group = (rows.caps_of[columns] == cap) & (values > 0)
        if cap < 0 or group.sum() < 2 or np.ptp(values[group]) > EQUAL * values[group][0]:
            continue
        total = float(at[group].sum())
        if rows.cap[cap] - total < total:
            capped |= group
            caps += float(values[group][0] * rows.cap[cap])
    down = ~capped & (upper - at < at - lower)
    ends = np.where(capped, 0.0, np.where(down, upper, lower))
    if np.isinf(ends).any():
        return None
    there = capped | (down == (values > 0))
    moved = values * ends
    return _Rest(columns[there], values[there], caps + float(moved[there].sum()), caps + float(moved.sum()))


def _divisors(values: Floats) -> list[float]:
    """Return the divisors to try: the coefficients of counts that are between their bounds, evenly chosen."""
    divisors = np.unique(np.round(np.abs(values), 9))
    divisors = divisors[divisors > SMALLEST_DIVISOR * divisors[-1]]
    if divisors.size > MAX_DIVISORS:
        divisors = divisors[np.linspace(0, divisors.size - 1, MAX_DIVISORS).astype(int)]
    return [float(divisor) for divisor in divisors]


def _cut(best: _Rounded, columns: Indices, rest: _Rest, rows: Rows) -> Cut | None:
    """Return the cut over the columns themselves; None where rounding errors might matter.

    A column with a tiny coefficient is left out: the side allows for the bound at which it counts the least.
    """
    values = np.where(best.turned, -best.values, best.values)
    side = best.floor + best.weight * rest.constant
    side += float(values @ np.where(best.turned, rows.upper[columns], rows.lower[columns]))
    all_columns = np.concatenate([columns, rest.columns])
    all_values = np.concatenate([values, best.weight * rest.weights])
    sizes = np.abs(all_values)
    largest = float(sizes.max())
    tiny = (sizes > 0.0) & (sizes < SMALLEST_COEFFICIENT * largest)
    left_out = all_columns[tiny]
    allowed = all_values[tiny] * np.where(all_values[tiny] > 0.0, rows.lower[left_out], rows.upper[left_out])
    side -= float(allowed.sum())
    if not abs(side) <= LARGEST_SIDE * largest:
        return None
    there = (sizes > 0.0) & ~tiny
    return Cut(Row(all_columns[there], all_values[there], side + ROUNDING_ERROR * (largest + abs(side))), best.depth)


def _depth(one: _Rounded) -> float:
    return one.depth
