"""The improver: large-neighbourhood search. It frees some decisions of the incumbent and solves for those."""

import random
import time
from collections.abc import Callable
from typing import Any

import highspy
import numpy as np

from planner.solve.highs import load, point, set_bounds, start_from
from planner.solve.mailbox import Mailbox
from planner.solve.neighbourhoods import Decisions, choose
from planner.solve.wire import Done, Found, Task

SECONDS_PER_TRY = 8.0
SMALLEST_SHARE, LARGEST_SHARE = 0.02, 0.9
WORTH = 1e-7


def improve(task: Task, mailbox: Mailbox) -> None:
    """Search until told to stop, starting from the first incumbent that anyone finds."""
    rng = random.Random(task.seed)
    matrix = task.matrix
    decisions = Decisions.of(matrix)
    solver = load(matrix, mip_rel_gap=max(task.gap / 4, 1e-6), random_seed=task.seed, time_limit=SECONDS_PER_TRY)
    _stop_when_cancelled(solver, mailbox)
    share = 0.25
    while not mailbox.cancelled:
        best = mailbox.best
        if best is None or not decisions.columns.size:
            mailbox.wait(0.2)
            continue
        free = choose(decisions, best.x, share, rng)
        held = decisions.columns[~free]
        values = np.round(best.x[held])
        set_bounds(solver, decisions.columns, matrix.col_lower[decisions.columns], matrix.col_upper[decisions.columns])
        set_bounds(solver, held, values, values)
        solver.clearSolver()
        start_from(solver, best.x)
        begun = time.monotonic()
        solver.run()
        share = _next_share(share, time.monotonic() - begun)
        info = solver.getInfo()
        feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if feasible and info.objective_function_value < best.objective - WORTH * abs(best.objective):
            found = Found(float(info.objective_function_value), point(solver))
            mailbox.deliver(found)
            mailbox.send(found)
    mailbox.send(Done("stopped"))


def _next_share(share: float, seconds: float) -> float:
    """Free more after a quick try and less after one that ran into its limit."""
    factor = 0.75 if seconds > 0.9 * SECONDS_PER_TRY else 1.25 if seconds < 0.3 * SECONDS_PER_TRY else 1.0
    return min(LARGEST_SHARE, max(SMALLEST_SHARE, share * factor))


def _stop_when_cancelled(solver: highspy.Highs, mailbox: Mailbox) -> None:
    def heartbeat(event: Any) -> None:
        event.interrupt(mailbox.cancelled)

    callbacks: tuple[Callable[..., Any], ...] = (
        solver.cbMipInterrupt.subscribe,
        solver.cbSimplexInterrupt.subscribe,
        solver.cbIpmInterrupt.subscribe,
    )
    for subscribe in callbacks:
        subscribe(heartbeat)
