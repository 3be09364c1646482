"""The solver's cuts are checked against every plan: a valid cut does not worsen any of them."""

import math

import highspy
import numpy as np

from planner.solver.highs import SolverError, checked, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Cuts, FeasiblePoint
from planner.solver.program.matrix import Floats
from planner.solver.prove.postsolve import SAME
from planner.solver.prove.presolved import Presolved

# Tolerated violation of a cut by a point that presolve has moved.
TOLERANCE = 1e-6


class WrongCutError(SolverError):
    """A cut of the solver removes a feasible plan that is better than any that the cut may rely on."""


class CutCheck:
    """The cuts of one root. They need only hold for plans better than `cuts.plan`, which the solver had."""

    def __init__(self, presolved: Presolved, cuts: Cuts, mailbox: Mailbox) -> None:
        """Keep the cuts as rows; nothing is solved before a plan violates one of them."""
        self._presolved = presolved
        self._cuts = cuts
        self._mailbox = mailbox
        columns = presolved.program.num_col_
        start = np.append(cuts.start, cuts.index.size)
        from scipy.sparse import csr_array

        self._rows = csr_array((cuts.value, cuts.index, start), shape=(cuts.lower.size, columns))
        self._columns = np.array([int(name) for name in presolved.program.col_names_], dtype=np.int64)
        self._checked: FeasiblePoint | None = None

    def hold(self) -> None:
        """Raise WrongCutError if a cut cuts off the best plan known. Each plan is checked once.

        Presolve may have moved continuous columns: where a cut is violated, the plan's integers are fixed and both
        programs, without and with the cuts, are solved again.
        """
        plan = self._mailbox.best
        if plan is None or plan is self._checked or not self._cuts.lower.size:
            return
        self._checked = plan
        x = plan.x[self._columns]
        activity = self._rows @ x
        slack = TOLERANCE * (1.0 + abs(self._rows) @ np.abs(x))
        if np.all(activity >= self._cuts.lower - slack) and np.all(activity <= self._cuts.upper + slack):
            return
        without, with_cuts = self._optimum(x, cuts=False), self._optimum(x, cuts=True)
        known = math.inf if self._cuts.plan is None else self._cuts.plan.objective
        tolerance = SAME * max(1.0, abs(without))
        if math.isfinite(without) and without < known - tolerance and with_cuts > without + tolerance:
            raise WrongCutError(
                f"HiGHS {highspy.Highs().version()} made a cut that cuts off a plan of {without:.9g} (with the "
                f"cuts {with_cuts:.9g}, both scaled)"
            )

    def _optimum(self, x: Floats, *, cuts: bool) -> float:
        """Return the optimum with the integer columns held at the plan's values, infinite where presolve has none."""
        solver, program = self._presolved.relaxation(0, self._mailbox), self._presolved.program
        if cuts:
            add_cuts(solver, self._cuts)
        integers = self._presolved.integers
        fixed = np.round(x[integers])
        lower, upper = np.asarray(program.col_lower_)[integers], np.asarray(program.col_upper_)[integers]
        if np.any(fixed < lower - TOLERANCE) or np.any(fixed > upper + TOLERANCE):
            return math.inf
        set_bounds(solver, integers, fixed, fixed)
        solver.run()
        solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return float(solver.getInfo().objective_function_value) if solved else math.inf


def add_cuts(solver: highspy.Highs, cuts: Cuts) -> None:
    """Add the cuts to a solver as rows."""
    if cuts.lower.size:
        rows = (cuts.lower.size, cuts.lower, cuts.upper, cuts.index.size, cuts.start, cuts.index, cuts.value)
        checked(solver.addRows(*rows), "the cuts")
