"""The polish: with whole numbers fixed at the incumbent's, the rest is solved again to full precision."""

import highspy
import numpy as np

from planner.solve.highs import load, point, reduced_cost, set_bounds
from planner.solve.mailbox import Mailbox
from planner.solve.wire import Done, Found, Task


def polish(task: Task, mailbox: Mailbox) -> None:
    """Wait for an incumbent, then send it again with exact whole numbers and the best continuous values around them."""
    while mailbox.best is None and not mailbox.cancelled:
        mailbox.wait(0.1)
    if mailbox.best is None:
        mailbox.send(Done("stopped"))
        return
    matrix = task.matrix
    whole = np.flatnonzero(matrix.integer)
    fixed = np.round(mailbox.best.x[whole])
    solver = load(
        matrix,
        solve_relaxation=True,
        primal_feasibility_tolerance=1e-9,
        dual_feasibility_tolerance=1e-9,
        time_limit=task.time_limit_seconds,
    )
    set_bounds(solver, whole, fixed, fixed)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        mailbox.send(Found(float(solver.getInfo().objective_function_value), point(solver), reduced_cost(solver)))
        mailbox.send(Done("optimal"))
    else:
        mailbox.send(Done("stopped", "the incumbent is kept as it was found"))
