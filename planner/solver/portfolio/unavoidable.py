"""What no plan can avoid of some cost: a bound on it from the duals of the LP relaxation, which survives rounding."""

import highspy
import numpy as np

from planner.solver.highs import load
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, Done, Task
from planner.solver.prove.safe_bound import SafeBounds


def unavoidable(task: Task, mailbox: Mailbox) -> None:
    """Send a lower bound on the objective of the task's matrix; nothing where the solver does not end."""
    solver = load(task.matrix, solve_relaxation=True)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        duals = np.asarray(solver.getSolution().row_dual, dtype=float)
        mailbox.send(Bound(SafeBounds(task.matrix).bound(duals)))
    mailbox.send(Done("stopped"))
