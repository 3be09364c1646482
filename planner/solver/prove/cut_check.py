"""Cuts of the solver are held against every plan known: a valid cut leaves each of them as good as it was."""

import math

import highspy
import numpy as np
from scipy.sparse import csr_array

from planner.solver.highs import SolverError, checked, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Cuts, Found
from planner.solver.program.matrix import Floats
from planner.solver.prove.postsolve import SAME
from planner.solver.prove.presolved import Presolved

# How far a cut may be missed by a point that presolve and its tolerances have moved.
TOLERANCE = 1e-6


class WrongCutError(SolverError):
    """A cut of the solver cuts off a plan that is feasible and better than those that the cut may rely on."""


class CutCheck:
    """The cuts of one root. They need only hold for plans better than `cuts.plan`, which the solver knew."""

    def __init__(self, presolved: Presolved, cuts: Cuts, mailbox: Mailbox) -> None:
        """Keep the cuts as a matrix of rows; no program is solved before a plan misses one of them."""
        self._presolved = presolved
        self._cuts = cuts
        self._mailbox = mailbox
        columns = presolved.program.num_col_
        start = np.append(cuts.start, cuts.index.size)
        self._rows = csr_array((cuts.value, cuts.index, start), shape=(cuts.lower.size, columns))
        self._columns = np.array([int(name) for name in presolved.program.col_names_], dtype=np.int64)
        self._checked: Found | None = None

    def hold(self) -> None:
        """Raise WrongCutError if a cut cuts off the best plan known. A plan is looked at once.

        The values of a plan are those of the presolved columns, but for what presolve has moved: where a cut is missed,
        the plan's phases are held and both programs, without and with the cuts, are solved again.
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
        without, beside = self._optimum(x, cuts=False), self._optimum(x, cuts=True)
        known = math.inf if self._cuts.plan is None else self._cuts.plan.objective
        tolerance = SAME * max(1.0, abs(without))
        if math.isfinite(without) and without < known - tolerance and beside > without + tolerance:
            raise WrongCutError(
                f"HiGHS {highspy.Highs().version()} made a cut that cuts off a plan of {without:.9g} (best beside it "
                f"{beside:.9g}, scaled)"
            )

    def _optimum(self, x: Floats, *, cuts: bool) -> float:
        """Return the optimum with the whole columns held at the plan's values, infinite where presolve has none."""
        solver, program = self._presolved.relaxation(0, self._mailbox), self._presolved.program
        if cuts:
            add_cuts(solver, self._cuts)
        whole = self._presolved.whole
        fixed = np.round(x[whole])
        lower, upper = np.asarray(program.col_lower_)[whole], np.asarray(program.col_upper_)[whole]
        if np.any(fixed < lower - TOLERANCE) or np.any(fixed > upper + TOLERANCE):
            return math.inf
        set_bounds(solver, whole, fixed, fixed)
        solver.run()
        solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return float(solver.getInfo().objective_function_value) if solved else math.inf


def add_cuts(solver: highspy.Highs, cuts: Cuts) -> None:
    """Add the cuts to a solver as rows."""
    if cuts.lower.size:
        rows = (cuts.lower.size, cuts.lower, cuts.upper, cuts.index.size, cuts.start, cuts.index, cuts.value)
        checked(solver.addRows(*rows), "the cuts")
