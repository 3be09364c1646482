"""Recourse: what a point of the master costs in all futures, and the cuts that its duals give.

The futures are shared out over processes. Each remembers the program and the last basis of every future that it was
given, so that the next point takes few steps; one that has not seen a future starts from its neighbour's basis.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import numpy as np

from planner.solver.highs import SolverError
from planner.solver.many.many import Many
from planner.solver.options import SolveOptions
from planner.solver.program.matrix import Floats, Indices, Matrix
from planner.study.solves.messages import Work

CHUNK = 250
"""Futures that are solved in one go: so many right-hand sides are held at once."""
SHARED_ROWS = 100_000
"""Rows of all futures together from which on they are shared out: below, other processes take longer."""
Do = Callable[[Sequence[Work]], list[Any]]
"""Does some work, in this process or in others, and returns the results in its order."""


def do_here(works: Sequence[Work]) -> list[Any]:
    """Do work in this process."""
    return [work.run(threading.Event(), lambda _: None) for work in works]


@dataclass(frozen=True)
class Sides:
    """Sides of the rows of one program: those of some rows, which are equations, differ by future."""

    lower: Floats
    upper: Floats
    rows: Indices
    values: Floats
    """By future and row of `rows`."""

    def of(self, futures: Any) -> "Sides":
        """Return those of some futures."""
        return replace(self, values=self.values[futures])

    def less(self, change: Floats) -> "Sides":
        """Return the sides with an amount taken from every row."""
        return Sides(self.lower - change, self.upper - change, self.rows, self.values - change[self.rows])

    def whole(self) -> tuple[Floats, Floats]:
        """Return the lower and upper sides of all rows by future."""
        count = len(self.values)
        lower, upper = (np.repeat(side[None, :], count, axis=0) for side in (self.lower, self.upper))
        lower[:, self.rows] = upper[:, self.rows] = self.values
        return lower, upper


@dataclass(frozen=True)
class Valued:
    """What a point costs in some futures, and how that changes with the decided columns, summed up by group."""

    objective: Floats
    slopes: Floats | None
    """By group and decided column, times the shares of the futures; none where not asked for."""


@dataclass(frozen=True)
class Slice:
    """Some futures to be solved in a process of its own: numbers, shares and groups of them, and their sides."""

    key: str
    program: Matrix
    links: Any
    sides: Sides
    futures: Indices
    shares: Floats
    group: Indices
    groups: int
    with_slopes: bool
    options: SolveOptions = field(default_factory=SolveOptions)

    def run(self, cancel: threading.Event, report: Callable[[Any], None]) -> Valued:
        """Solve them, each from its last basis."""
        many, parts = _stored_program(self.key, self.program), []
        weighted = np.zeros((self.groups, self.sides.lower.size))
        for at in range(0, self.futures.size, CHUNK):
            some = slice(at, at + CHUNK)
            lower, upper = self.sides.of(some).whole()
            solved = many.solve(lower, upper, with_duals=self.with_slopes, keys=self.futures[some].tolist())
            if np.isnan(solved.objective).any():
                raise SolverError("operations have no solution in some future")
            parts.append(solved.objective)
            if solved.duals is not None:
                np.add.at(weighted, self.group[some], self.shares[some, None] * solved.duals)
        slopes = -(self.links.T @ weighted.T).T if self.with_slopes else None
        return Valued(np.concatenate(parts), slopes)


_last: dict[str, Many] = {}
"""The program that this process solved last, with its bases, by the key of its recourse."""


def _stored_program(key: str, program: Matrix) -> Many:
    if key not in _last:
        _last.clear()
        _last[key] = Many(program)
    return _last[key]


@dataclass(frozen=True)
class Recourse:
    """Operations of every future: one program, what the decided columns take from its rows, and sides by future."""

    program: Matrix
    links: Any
    """Coefficients of the decided columns in the rows of operations, sparse."""
    sides: Sides
    shares: Floats
    """Probability by future."""
    group: Indices
    """The group of each future."""
    do: Do = do_here
    slots: int = 1
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(self.group.max()) + 1

    def by_group(self, objective: Floats) -> Floats:
        """Return the expected cost of each group: of its futures by their shares."""
        return np.asarray(np.bincount(self.group, self.shares * objective, self.groups), dtype=float)

    @property
    def group_shares(self) -> Floats:
        """Probability by group."""
        return self.by_group(np.ones(self.shares.size))

    def of_means(self) -> "Recourse":
        """Return the mean future of each group: it costs no more than its futures on average, as cost is convex."""
        shares = self.group_shares
        values = np.zeros((self.groups, self.sides.rows.size))
        np.add.at(values, self.group, self.shares[:, None] * self.sides.values)
        sides = replace(self.sides, values=values / shares[:, None])
        return replace(self, sides=sides, shares=shares, group=np.arange(self.groups), key=uuid4().hex)

    def valued(self, decided: Floats, *, with_slopes: bool = True) -> Valued:
        """Return what decisions cost in all futures. Raises SolverError where one cannot be served."""
        sides = self.sides.less(self.links @ decided)
        count = self.shares.size
        pieces = self.slots if count * self.sides.lower.size >= SHARED_ROWS else 1
        order = np.argsort(self.sides.values.sum(axis=1), kind="stable")
        parts = [part for part in np.array_split(order, pieces) if part.size]
        works = [
            Slice(
                self.key, self.program, self.links, sides.of(part), part, self.shares[part], self.group[part],
                self.groups, with_slopes,
            )
            for part in parts
        ]  # fmt: skip
        objective, slopes = np.zeros(count), np.zeros((self.groups, decided.size))
        for part, valued in zip(parts, self.do(works) if len(works) > 1 else do_here(works), strict=True):
            objective[part] = valued.objective
            slopes += 0.0 if valued.slopes is None else valued.slopes
        return Valued(objective, slopes if with_slopes else None)
