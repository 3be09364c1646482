"""A grid in time: starts only in the first period of each block, a smaller model whose plans are plans of the whole.

Cumulative counts that may only change from block to block are one column: the columns of a block are added up
(x = P y), which restricts the model and changes nothing else. A plan on a coarse grid is found in a fraction of the
time, and says roughly what is built where and when; on a grid twice as fine it may move by a block.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from planner.solver.program.decisions import Decisions
from planner.solver.program.matrix import Floats, Indices, Matrix
from planner.solver.search.neighbourhoods import Box

COARSEST_BLOCKS = 10
"""A horizon of 40 periods begins with blocks of 4: with fewer and longer ones the first plan misleads the next grids,
with more its LP relaxation takes too long."""
MAX_COLUMNS = 12_000
"""Construction columns of the coarsest grid: on very large models time is merged further, so that a plan comes soon."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix with columns added up by block; `column` is the column of the grid for each column of the model."""

    matrix: Matrix
    column: Indices
    decisions: Decisions
    fine: Decisions
    periods: int

    @classmethod
    def of(cls, matrix: Matrix, decisions: Decisions, periods: int) -> "Grid":
        """Add up the construction columns of every `periods` periods.

        A block whose columns cannot all have the same value, because of a lock, stays as it is.
        """
        if periods == 1:
            return cls(matrix, np.arange(matrix.cost.size), decisions, decisions, 1)
        leader = np.arange(matrix.cost.size)
        blocks = decisions.series * (int(decisions.period.max()) + 1) + decisions.period // periods
        _, first, block = np.unique(blocks, return_index=True, return_inverse=True)
        lower = np.full(first.size, -np.inf)
        upper = np.full(first.size, np.inf)
        np.maximum.at(lower, block, matrix.col_lower[decisions.columns])
        np.minimum.at(upper, block, matrix.col_upper[decisions.columns])
        alike = (lower <= upper)[block]
        leader[decisions.columns[alike]] = decisions.columns[first[block]][alike]
        leaders, column = np.unique(leader, return_inverse=True)
        coarse = _added_up(matrix, leaders, column)
        return cls(coarse, column, Decisions.of(coarse), decisions, periods)

    def point(self, y: Floats) -> Floats:
        """Return a point of the grid as one of the model."""
        return np.asarray(y[self.column])

    def start(self, x: Floats) -> Floats:
        """Return a point of the model as one of the grid, where it lies on the grid."""
        y = np.zeros(self.matrix.cost.size)
        y[self.column] = x
        return y

    def moved(self, x: Floats, blocks: int) -> Box:
        """Return the decisions of the grid that lie within so many blocks before or after those of a point."""
        counts = np.round(x[self.fine.columns])
        later = self.fine.shifted(counts, -blocks * self.periods)
        earlier = self.fine.shifted(counts, blocks * self.periods)
        lower, upper = np.full(self.matrix.cost.size, np.inf), np.full(self.matrix.cost.size, -np.inf)
        np.minimum.at(lower, self.column[self.fine.columns], later)
        np.maximum.at(upper, self.column[self.fine.columns], earlier)
        return Box(lower[self.decisions.columns], upper[self.decisions.columns])


def coarsest(decisions: Decisions) -> int:
    """Return the periods of a block on the coarsest grid, a power of two."""
    periods = int(decisions.period.max()) + 1 if decisions.period.size else 1
    of_horizon = math.floor(math.log2(max(1.0, periods / COARSEST_BLOCKS)))
    of_size = math.ceil(math.log2(max(1.0, decisions.columns.size / MAX_COLUMNS)))
    return int(2 ** max(of_horizon, of_size))


def _added_up(matrix: Matrix, leaders: Indices, column: Indices) -> Matrix:
    """Return a matrix whose columns are sums: those of the same number in `column`, under the name of one of them."""
    size = matrix.cost.size
    from scipy.sparse import csc_array

    a = csc_array((matrix.value, matrix.index, matrix.start), shape=(matrix.row_lower.size, size))
    sums = csc_array((np.ones(size), (np.arange(size), column)), shape=(size, leaders.size))
    coarse = csc_array(a @ sums)
    # What cancels within a block leaves dust.
    coarse.data[np.abs(coarse.data) < 1e-12] = 0.0
    coarse.eliminate_zeros()
    coarse.sort_indices()
    lower, upper = np.full(leaders.size, -np.inf), np.full(leaders.size, np.inf)
    np.maximum.at(lower, column, matrix.col_lower)
    np.minimum.at(upper, column, matrix.col_upper)
    return replace(
        matrix,
        cost=np.asarray(sums.T @ matrix.cost),
        col_lower=lower,
        col_upper=upper,
        start=np.asarray(coarse.indptr, dtype=np.int32),
        index=np.asarray(coarse.indices, dtype=np.int32),
        value=np.asarray(coarse.data, dtype=float),
        integer=matrix.integer[leaders],
        columns=tuple(matrix.columns[i] for i in leaders.tolist()),
    )
