"""The smallest change: of one lever, or of several that are needed together."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.registry.rows import EXPANSION_WAIT
from planner.solver.program.matrix import Floats, Matrix
from planner.study.explain.goal import Reachable
from planner.study.explain.levers.lever import Amounts, Lever, at_most
from planner.study.explain.programs import Programs

CLOSE = 1.01
"""An amount found by halving is at most so many times the least."""


class SmallestChange:
    """Looks for the smallest changes that reach a goal."""

    def __init__(self, programs: Programs, goal: Reachable | None) -> None:
        """Without a goal, any plan will do."""
        self._programs, self._goal = programs, goal

    def alone(self, levers: tuple[Lever, ...]) -> list[Lever]:
        """Return the levers each of which reaches the goal by itself.

        Levers that do not reach it all together do not alone, so that many are ruled out by one solve.
        """
        if not levers or not self._reaches(at_most(levers)):
            return []
        if len(levers) == 1:
            return list(levers)
        half = len(levers) // 2
        return [*self.alone(levers[:half]), *self.alone(levers[half:])]

    def needed(self, levers: tuple[Lever, ...]) -> tuple[Lever, ...]:
        """Return levers that reach the goal together, none of which can be spared; empty where all do not reach it."""
        if not self._reaches(at_most(levers)):
            return ()
        remaining = list(levers)
        size = max(1, len(remaining) // 2)
        while True:
            at = 0
            while at < len(remaining):
                fewer = remaining[:at] + remaining[at + size :]
                if self._reaches(at_most(tuple(fewer))):
                    remaining = fewer
                else:
                    at += size
            if size == 1:
                return tuple(remaining)
            size = max(1, size // 2)

    def amounts(self, levers: tuple[Lever, ...]) -> Amounts:
        """Return the smallest amounts of levers that are all needed, rounded up to what cells can hold.

        Rules that move right-hand sides are relaxed together, at the least sum of shares; others one after the other.
        """
        chosen = dict(at_most(levers))
        for lever in levers:
            if not lever.in_rows:
                chosen[lever] = lever.rounded(self._halved(lever, chosen))
        in_rows = [lever for lever in levers if lever.in_rows]
        smallest = self._in_one(in_rows, chosen) if in_rows else None
        if smallest is None:
            smallest = {}
            for lever in in_rows:
                smallest[lever] = self._halved(lever, {**chosen, **smallest})
        rounded = {lever: lever.rounded(amount) for lever, amount in smallest.items()}
        return {**chosen, **rounded}

    def latest(self, amounts: Amounts) -> Amounts:
        """Return the same amounts as late as they still reach the goal, for what is carried over."""
        for lever in tuple(amounts):
            rest = {other: amount for other, amount in amounts.items() if other is not lever}
            first, last = 0, len(lever.later)
            while first < last:
                middle = (first + last + 1) // 2
                if self._reaches({**rest, lever.later[middle - 1]: amounts[lever]}):
                    first = middle
                else:
                    last = middle - 1
            if first:
                amounts = {**rest, lever.later[first - 1]: amounts[lever]}
        return amounts

    def _reaches(self, amounts: Amounts) -> bool:
        return self._programs.reaches(amounts, self._goal)

    def _halved(self, lever: Lever, others: Amounts) -> float:
        """Return the least amount of a lever by halving, with the others as they are."""
        low, high = 0.0, lever.max_amount
        if lever.is_whole:
            while high - low > 1:
                # A few are likelier than thousands.
                middle = min(low + max(1, math.floor(low)), math.floor((low + high) / 2))
                low, high = (low, middle) if self._reaches({**others, lever: middle}) else (middle, high)
            return high
        smallest = lever.max_amount * 1e-9
        while high > CLOSE * low and high > smallest:
            middle = math.sqrt(low * high) if low > 0 else high / 16
            low, high = (low, middle) if self._reaches({**others, lever: middle}) else (middle, high)
        rounder = _roundest(low, high)
        return rounder if rounder < high and self._reaches({**others, lever: rounder}) else high

    def _in_one(self, levers: Sequence[Lever], chosen: Amounts) -> Amounts | None:
        """Return the smallest amounts by one program with a column for each; nothing where that cannot be written."""
        fixed = {lever: amount for lever, amount in chosen.items() if lever not in levers}
        lifted, tight = self._matrix(chosen), self._matrix(fixed)
        if lifted is None or tight is None or not _alike(lifted, tight):
            return None
        ends = []
        for lever in levers:
            one = self._matrix({**fixed, lever: lever.max_amount})
            if one is None or not _alike(lifted, one):
                return None
            ends.append(one)
        program = replace(lifted, row_lower=tight.row_lower, row_upper=tight.row_upper)
        for lever, end in zip(levers, ends, strict=True):
            slack = _slack(tight, end, lever.max_amount)
            if slack is None:
                return None
            program = _with_column(program, slack, lever.max_amount, lever.is_whole)
        cost = np.zeros(program.cost.size)
        cost[-len(levers) :] = [1.0 / lever.size for lever in levers]
        x = self._programs.solved(program, cost)
        if x is None:
            return None
        return {lever: max(0.0, amount) for lever, amount in zip(levers, x[-len(levers) :].tolist(), strict=True)}

    def _matrix(self, amounts: Amounts) -> Matrix | None:
        program = self._programs.of(amounts)
        if program is None:
            return None
        shape, matrix = program
        return matrix if self._goal is None else self._goal.within(shape, matrix)


def _roundest(low: float, high: float) -> float:
    """Return the number of fewest digits above one and up to another."""
    step = 10.0 ** math.ceil(math.log10(high)) if high > 0 else 0.0
    while step > 0 and math.floor(high / step) * step <= low:
        step /= 10
    return float(f"{math.floor(high / step) * step:.12g}") if step > 0 else high


def _alike(one: Matrix, other: Matrix) -> bool:
    """Say whether two programs differ in right-hand sides, bounds and how long expansions wait for a first phase.

    That wait is written with the largest count of phases, which may grow with the money.
    """
    if one.columns != other.columns or one.rows != other.rows or not np.array_equal(one.start, other.start):
        return False
    waits = np.array([name == EXPANSION_WAIT.name for name, _ in one.rows], dtype=bool)
    return np.array_equal(one.index, other.index) and bool(np.all((one.value == other.value) | waits[one.index]))


def _slack(tight: Matrix, end: Matrix, max_amount: float) -> Floats | None:
    """Return what a unit of a lever adds to the right-hand side of every row; nothing where sides differ."""
    with np.errstate(invalid="ignore"):
        lower = np.nan_to_num((end.row_lower - tight.row_lower) / max_amount, nan=0.0)
        upper = np.nan_to_num((end.row_upper - tight.row_upper) / max_amount, nan=0.0)
    if not (np.isfinite(lower).all() and np.isfinite(upper).all()):
        return None
    ranged = np.isfinite(tight.row_lower) & np.isfinite(tight.row_upper)
    if np.any(lower[ranged] != upper[ranged]):
        return None
    return np.where(np.isfinite(tight.row_upper), upper, lower)


def _with_column(matrix: Matrix, slack: Floats, max_amount: float, is_whole: bool) -> Matrix:
    """Return the program with one more column, which moves the right-hand sides."""
    rows = np.flatnonzero(slack).astype(np.int32)
    return replace(
        matrix,
        cost=np.append(matrix.cost, 0.0),
        col_lower=np.append(matrix.col_lower, 0.0),
        col_upper=np.append(matrix.col_upper, max_amount),
        start=np.append(matrix.start, matrix.start[-1] + rows.size).astype(np.int32),
        index=np.append(matrix.index, rows),
        value=np.append(matrix.value, -slack[rows]),
        integer=np.append(matrix.integer, is_whole),
        columns=(*matrix.columns, ("slack", None)),
    )
