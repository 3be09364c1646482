"""Operations of the mean future of each group, period by period, in the master.

    carried[g,...]:  what the mean future of group g keeps from one period to the next: stock, and power switched on
    block[g,b]:      cost of the rest of its operations in a period, or in whatever hangs together without it
    by_period[g]:    theta[g] >= share[g] * (sum(b) block[g,b] + cost of carried[g])
    held[g,...]:     the rules of operations on what is carried alone
    block_cut:       block[g,b] >= value + slope * (decided - point) + slope * (carried[g] - point)

The mean future of a group costs no more than its futures on average. With what is carried decided by the master, its
operations fall into one small program for each period, and the duals of all its operations into those of each: the
master learns from each period by itself, and together the cuts of a point say what operations cost there.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from planner.registry.variables import BACKLOG, ENERGISED, PART_STOCK, STOCK, TAIL_COST
from planner.solver.highs import SolverError
from planner.solver.many.many import Many
from planner.solver.program.matrix import Floats, Indices, Matrix
from planner.study.futures.benders.recourse import Recourse

CARRIED = (STOCK.name, PART_STOCK.name, ENERGISED.name, BACKLOG.name, TAIL_COST.name)
COLUMNS, BLOCK, BY_PERIOD, HELD, BLOCK_CUT = "carried", "block", "by_period", "held", "block_cut"


class Periods:
    """The blocks of all groups: columns and rows for a master, and the cuts at a point of it."""

    def __init__(self, program: Matrix, recourse: Recourse, floor: float, size: int, first_theta: int) -> None:
        """Take the program with its names, the mean future of each group, and what a master holds before."""
        from scipy.sparse import csc_array, csr_array
        from scipy.sparse.csgraph import connected_components

        self._shares, self._size, self._first_theta, self._floor = recourse.shares, size, first_theta, floor
        a = csc_array((program.value, program.index, program.start), shape=(program.row_lower.size, program.cost.size))
        is_carried = np.array([name in CARRIED for name, _ in program.columns], dtype=bool)
        rest = csr_array(a[:, np.flatnonzero(~is_carried)])
        of_rest = np.diff(rest.indptr) > 0
        self._rows, self._alone = np.flatnonzero(of_rest), np.flatnonzero(~of_rest)
        self._carried = np.flatnonzero(is_carried)
        carried = csr_array(a[:, self._carried])
        self._keeps, self._keeps_alone = carried[self._rows], carried[self._alone]
        self._all_links = recourse.links
        self._links, self._links_alone = (csr_array(recourse.links)[rows] for rows in (self._rows, self._alone))
        self._program = program
        self._sides = recourse.sides
        _, block = connected_components(rest[self._rows] @ rest[self._rows].T, directed=False)
        self._block = block.astype(np.int64)
        self._many = Many(recourse.program)

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return self._shares.size

    @property
    def blocks(self) -> int:
        """How many blocks each group has."""
        return int(self._block.max()) + 1

    @property
    def _first_carried(self) -> int:
        return self._size

    @property
    def _first_block(self) -> int:
        return self._size + self.groups * self._carried.size

    def extended(self, matrix: Matrix, decided: Indices) -> Matrix:
        """Return a master with the columns and rows of all groups."""
        from scipy.sparse import csr_array, hstack, kron, vstack

        program, groups, blocks = self._program, self.groups, self.blocks
        whole = matrix.with_columns(COLUMNS, np.tile(program.col_upper[self._carried], groups), integer=False)
        whole = whole.with_columns(BLOCK, np.full(groups * blocks, np.inf), integer=False)
        floor = whole.col_lower.copy()
        floor[self._first_block :] = np.repeat(self._floor / self._shares, blocks)
        whole = replace(whole, col_lower=floor)
        each = csr_array(np.diag(self._shares))
        own = hstack(
            [
                csr_array((groups, self._first_theta)),
                -csr_array(np.eye(groups)),
                kron(each, csr_array(program.cost[self._carried][None, :])),
                kron(each, csr_array(np.ones((1, blocks)))),
            ]
        )
        whole = whole.with_rows(BY_PERIOD, csr_array(own), np.zeros(groups))
        lower, upper = (side[:, self._alone].ravel() for side in self._sides.whole())
        rows = csr_array(
            hstack(
                [
                    vstack([self._wide(self._links_alone, decided)] * groups),
                    kron(csr_array(np.eye(groups)), self._keeps_alone),
                    csr_array((groups * self._alone.size, groups * blocks)),
                ]
            )
        )
        for sign, side in ((1.0, upper), (-1.0, -lower)):
            held = np.flatnonzero(np.isfinite(side))
            if held.size:
                whole = whole.with_rows(HELD, csr_array(sign * rows[held]), side[held])
        return whole

    def cuts(self, x: Floats, decided: Indices) -> tuple[Any, Floats, Floats, Floats]:
        """Return a cut for each group and block at a point, as rows below an upper side, with what it says there.

        The last is what the operations of each group cost.
        """
        lower, upper = self._sides.less(self._all_links @ x[decided]).whole()
        solved = self._many.solve(lower, upper, with_duals=True, keys=range(self.groups))
        assert solved.duals is not None
        if np.isnan(solved.objective).any():
            raise SolverError("operations have no solution in some future")
        return *self.cuts_of(x, decided, solved.duals), solved.objective

    def cuts_of(self, x: Floats, decided: Indices, all_duals: Floats) -> tuple[Any, Floats, Floats]:
        """Return the cuts that duals give, by group and row, with what they say at a point."""
        from scipy.sparse import csr_array, hstack, vstack

        groups, blocks, duals = self.groups, self.blocks, all_duals[:, self._rows]
        sides = [side[:, self._rows] for side in self._sides.whole()]
        held = np.where(duals > 0, sides[0], np.where(duals < 0, sides[1], 0.0))
        amounts = np.where(np.isfinite(held), duals * held, 0.0)
        parts, values, places = [], np.zeros((groups, blocks)), np.arange(duals.shape[1])
        for g in range(groups):
            values[g] = np.bincount(self._block, amounts[g], blocks)
            by_block = csr_array((duals[g], (self._block, places)), shape=(blocks, places.size))
            of_carried, of_block = np.zeros((1, groups)), np.zeros((1, groups))
            of_carried[0, g] = of_block[0, g] = 1.0
            slopes = self._wide(-(by_block @ self._links), decided)
            carrying_slopes = _kron(of_carried, -(by_block @ self._keeps))
            parts.append(hstack([slopes, carrying_slopes, _kron(of_block, -csr_array(np.eye(blocks)))]))
        rows = csr_array(vstack(parts))
        rows.eliminate_zeros()
        says = values.ravel() + rows @ x + x[self._first_block :]
        return rows, -values.ravel(), says

    def carry(self, x: Floats, operations: Floats) -> None:
        """Write what operations carry into a point, by group and column of operations."""
        x[self._first_carried : self._first_block] = operations[:, self._carried].ravel()

    def too_cheap(self, x: Floats, says: Floats) -> Indices:
        """Return the blocks of a point that cost more than it holds, by what their cuts say there."""
        return np.flatnonzero(says - x[self._first_block :] > 1e-6 * np.maximum(1.0, np.abs(says)))

    def _wide(self, slopes: Any, decided: Indices) -> Any:
        """Return coefficients of the decided columns among those that a master has before."""
        from scipy.sparse import csr_array

        inside = csr_array(slopes)
        return csr_array((inside.data, decided[inside.indices], inside.indptr), shape=(inside.shape[0], self._size))


def _kron(which: Floats, what: Any) -> Any:
    from scipy.sparse import csr_array, kron

    return kron(csr_array(which), csr_array(what))
