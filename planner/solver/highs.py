"""The bridge to HiGHS: load matrices, set options, run, and check every status on the way."""

import os
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import highspy
import numpy as np

from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound
from planner.solver.program.matrix import Floats, Matrix

OK = highspy.HighsStatus.kOk
REPORT_EVERY_SECONDS = 0.1
# HiGHS's own heuristics would take a third of the time of the proof, and LNS finds better plans.
WITHOUT_HEURISTICS = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_feasibility_jump": False,
}


class SolverError(Exception):
    """HiGHS refused something that it should have accepted."""


def checked(status: highspy.HighsStatus, what: str, *, warn_ok: bool = False) -> None:
    """Raise SolverError unless HiGHS accepted a call; a warning passes where it is expected."""
    if status != OK and not (warn_ok and status == highspy.HighsStatus.kWarning):
        raise SolverError(f"HiGHS did not accept {what}: {status}")


class Solver(highspy.Highs):  # type: ignore[misc]
    """HiGHS on the threads it is set to, whoever used HiGHS before it in the same thread of Python.

    All solvers of a thread share the threads that the first of them to run asked for. One that asks for another number
    is refused, with nothing but a status: an answer without a verdict. So these threads are ended, and it asks again.
    """

    def run(self) -> Any:
        """Solve. Raises SolverError where HiGHS does not even begin."""
        return self._called(super().run, highspy.HighsModelStatus.kNotset, self.getModelStatus)

    def presolve(self) -> Any:
        """Presolve. Raises SolverError where HiGHS does not even begin."""
        return self._called(super().presolve, highspy.HighsPresolveStatus.kNotPresolved, self.getModelPresolveStatus)

    @staticmethod
    def _called(call: Callable[[], Any], unset: Any, status: Callable[[], Any]) -> Any:
        """Call, after an error once more with new threads, and return the status of the call."""
        ended = call()
        if ended == highspy.HighsStatus.kError:
            highspy.Highs.resetThreadScheduler(True)
            ended = call()
        if ended == highspy.HighsStatus.kError and status() == unset:
            raise SolverError("HiGHS did not begin to solve")
        return ended


@cache
def _introduced() -> None:
    """Have HiGHS introduce itself, which the first solver of a process does on stdout, where nobody reads it."""
    stdout = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()
    finally:
        os.dup2(stdout, 1)
        os.close(stdout)
        os.close(nowhere)


def silent(**options: Any) -> highspy.Highs:
    """Return an empty solver on one thread, silent and with the options given."""
    _introduced()
    solver = Solver()
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        checked(solver.setOptionValue(name, value), f"option {name} = {value}")
    return solver


def load(matrix: Matrix, **options: Any) -> highspy.Highs:
    """Return a solver that holds the matrices, silent and with the options given."""
    solver = silent(**options)
    lp = highspy.HighsLp()
    lp.num_col_ = matrix.cost.size
    lp.num_row_ = matrix.row_lower.size
    lp.col_cost_ = matrix.cost
    lp.offset_ = matrix.offset
    lp.col_lower_ = matrix.col_lower
    lp.col_upper_ = matrix.col_upper
    lp.row_lower_ = matrix.row_lower
    lp.row_upper_ = matrix.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.start
    lp.a_matrix_.index_ = matrix.index
    lp.a_matrix_.value_ = matrix.value
    whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole if integer else real for integer in matrix.integer]
    checked(solver.passModel(lp), "the model", warn_ok=True)
    return solver


def set_bounds(solver: highspy.Highs, columns: Any, lower: Floats, upper: Floats) -> None:
    """Change the bounds of some columns."""
    checked(
        solver.changeColsBounds(len(columns), np.asarray(columns, dtype=np.int32), lower, upper), "bounds of columns"
    )


def start_from(solver: highspy.Highs, x: Floats) -> None:
    """Give the solver a point to start from."""
    solution = highspy.HighsSolution()
    solution.col_value = x
    solution.value_valid = True
    checked(solver.setSolution(solution), "the start", warn_ok=True)


def point(solver: highspy.Highs) -> Floats:
    """Return the values of all columns."""
    return np.asarray(solver.getSolution().col_value, dtype=float)


def stop_when_cancelled(solver: highspy.Highs, mailbox: Mailbox) -> None:
    """Have the solver stop soon after its worker is asked to."""

    def heartbeat(event: Any) -> None:
        event.interrupt(mailbox.cancelled)

    for callback in (solver.cbMipInterrupt, solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
        callback.subscribe(heartbeat)


def report_bounds(solver: highspy.Highs, mailbox: Mailbox) -> None:
    """Have a branch and bound report its bound as it rises, and stop soon after its worker is asked to."""
    bound, reported_at = -np.inf, 0.0

    def heartbeat(event: Any) -> None:
        # An exception must not leave a callback: it would unwind through the solver.
        nonlocal bound, reported_at
        try:
            event.interrupt(mailbox.cancelled)
            reached, now = float(event.data_out.mip_dual_bound), time.monotonic()
            if np.isfinite(reached) and reached > bound and now - reported_at > REPORT_EVERY_SECONDS:
                bound, reported_at = reached, now
                mailbox.send(Bound(reached))
        except Exception as error:
            mailbox.fail(error)
            event.interrupt(True)

    stop_when_cancelled(solver, mailbox)
    solver.cbMipInterrupt.subscribe(heartbeat)
