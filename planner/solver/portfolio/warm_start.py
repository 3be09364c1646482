"""The warm start: the decisions of a plan, completed to a plan of this case, or cut down until they fit.

First the decisions stand as they are, and the rest is solved around them. Where that keeps not all rules (less money,
say, or a later lead time), fewer and later phases may stand instead: no count above the known plan's.
"""

import highspy
import numpy as np

from planner.solver.highs import load, point, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Done, FeasiblePoint, Task
from planner.solver.search.effort import Effort

CUT_DOWN_EFFORT = 4.0
"""LP relaxations, counted in rounds of the solver."""
CUT_DOWN_GAP = 1e-3


def warm(task: Task, mailbox: Mailbox) -> None:
    """Send the best plan that keeps the given decisions; nothing where there is none."""
    known = task.warm
    assert known is not None
    lower, upper = task.matrix.col_lower[known.columns], task.matrix.col_upper[known.columns]
    counts = np.clip(known.counts, lower, upper)
    effort = Effort(mailbox, timed=False)
    for minimum, relaxations in ((counts, np.inf), (lower, CUT_DOWN_EFFORT)):
        solver = load(task.matrix, time_limit=task.time_limit_seconds, mip_rel_gap=CUT_DOWN_GAP)
        set_bounds(solver, known.columns, minimum, counts)
        effort.watch(solver)
        effort.run(solver, relaxations)
        if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            mailbox.send(FeasiblePoint(float(solver.getInfo().objective_function_value), point(solver)))
            break
    mailbox.send(Done("stopped"))
