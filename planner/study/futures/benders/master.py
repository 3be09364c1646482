"""The master: the planner's own strengthened model of the mean future, and a cost column for each group of futures.

    theta[g]:  expected cost of operations of the futures of group g, times their share, scaled as all costs are
    mean_future:  sum(g) theta[g] >= cost of operations of the mean future      (the cost is convex in demand)
    cut[g]:    theta[g] >= value + slope * (decided - point)                    (from the duals of its futures)

The mean future keeps its flows, counters and need rows in the master, without a cost of their own, so that even the
first master knows what capacity is for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.case.demand import wanted
from planner.case.records import Buyer, Case, Scenario
from planner.model.build import build
from planner.registry.rows import DEMAND_MET, NEED, TIER_MET
from planner.shape.shape import Shape
from planner.solver.many.blocks import part
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Floats, Indices, Matrix
from planner.study.futures.operations import alone, is_operation

THETA, MEAN, CUT = "theta", "mean_future", "cut"
MAX_GROUPS = 300
"""So many futures have a cut of their own; more share one."""


@dataclass(frozen=True)
class Master:
    """The master without cuts, and the operations of each future: one program with sides of its own."""

    shape: Shape
    matrix: Matrix
    decided: Indices
    links: Any
    """Coefficients of the decided columns in the rows of operations, sparse."""
    program: Matrix
    """Operations, their costs scaled as those of the master."""
    lower: Floats
    upper: Floats
    """Sides of the rows of operations by future."""
    shares: Floats
    """Probability by future."""
    group: Indices
    """The group of each future."""
    groups: int

    @property
    def thetas(self) -> Indices:
        """The columns of theta."""
        return np.arange(self.matrix.cost.size - self.groups, self.matrix.cost.size)


def mean_scenario(case: Case) -> Scenario:
    """Return the future in which everything is as expected."""
    first, shares = case.scenarios[0], [scenario.probability for scenario in case.scenarios]

    def mean(series: Iterable[Sequence[float]]) -> tuple[float, ...]:
        """Return the expected value in each period."""
        return tuple((np.array(shares) @ np.array(list(series))).tolist())

    plain = {key: mean(scenario.demand_kunits[key] for scenario in case.scenarios) for key in first.demand_kunits}
    tiers = {
        buyer: replace(tier, kunits=mean(scenario.tiers[buyer].kunits for scenario in case.scenarios))
        for buyer, tier in first.tiers.items()
    }
    return replace(first, probability=1.0, demand_kunits=plain, tiers=tiers)


def master_of(case: Case) -> Master:
    """Return the master of a case whose futures differ in demand alone."""
    shape = Shape(alone(case, mean_scenario(case)))
    matrix = compile_matrix(build(shape))
    second = np.array([is_operation(name) and index[-1] >= 0 for name, index in matrix.columns], dtype=bool)
    columns, decided = np.flatnonzero(second), np.flatnonzero(~second)
    plain = matrix.without_rows((NEED.name,))
    touched = np.zeros(plain.row_lower.size, dtype=bool)
    touched[plain.index[np.repeat(second, np.diff(plain.start))]] = True
    rows = np.flatnonzero(touched)
    inside = part(plain, rows, columns)
    program = replace(inside, col_upper=np.where(inside.col_upper > 0, np.inf, inside.col_upper))
    lower, upper = _sides(case, shape, program)
    group = _groups(lower)
    shares = np.array([scenario.probability for scenario in case.scenarios])
    return Master(
        shape, _with_thetas(matrix, second, group), decided, _links(plain, rows, decided), program, lower, upper,
        shares, group, int(group.max()) + 1,
    )  # fmt: skip


def _with_thetas(matrix: Matrix, second: Any, group: Indices) -> Matrix:
    from scipy.sparse import csr_array

    groups = int(group.max()) + 1
    cost = np.where(second, 0.0, matrix.cost)
    master = replace(matrix, cost=cost).with_columns(THETA, np.full(groups, np.inf), integer=False)
    thetas = np.arange(cost.size, cost.size + groups)
    final, floor = master.cost.copy(), master.col_lower.copy()
    final[thetas] = 1.0
    # Sales make it negative, by no more than all that is wanted in the mean future can earn.
    sold = np.flatnonzero(second & (matrix.cost < 0))
    floor[thetas] = float(matrix.cost[sold] @ matrix.col_upper[sold])
    row = np.concatenate([np.where(second, matrix.cost, 0.0), -np.ones(groups)])
    return replace(master, cost=final, col_lower=floor).with_rows(MEAN, csr_array(row[None, :]), np.zeros(1))


def _links(matrix: Matrix, rows: Indices, decided: Indices) -> Any:
    from scipy.sparse import csc_array

    a = csc_array((matrix.value, matrix.index, matrix.start), shape=(matrix.row_lower.size, matrix.cost.size))
    return csc_array(a[:, decided].tocsr()[rows])


def _sides(case: Case, shape: Shape, program: Matrix) -> tuple[Floats, Floats]:
    """Return the sides of the rows of operations in each future."""
    lower = np.repeat(program.row_lower[None, :], len(case.scenarios), axis=0)
    upper = np.repeat(program.row_upper[None, :], len(case.scenarios), axis=0)
    for k, scenario in enumerate(case.scenarios):
        tiers = wanted(scenario)
        for i, (name, index) in enumerate(program.rows):
            if name in (DEMAND_MET.name, TIER_MET.name):
                _, group, item, *more, t = index
                buyers = (Buyer(item, market, more[0] if more else "") for market in shape.groups[group])
                lower[k, i] = upper[k, i] = sum(tiers[buyer].kunits[t] for buyer in buyers if buyer in tiers)
    return lower, upper


def _groups(lower: Floats) -> Indices:
    """Return the group of each future: its own, or one with others of about the same demand."""
    count = lower.shape[0]
    order = np.argsort(np.where(np.isfinite(lower), lower, 0.0).sum(axis=1), kind="stable")
    group = np.empty(count, dtype=np.int64)
    group[order] = np.arange(count) * min(count, MAX_GROUPS) // count
    return group
