"""The LP relaxation of a root under changing bounds: warm-started from basis to basis."""

from typing import Any

import highspy
import numpy as np

from planner.solver.highs import set_bounds, silent, stop_when_cancelled
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Change, Cuts
from planner.solver.program.matrix import Floats
from planner.solver.prove.branching import DOWN, UP
from planner.solver.prove.cuts import add_cuts, drop_slack
from planner.solver.prove.root import Root
from planner.solver.prove.rows import Mask
from planner.solver.prove.safe_bound import SafeBounds


class NodeRelaxation:
    """One solver that holds the program."""

    def __init__(self, root: Root, mailbox: Mailbox, seed: int, **options: Any) -> None:
        """Load the program; options are HiGHS's own."""
        self._root = root
        lower, upper = np.asarray(root.program.col_lower_), np.asarray(root.program.col_upper_)
        self._bounds = np.array([upper[root.integers], lower[root.integers]])
        self.solver = silent(random_seed=seed, presolve="off", solver="simplex", **options)
        self.solver.passModel(root.program)
        if root.basis is not None:
            self.solver.setBasis(root.basis)
        stop_when_cancelled(self.solver, mailbox)
        # Of the last solve, where the solver has lost them with rows that were deleted since.
        self._bound: float | None = None
        self._x: Floats | None = None

    def solve(self, changes: tuple[Change, ...], basis: Any = None) -> highspy.HighsModelStatus:
        """Solve under the changes, from a basis or from where the last solve ended; return how it ended."""
        bounds = self._bounds.copy()
        for place, side, bound in changes:
            bounds[side, place] = bound
        set_bounds(self.solver, self._root.integers, bounds[UP], bounds[DOWN])
        if basis is not None:
            self.solver.setBasis(self._with_all_rows(basis))
        return self.again()

    def again(self) -> highspy.HighsModelStatus:
        """Solve once more from where the last solve ended; return how it ended."""
        self._bound, self._x = None, None
        self.solver.run()
        status: highspy.HighsModelStatus = self.solver.getModelStatus()
        return status

    def add(self, cuts: Cuts) -> None:
        """Add cuts for all nodes to come; bases from before are still good to start from."""
        add_cuts(self.solver, cuts)

    def drop_slack(self, first: int) -> Mask:
        """Delete the rows from a number on that are basic; return which stay. Bound and point stay too."""
        self._bound, self._x = self.bound, self.x
        return drop_slack(self.solver, first)

    def _with_all_rows(self, basis: Any) -> Any:
        """Return a basis with the rows that came after it, which are basic."""
        missing = self.solver.getNumRow() - len(basis.row_status)
        if missing > 0:
            basis.row_status = [*basis.row_status, *[highspy.HighsBasisStatus.kBasic] * missing]
        return basis

    def limit(self, cutoff: float) -> None:
        """Stop a solve where its bound passes the cutoff."""
        self.solver.setOptionValue("objective_bound", cutoff)

    def empty(self) -> bool:
        """Whether the last solve, which ended without an optimum, proves that the node holds nothing better."""
        return True

    @property
    def bound(self) -> float:
        """The bound of the node where the last solve ended: its objective."""
        return float(self.solver.getInfo().objective_function_value) if self._bound is None else self._bound

    @property
    def x(self) -> Floats:
        """The values of all columns there."""
        return np.asarray(self.solver.getSolution().col_value, dtype=float) if self._x is None else self._x


class SafeRelaxation(NodeRelaxation):
    """The same without trust in the solver: bounds are computed from its dual values and survive rounding."""

    def __init__(self, root: Root, mailbox: Mailbox, seed: int, safe: SafeBounds) -> None:
        """Load the program, with tight dual tolerances."""
        super().__init__(root, mailbox, seed, dual_feasibility_tolerance=1e-9)
        self._safe = safe

    def limit(self, cutoff: float) -> None:
        """Ignore the cutoff: only an optimum has good duals."""

    def empty(self) -> bool:
        """Whether the solver's dual ray proves infeasibility."""
        ray = self._ray()
        return ray is not None and self._safe.refutes(ray, *self._box)

    @property
    def bound(self) -> float:
        """The bound proven by the duals of the last solve."""
        return self._safe.bound(np.asarray(self.solver.getSolution().row_dual, dtype=float), *self._box)

    def _ray(self) -> Floats | None:
        """The solver's dual ray, should it have one."""
        status, there, ray = self.solver.getDualRay()
        return np.asarray(ray, dtype=float) if there and status == highspy.HighsStatus.kOk else None

    @property
    def _box(self) -> tuple[Floats, Floats]:
        program = self.solver.getLp()
        return np.asarray(program.col_lower_), np.asarray(program.col_upper_)
