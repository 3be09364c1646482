"""The warm start: what a known plan decides, completed to a plan of the case at hand, or cut down until it is one.

First the decisions stand as they are, and the rest is solved around them. Where that keeps not all rules (less money,
say, or a later lead time), fewer and later phases may stand instead: no count above the known plan's.
"""

import highspy
import numpy as np

from planner.solve.highs import load, point, set_bounds, stop_when_cancelled
from planner.solve.mailbox import Mailbox
from planner.solve.wire import Done, Found, Task

CUT_DOWN_SECONDS = 15.0
CUT_DOWN_GAP = 1e-3


def warm(task: Task, mailbox: Mailbox) -> None:
    """Send the best plan found on the known plan's decisions; nothing where there is none."""
    known = task.warm
    assert known is not None
    lower, upper = task.matrix.col_lower[known.columns], task.matrix.col_upper[known.columns]
    counts = np.clip(known.counts, lower, upper)
    for least, seconds in ((counts, task.time_limit_seconds), (lower, CUT_DOWN_SECONDS)):
        solver = load(task.matrix, time_limit=min(seconds, task.time_limit_seconds), mip_rel_gap=CUT_DOWN_GAP)
        set_bounds(solver, known.columns, least, counts)
        stop_when_cancelled(solver, mailbox)
        solver.run()
        if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            mailbox.send(Found(float(solver.getInfo().objective_function_value), point(solver)))
            break
    mailbox.send(Done("stopped"))
