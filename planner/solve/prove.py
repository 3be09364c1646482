"""The prover: branch and bound on the whole model; it sends bounds and incumbents and takes incumbents from others."""

import time
from typing import Any

import highspy
import numpy as np

from planner.solve.highs import SolverError, load, point
from planner.solve.mailbox import Mailbox
from planner.solve.wire import Bound, Done, Found, Task

REPORT_EVERY_SECONDS = 0.1
VERDICTS = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kTimeLimit: "stopped",
    highspy.HighsModelStatus.kInterrupt: "stopped",
    highspy.HighsModelStatus.kSolutionLimit: "stopped",
    highspy.HighsModelStatus.kObjectiveTarget: "stopped",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
}


def prove(task: Task, mailbox: Mailbox) -> None:
    """Solve the whole model to the gap asked and tell everything on the way."""
    solver = load(
        task.matrix,
        mip_rel_gap=task.gap,
        mip_abs_gap=1e-9,
        random_seed=task.seed,
        threads=task.threads,
        mip_feasibility_tolerance=1e-7,
    )
    _report(solver, mailbox)
    solver.run()
    status = solver.getModelStatus()
    if status not in VERDICTS:
        raise SolverError(f"HiGHS ended with status {solver.modelStatusToString(status)}")
    info = solver.getInfo()
    if np.isfinite(info.mip_dual_bound):
        mailbox.send(Bound(float(info.mip_dual_bound)))
    elif status == highspy.HighsModelStatus.kOptimal:
        mailbox.send(Bound(float(info.objective_function_value)))
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        mailbox.send(Found(float(info.objective_function_value), point(solver)))
    mailbox.send(Done(VERDICTS[status]))


def _report(solver: highspy.Highs, mailbox: Mailbox) -> None:
    """Subscribe the callbacks. Nothing may escape from one: an exception would unwind through the solver."""
    told = {"seconds": 0.0, "bound": -np.inf, "given": np.inf}

    def heartbeat(event: Any) -> None:
        try:
            event.interrupt(mailbox.cancelled)
            bound, now = float(event.data_out.mip_dual_bound), time.monotonic()
            if np.isfinite(bound) and bound > told["bound"] and now - told["seconds"] > REPORT_EVERY_SECONDS:
                told.update(seconds=now, bound=bound)
                mailbox.send(Bound(bound))
        except Exception:
            event.interrupt(True)

    def found(event: Any) -> None:
        try:
            objective = float(event.data_out.objective_function_value)
            mailbox.send(Found(objective, np.array(event.data_out.mip_solution, dtype=float)))
        except Exception:
            mailbox.cancel()

    def give(event: Any) -> None:
        try:
            best = mailbox.best
            if best is not None and best.objective < min(told["given"], float(event.data_out.mip_primal_bound)):
                told["given"] = best.objective
                event.data_in.setSolution(best.x)
        except Exception:
            mailbox.cancel()

    solver.cbMipInterrupt.subscribe(heartbeat)
    solver.cbSimplexInterrupt.subscribe(lambda event: event.interrupt(mailbox.cancelled))
    solver.cbIpmInterrupt.subscribe(lambda event: event.interrupt(mailbox.cancelled))
    solver.cbMipImprovingSolution.subscribe(found)
    solver.cbMipUserSolution.subscribe(give)
