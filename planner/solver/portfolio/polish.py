"""The polish: with integers fixed at the incumbent's, the rest is solved again to full precision; then probes."""

import time

import highspy
import numpy as np

from planner.solver.highs import load, point, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Done, FeasiblePoint, Probe, ProbeResult, Task


def polish(task: Task, mailbox: Mailbox) -> None:
    """Wait for an incumbent, then send it again with exact integers and the best continuous values around them.

    Each probe then starts from that solution; probes beyond the time limit are left out.
    """
    started_at = time.monotonic()
    while mailbox.best is None and not mailbox.cancelled:
        mailbox.wait(0.1)
    if mailbox.best is None:
        mailbox.send(Done("stopped"))
        return
    matrix = task.matrix
    integers = np.flatnonzero(matrix.integer)
    fixed = np.round(mailbox.best.x[integers])
    solver = load(
        matrix,
        solve_relaxation=True,
        primal_feasibility_tolerance=1e-9,
        dual_feasibility_tolerance=1e-9,
        time_limit=task.time_limit_seconds,
    )
    set_bounds(solver, integers, fixed, fixed)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        mailbox.send(Done("stopped", "the incumbent is kept as it was found"))
        return
    polished = FeasiblePoint(float(solver.getInfo().objective_function_value), point(solver))
    mailbox.send(polished)
    reduced_cost = np.asarray(solver.getSolution().col_dual, dtype=float)
    for number, probe in enumerate(task.probes):
        # Where no column would pay its way at these duals, by the duality of linear programs none ever does.
        pays = bool(np.any(reduced_cost[list(probe)] < 0))
        left = started_at + task.time_limit_seconds - time.monotonic()
        tried = _try(solver, number, probe, polished.objective, left) if pays else None
        if tried is not None:
            mailbox.send(tried)
    mailbox.send(Done("optimal"))


def _try(solver: highspy.Highs, number: int, probe: Probe, objective: float, seconds: float) -> ProbeResult | None:
    """Free the columns of a probe, solve from the solution at hand, and hold them again."""
    columns = np.array(probe)
    zeros = np.zeros(columns.size)
    set_bounds(solver, columns, zeros, np.full(columns.size, np.inf))
    solver.setOptionValue("time_limit", solver.getRunTime() + max(0.0, seconds))
    solver.run()
    tried = None
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        gain = objective - float(solver.getInfo().objective_function_value)
        tried = ProbeResult(number, max(0.0, gain), point(solver)[columns])
    set_bounds(solver, columns, zeros, zeros)
    return tried
