"""SCIP on the same matrices, with its own settings but for time, gap and seed, and branching priorities if asked.

It runs as it does by default, on one thread: its concurrent mode is another way to solve, of which nothing is measured.
"""

import math
import tempfile
from pathlib import Path

from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

from planner.registry.variables import COUNTERS
from planner.solver.program.matrix import Matrix
from tests.benchmarks.engines import mps
from tests.benchmarks.trace import Clock, Task, Trace, Work


class _Listener(Eventhdlr):  # type: ignore[misc]
    """Reports plan and bound whenever a linear program is solved or a plan is found."""

    def __init__(self, trace: Trace, matrix: Matrix, clock: Clock) -> None:
        self._trace, self._matrix, self._clock = trace, matrix, clock

    def eventinit(self) -> None:
        for event in (SCIP_EVENTTYPE.LPSOLVED, SCIP_EVENTTYPE.BESTSOLFOUND):
            self.model.catchEvent(event, self)

    def eventexec(self, event: object) -> None:
        self.report(self.model)

    def report(self, model: Model) -> None:
        """Report what is known now."""
        plan, bound = model.getPrimalbound(), model.getDualbound()
        self._trace.add(
            self._clock.seconds(),
            math.inf if model.isInfinity(plan) else mps.usd_bn(self._matrix, plan),
            -math.inf if model.isInfinity(-bound) else mps.usd_bn(self._matrix, bound),
        )


def run(matrix: Matrix, task: Task, clock: Clock, *, priorities: bool = False) -> tuple[Trace, Work]:
    """Solve and listen. With `priorities`, SCIP branches on counters before anything else, as the planner does."""
    trace = Trace()
    model = Model()
    model.hideOutput()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.mps"
        mps.write(matrix, path)
        model.readProblem(str(path))
    if priorities:
        counters = {mps.column_name(at) for at, (name, _) in enumerate(matrix.columns) if name in COUNTERS}
        for variable in model.getVars():
            if variable.name in counters:
                model.chgVarBranchPriority(variable, 1)
    model.setParam("limits/time", clock.left())
    model.setParam("limits/gap", task.gap)
    model.setParam("randomization/randomseedshift", task.seed)
    listener = _Listener(trace, matrix, clock)
    model.includeEventhdlr(listener, "listener", "reports plan and bound")
    model.optimize()
    listener.report(model)
    return trace, Work(int(model.getNTotalNodes()), int(model.getNLPIterations()))
