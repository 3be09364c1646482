"""What SCIP proves and finds while it solves; Pyomo's interface reports it at the end only.

This looks into the interface. Where a later version of it looks different, nothing is reported before the end.
"""

import logging
import math
import time
from collections.abc import Callable
from typing import Any

from planner.solver.foreign.model import ForeignModel
from planner.solver.foreign.solvers import Interface
from planner.solver.program.matrix import Floats

log = logging.getLogger(__name__)

REPORT_EVERY_SECONDS = 0.5


def report_on_the_way(
    interface: Interface, model: ForeignModel, on_bound: Callable[[float], None], on_plan: Callable[[Floats], None]
) -> None:
    """Have the solver report each higher bound and better plan, if it is SCIP."""
    solver = interface.solver
    create = getattr(solver, "_create_solver_model", None)
    if interface.name != "scip_direct" or create is None:
        return
    from pyscipopt import SCIP_EVENTTYPE, Eventhdlr

    class Reporter(Eventhdlr):  # type: ignore[misc]
        """Handles every linear program solved and every plan."""

        reported_at, bound = -math.inf, -math.inf

        def eventinit(self) -> None:
            for event in (SCIP_EVENTTYPE.LPSOLVED, SCIP_EVENTTYPE.BESTSOLFOUND):
                self.model.catchEvent(event, self)

        def eventexec(self, event: Any) -> None:
            # An exception must not leave a callback: it would unwind through the solver.
            try:
                self.report(event.getType() == SCIP_EVENTTYPE.BESTSOLFOUND)
            except Exception:
                log.exception("a report of SCIP is lost")

        def report(self, has_plan: bool) -> None:
            bound = self.model.getDualbound()
            due = time.monotonic() - self.reported_at > REPORT_EVERY_SECONDS
            if due and bound > self.bound and not self.model.isInfinity(abs(bound)):
                self.bound, self.reported_at = bound, time.monotonic()
                on_bound(bound)
            if has_plan:
                columns = solver._pyomo_var_to_solver_var_map
                best = self.model.getBestSol()
                values = [best[columns[one]] if one in columns else None for one in model.columns]
                on_plan(model.point(values))

    def create_and_listen(*args: Any) -> Any:
        created = create(*args)
        created[0].includeEventhdlr(Reporter(), "planner", "reports bounds and plans")
        return created

    solver._create_solver_model = create_and_listen
