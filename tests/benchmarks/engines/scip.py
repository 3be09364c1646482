"""SCIP on the same matrices, with its own settings but for time, gap and seed.

It runs as it does by default, on one thread: its concurrent mode is another way to solve, of which nothing is measured.
"""

import math
import tempfile
import time
from pathlib import Path

from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

from planner.solve.matrix import Matrix
from tests.benchmarks.engines import mps
from tests.benchmarks.trace import Task, Trace


class _Listener(Eventhdlr):  # type: ignore[misc]
    """Tells plan and bound whenever a linear program is solved or a plan is found."""

    def __init__(self, trace: Trace, matrix: Matrix, begun: float) -> None:
        self._trace, self._matrix, self._begun = trace, matrix, begun

    def eventinit(self) -> None:
        for event in (SCIP_EVENTTYPE.LPSOLVED, SCIP_EVENTTYPE.BESTSOLFOUND):
            self.model.catchEvent(event, self)

    def eventexec(self, event: object) -> None:
        self.tell(self.model)

    def tell(self, model: Model) -> None:
        """Tell what is known now."""
        plan, bound = model.getPrimalbound(), model.getDualbound()
        self._trace.tell(
            time.monotonic() - self._begun,
            math.inf if model.isInfinity(plan) else mps.usd_bn(self._matrix, plan),
            -math.inf if model.isInfinity(-bound) else mps.usd_bn(self._matrix, bound),
        )


def run(matrix: Matrix, task: Task) -> Trace:
    """Solve and listen."""
    trace = Trace()
    model = Model()
    model.hideOutput()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.mps"
        mps.write(matrix, path)
        begun = time.monotonic()
        model.readProblem(str(path))
    model.setParam("limits/time", task.time_limit_seconds - (time.monotonic() - begun))
    model.setParam("limits/gap", task.gap)
    model.setParam("randomization/randomseedshift", task.seed)
    listener = _Listener(trace, matrix, begun)
    model.includeEventhdlr(listener, "listener", "tells plan and bound")
    model.optimize()
    listener.tell(model)
    return trace
