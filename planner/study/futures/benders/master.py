"""The master: the planner's own strengthened model of the mean future, and a cost column for each group of futures.

    theta[g]:  expected cost of operations of the futures of group g, times their share, scaled as all costs are
    mean_future:  sum(g) theta[g] >= cost of operations of the mean future      (the cost is convex in demand)
    cut[g]:    theta[g] >= value + slope * (decided - point)                    (from the duals of its futures)
    by_period[g]:  theta[g] >= the cost of the mean future of the group, by period: see periods.py

The mean future keeps its flows, counters and need rows in the master, without a cost of their own, so that even the
first master knows what capacity is for. It keeps limits on service too, which no drawn future has to: where there are
some, it may cost more than the futures do, and mean_future is no row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from planner.case.demand import wanted
from planner.case.records import Buyer, Case, Measure, Scenario
from planner.model.build import build
from planner.registry.rows import DEMAND_MET, LIMIT_SERVICE, NEED, TIER_MET
from planner.registry.variables import WAFERS
from planner.shape.shape import Shape
from planner.solver.many.blocks import part
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Floats, Indices, Matrix
from planner.solver.prove.safe_bound import OUTWARDS, SafeBounds, implied
from planner.study.futures.benders.periods import Periods
from planner.study.futures.benders.recourse import Recourse, Sides
from planner.study.futures.operations import alone, is_operation
from planner.study.futures.sample import values_usd_bn

THETA, MEAN, CUT = "theta", "mean_future", "cut"
MAX_GROUPS, MAX_LARGE_GROUPS = 40, 20
"""Groups of futures at most, the second in a large case: futures that are alike share a cut where there are more."""
LARGE_ROWS = 30_000
"""From so many rows of operations of all groups on, a case is large."""


@dataclass(frozen=True)
class Master:
    """The master without cuts, and the operations of each future."""

    shape: Shape
    matrix: Matrix
    decided: Indices
    program: Matrix
    """Operations, their costs scaled as those of the master."""
    recourse: Recourse
    periods: Periods
    thetas: Indices
    """The columns of theta."""
    before: Indices
    """The columns of wafers started before the horizon: what they are made into is decided once, for all futures."""

    is_large: bool
    """Whether the relaxation of all futures is better solved as one program."""

    mean: Matrix
    """The model of the mean future with the rules that every future keeps: plans for each are, on average, in it."""

    def bound(self, cut: Matrix, duals: Floats, objective: float) -> float:
        """Return the safe bound, in usd_bn, of duals of the master with cuts, of which some point costs `objective`.

        No group of futures need cost more than that less what everything else costs at least.
        """
        upper = cut.col_upper.copy()
        others = self._minimum.sum() - self._minimum[self.thetas]
        caps = objective * self.matrix.scale - self.matrix.offset - others
        upper[self.thetas] = caps + OUTWARDS * np.abs(caps)
        capped = replace(cut, col_upper=upper)
        return min(objective, cut.unscaled(SafeBounds(capped).bound(duals)))

    @cached_property
    def _minimum(self) -> Floats:
        """What each column costs at least."""
        cost, (lower, upper) = self.matrix.cost, implied(self.matrix)
        end = np.where(cost > 0, lower, np.where(cost < 0, upper, 0.0))
        return np.asarray(cost * end, dtype=float)


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
    second = np.array([is_operation(name) and not _is_before(index) for name, index in matrix.columns], dtype=bool)
    columns, decided = np.flatnonzero(second), np.flatnonzero(~second)
    plain = matrix.without_rows((NEED.name, LIMIT_SERVICE.name))
    touched = np.zeros(plain.row_lower.size, dtype=bool)
    touched[plain.index[np.repeat(second, np.diff(plain.start))]] = True
    rows = np.flatnonzero(touched)
    inside = part(plain, rows, columns)
    program = replace(inside, col_upper=_lifted(inside.col_upper))
    is_large = min(MAX_GROUPS, len(case.scenarios)) * program.row_lower.size >= LARGE_ROWS
    recourse = Recourse(
        replace(program, columns=(), rows=()),
        _links(plain, rows, decided),
        sides_of(case, shape, program),
        np.array([scenario.probability for scenario in case.scenarios]),
        _groups(case, is_large),
    )
    # Sales make a cost negative, by no more than all that is wanted in the mean future can earn.
    sold = np.flatnonzero(second & (matrix.cost < 0))
    floor = float(matrix.cost[sold] @ matrix.col_upper[sold])
    thetas = np.arange(matrix.cost.size, matrix.cost.size + recourse.groups)
    with_thetas = _with_thetas(matrix, second, thetas, floor, _knows(case))
    periods = Periods(program, recourse.of_means(), floor, with_thetas.cost.size, matrix.cost.size)
    before = np.array([j for j in decided if matrix.columns[j][0] == WAFERS.name], dtype=np.int64)
    extended = periods.extended(with_thetas, decided)
    mean = replace(plain, col_upper=np.where(second, _lifted(plain.col_upper), plain.col_upper))
    return Master(shape, extended, decided, program, recourse, periods, thetas, before, is_large, mean)


def _lifted(upper: Floats) -> Floats:
    """Return upper bounds without those that the demand of one future implies."""
    return np.where(upper > 0, np.inf, upper)


def _is_before(index: Any) -> bool:
    """Say whether a column is of a period before the horizon; one of a scenario as a whole has no period."""
    return isinstance(index, tuple) and index[-1] < 0


def _knows(case: Case) -> bool:
    return all(limit.measure is not Measure.SERVICE for limit in case.limits)


def _with_thetas(matrix: Matrix, second: Any, thetas: Indices, floor: float, knows_the_mean: bool) -> Matrix:
    from scipy.sparse import csr_array

    cost = np.where(second, 0.0, matrix.cost)
    master = replace(matrix, cost=cost).with_columns(THETA, np.full(thetas.size, np.inf), integer=False)
    final, lower = master.cost.copy(), master.col_lower.copy()
    final[thetas], lower[thetas] = 1.0, floor
    master = replace(master, cost=final, col_lower=lower)
    if not knows_the_mean:
        return master
    row = np.concatenate([np.where(second, matrix.cost, 0.0), -np.ones(thetas.size)])
    return master.with_rows(MEAN, csr_array(row[None, :]), np.zeros(1))


def _links(matrix: Matrix, rows: Indices, decided: Indices) -> Any:
    from scipy.sparse import csc_array

    a = csc_array((matrix.value, matrix.index, matrix.start), shape=(matrix.row_lower.size, matrix.cost.size))
    return csc_array(a[:, decided].tocsr()[rows])


def sides_of(case: Case, shape: Shape, program: Matrix) -> Sides:
    """Return the sides of the rows of operations in each future."""
    from scipy.sparse import csr_array

    number: dict[tuple[Buyer, int], int] = {}
    rows: list[int] = []
    at: list[int] = []
    of: list[int] = []
    for i, (name, index) in enumerate(program.rows):
        if name in (DEMAND_MET.name, TIER_MET.name):
            _, group, item, *more, t = index
            for market in shape.groups[group]:
                at.append(len(rows))
                of.append(number.setdefault((Buyer(item, market, more[0] if more else ""), t), len(number)))
            rows.append(i)
    adds = csr_array((np.ones(len(at)), (at, of)), shape=(len(rows), len(number)))
    demand = np.zeros((len(case.scenarios), len(number)))
    for k, scenario in enumerate(case.scenarios):
        tiers = wanted(scenario)
        demand[k] = [tiers[buyer].kunits[t] if buyer in tiers else 0.0 for buyer, t in number]
    return Sides(program.row_lower, program.row_upper, np.array(rows, dtype=np.int64), (adds @ demand.T).T)


def _groups(case: Case, is_large: bool) -> Indices:
    """Return the group of each future: its own, or one with others of about the same demand."""
    demand, _ = values_usd_bn(case)
    return alike(demand, MAX_LARGE_GROUPS if is_large else MAX_GROUPS)


def alike(values: Floats, limit: int) -> Indices:
    """Return the group of each row of an array: its own, or one with others like it where there are too many."""
    if len(values) <= limit:
        return np.arange(len(values))
    from scipy.cluster.hierarchy import fcluster, linkage

    label = fcluster(linkage(values, "ward"), limit, "maxclust")
    return np.unique(label, return_inverse=True)[1].astype(np.int64)
