"""The process in which a foreign solver runs. It may print, hold its process for minutes, or crash.

`find NAME` prints which interface is used as JSON. `solve` reads a task, says when the model is built, reads a known
plan or `Cancel` for none, and sends what the solver found and proved.
"""

import json
import math
import os
import sys
import time
from typing import BinaryIO

from planner.solver.foreign.calls import Answer, Limits, call
from planner.solver.foreign.checks import flaw
from planner.solver.foreign.model import ForeignModel
from planner.solver.foreign.scip_reports import report_on_the_way
from planner.solver.foreign.solvers import interface, known
from planner.solver.messages.wire import Bound, Done, FeasiblePoint, ModelBuilt, Task, receive, send
from planner.solver.program.matrix import Floats

LIMIT_SHARE = 0.95
"""The share of the time left that the solver may use; the rest is for what it takes to stop."""
GAP_SHARE = 0.5
"""The share of the gap asked that the solver must reach, since its tolerances and definition of a gap are its own."""


def find(name: str) -> dict[str, str | bool]:
    """Return what is known of a solver; `interface` is empty where none is available."""
    chosen = interface(name)
    if chosen is None:
        return {"known": known(name), "interface": "", "version": ""}
    return {"known": True, "interface": chosen.name, "version": chosen.version}


def solve(source: BinaryIO, out: BinaryIO, started_at: float) -> None:
    """Solve one task."""
    task = receive(source)
    if not isinstance(task, Task):
        return
    try:
        send_answer(out, task, _answer(task, source, out, started_at))
    except Exception as error:
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        send(out, Done("error", f"The solver {task.solver} failed: {cause}"))


def _answer(task: Task, source: BinaryIO, out: BinaryIO, started_at: float) -> Answer:
    chosen = interface(task.solver)
    if chosen is None:
        return Answer("error", None, math.inf, -math.inf, f"The solver {task.solver} is no longer available")
    model = ForeignModel(task.matrix)
    send(out, ModelBuilt())
    start = receive(source)
    if isinstance(start, FeasiblePoint):
        model.start_from(start.x)
    left = max(0.0, task.time_limit_seconds - (time.monotonic() - started_at))
    limits = Limits(LIMIT_SHARE * left, GAP_SHARE * task.gap, task.seed, isinstance(start, FeasiblePoint))

    def on_plan(x: Floats) -> None:
        if not flaw(task.matrix, x, math.inf):
            send(out, FeasiblePoint(model.objective(x), x))

    report_on_the_way(chosen, model, lambda bound: send(out, Bound(bound)), on_plan)
    return call(chosen, model, limits)


def send_answer(out: BinaryIO, task: Task, answer: Answer) -> None:
    """Send plan and bound; neither is believed where the plan does not hold what the solver says of it."""
    if answer.x is None and answer.verdict == "optimal":
        send(out, Done("error", f"The answer of {task.solver} is not used: it reports an optimum without a plan"))
        return
    if answer.x is not None:
        wrong = flaw(task.matrix, answer.x, answer.objective)
        if wrong:
            send(out, Done("error", f"The answer of {task.solver} is not used: {wrong}"))
            return
        send(out, FeasiblePoint(float(task.matrix.cost @ answer.x) + task.matrix.offset, answer.x))
    if answer.bound > -math.inf:
        send(out, Bound(answer.bound))
    send(out, Done(answer.verdict, answer.message))


def main() -> None:
    """Do what the first argument says; whatever else is printed goes nowhere."""
    started_at = time.monotonic()
    out = os.fdopen(os.dup(1), "wb")
    source = os.fdopen(os.dup(0), "rb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    if sys.argv[1] == "find":
        out.write(json.dumps(find(sys.argv[2])).encode())
        out.flush()
    else:
        solve(source, out, started_at)


if __name__ == "__main__":
    main()
