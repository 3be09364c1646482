"""Re-solves: what-ifs of a case, from nothing and from the plan of the case that they change.

One process solves the case and then every what-if in both ways. All seconds are calibrated and count from the call of
the solve, since the case is in memory: building and compiling count, reading does not.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from planner.case.records import Case
from planner.pipeline import Result, solve
from planner.solver.events import OnProgress, Progress
from planner.solver.options import SolveOptions
from tests.benchmarks import variants
from tests.benchmarks.one import Order, course
from tests.benchmarks.subjects import case_hash, case_named
from tests.benchmarks.trace import Clock, Task, Trace

GAP = 0.003
"""What every solve has to prove, as a share of the objective."""
SITE_OUT, SITE_LATE = "Kumamoto", "Tainan/Taichung"
TOOL, MORE_TOOLS = "EUV scanner", 10
WHAT_IFS: dict[str, variants.Change] = {
    "budget × 0.9": variants.budget(0.9),
    "budget × 1.1": variants.budget(1.1),
    f"no start at {SITE_OUT}": variants.without(SITE_OUT),
    f"lead + 1 at {SITE_LATE}": variants.later(1, SITE_LATE),
    f"{MORE_TOOLS} more scanners": variants.more_tools(TOOL, MORE_TOOLS),
}
"""Of the world case."""


def from_nothing(case: Case, task: Task, listener: OnProgress) -> Result:
    """Solve a case of which nothing is known. The task's time limit is in wall seconds."""
    return solve(case, _options(task), on_progress=listener)


def from_parent(parent: Result, case: Case, task: Task, listener: OnProgress) -> Result:
    """Solve a case with whatever the solve of its parent left. The task's time limit is in wall seconds."""
    return solve(case, _options(task), on_progress=listener, warm_start=parent.plan.schedule)


def _options(task: Task) -> SolveOptions:
    return SolveOptions(task.time_limit_seconds, task.gap, task.threads, task.seed)


def measure(order: Order) -> dict[str, Any]:
    """Solve a case and its what-ifs and return the course of each solve."""
    limit_seconds = order.job.task.time_limit_seconds
    task = replace(order.job.task, time_limit_seconds=limit_seconds * order.factor)
    case = case_named(order.job.case)

    def followed(solving: Callable[[OnProgress], Result]) -> tuple[Result, dict[str, Any]]:
        trace, clock = Trace(), Clock(time.monotonic(), task.time_limit_seconds)

        def report(progress: Progress) -> None:
            trace.add(clock.seconds(), progress.incumbent, progress.bound)

        solved = solving(report)
        return solved, reached(trace.calibrated(order.factor), limit_seconds, task.gap)

    parent, first = followed(partial(from_nothing, case, task))
    what_ifs = []
    for name, change in WHAT_IFS.items():
        changed = change(case)
        _, nothing = followed(partial(from_nothing, changed, task))
        _, again = followed(partial(from_parent, parent, changed, task))
        what_ifs.append({"name": name, "from_nothing": nothing, "from_parent": again})
    return {"case_sha256": case_hash(case), "parent": first, "what_ifs": what_ifs}


def reached(trace: Trace, limit_seconds: float, gap: float) -> dict[str, Any]:
    """Return the course of a solve, and the calibrated seconds in which it reached the gap, None if it did not."""
    seconds = trace.seconds_to(gap)
    return {"seconds": round(seconds, 2) if seconds <= limit_seconds else None, **course(trace, limit_seconds)}


if __name__ == "__main__":
    print("\n" + json.dumps(measure(Order.read(sys.argv[1]))))
