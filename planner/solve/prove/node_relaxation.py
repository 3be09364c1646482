"""The relaxed program of a root under changing bounds: what a tree solves its nodes with, from basis to basis."""

from typing import Any

import highspy
import numpy as np

from planner.solve.highs import set_bounds, silent, stop_when_cancelled
from planner.solve.messages.mailbox import Mailbox
from planner.solve.messages.wire import Change
from planner.solve.program.matrix import Floats
from planner.solve.prove.branching import DOWN, UP
from planner.solve.prove.root import Root


class Relaxed:
    """One solver that holds the program."""

    def __init__(self, root: Root, mailbox: Mailbox, seed: int, **options: Any) -> None:
        """Load the program; options are HiGHS's own."""
        self._root = root
        lower, upper = np.asarray(root.program.col_lower_), np.asarray(root.program.col_upper_)
        self._bounds = np.array([upper[root.whole], lower[root.whole]])
        self.solver = silent(random_seed=seed, presolve="off", solver="simplex", **options)
        self.solver.passModel(root.program)
        if root.basis is not None:
            self.solver.setBasis(root.basis)
        stop_when_cancelled(self.solver, mailbox)

    def solve(self, changes: tuple[Change, ...], basis: Any = None) -> highspy.HighsModelStatus:
        """Solve under the changes, from a basis or from where the last solve ended; return how it ended."""
        bounds = self._bounds.copy()
        for place, side, bound in changes:
            bounds[side, place] = bound
        set_bounds(self.solver, self._root.whole, bounds[UP], bounds[DOWN])
        if basis is not None:
            self.solver.setBasis(basis)
        self.solver.run()
        status: highspy.HighsModelStatus = self.solver.getModelStatus()
        return status

    @property
    def bound(self) -> float:
        """The objective where the last solve ended."""
        return float(self.solver.getInfo().objective_function_value)

    @property
    def x(self) -> Floats:
        """The values of all columns there."""
        return np.asarray(self.solver.getSolution().col_value, dtype=float)
