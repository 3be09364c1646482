"""Cuts are checked against every plan: a valid cut does not worsen any of them."""

import math
from typing import Any

import highspy
import numpy as np

from planner.solver.highs import SolverError, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Cuts, FeasiblePoint
from planner.solver.program.matrix import Floats
from planner.solver.prove.cuts import add_cuts
from planner.solver.prove.postsolve import SAME
from planner.solver.prove.presolved import Presolved

# Tolerated violation of a cut by a point that presolve has moved.
TOLERANCE = 1e-6


class WrongCutError(SolverError):
    """A cut removes a feasible plan."""


class CutCheck:
    """The cuts over one presolved program, as they come. Each is checked once against each best plan."""

    def __init__(self, presolved: Presolved, mailbox: Mailbox) -> None:
        """Start without cuts; nothing is solved before a plan violates one."""
        self._presolved = presolved
        self._mailbox = mailbox
        self._all: list[Cuts] = []
        self._columns = np.array([int(name) for name in presolved.program.col_names_], dtype=np.int64)
        self._plan: FeasiblePoint | None = None
        self._checked = 0
        """So many of the cuts are checked against this plan."""

    def add(self, cuts: Cuts) -> None:
        """Add cuts, to be checked against the best plan known and all to come."""
        if cuts.lower.size:
            self._all.append(cuts)

    def hold(self) -> None:
        """Raise WrongCutError if a cut cuts off the best plan known.

        Presolve may have moved continuous columns: where a cut is violated, the plan's integers are fixed and both
        programs, without and with the cuts, are solved again. A solve that is cancelled meanwhile proves nothing.
        """
        plan = self._mailbox.best
        if plan is None:
            return
        if plan is not self._plan:
            self._plan, self._checked = plan, 0
        unchecked, self._checked = self._all[self._checked :], len(self._all)
        x = plan.x[self._columns]
        missed = [cuts for cuts in unchecked if not _holds(cuts, x)]
        if not missed:
            return
        without = self._optimum(x, [])
        if without is None or not math.isfinite(without):
            return
        slack = SAME * max(1.0, abs(without))
        for cuts in missed:
            known = math.inf if cuts.plan is None else cuts.plan.objective
            with_cuts = self._optimum(x, [cuts]) if without < known - slack else None
            if with_cuts is not None and with_cuts > without + slack:
                raise WrongCutError(
                    f"a cut cuts off a plan of {without:.9g} (with the cuts {with_cuts:.9g}, both scaled)"
                )

    def _optimum(self, x: Floats, cuts: list[Cuts]) -> float | None:
        """Return the optimum with the integer columns held at the plan's values; None where the solver has no verdict.

        It is infinite where nothing keeps the rows, also where presolve holds the columns elsewhere.
        """
        solver, program = self._presolved.relaxation(0, self._mailbox), self._presolved.program
        for some in cuts:
            add_cuts(solver, some)
        integers = self._presolved.integers
        fixed = np.round(x[integers])
        lower, upper = np.asarray(program.col_lower_)[integers], np.asarray(program.col_upper_)[integers]
        if np.any(fixed < lower - TOLERANCE) or np.any(fixed > upper + TOLERANCE):
            return math.inf
        set_bounds(solver, integers, fixed, fixed)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(solver.getInfo().objective_function_value)
        return math.inf if status == highspy.HighsModelStatus.kInfeasible else None


def _holds(cuts: Cuts, x: Floats) -> bool:
    """Whether a point keeps cuts, within what presolve may have moved it by."""
    from scipy.sparse import csr_array

    # scipy sorts the arrays that it is given.
    stored = (cuts.value.copy(), cuts.index.copy(), np.append(cuts.start, cuts.index.size))
    rows: Any = csr_array(stored, shape=(cuts.lower.size, x.size))
    activity = rows @ x
    slack = TOLERANCE * (1.0 + abs(rows) @ np.abs(x))
    return bool(np.all(activity >= cuts.lower - slack) and np.all(activity <= cuts.upper + slack))
