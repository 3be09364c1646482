"""HiGHS in two ways: through Pyomo's own interface, as anyone would call it, and on the planner's matrix."""

import re
import tempfile
from pathlib import Path
from typing import Any

from pyomo.contrib.appsi.solvers import Highs

from planner.solve.highs import load
from planner.solve.matrix import Matrix
from tests.benchmarks.trace import Clock, Task, Trace, Work

# A row of the log: nodes, leaves, explored, bound, best plan, gap, cuts, conflicts, iterations, time.
_NUMBER = r"(-?inf|-?[\d.]+(?:e[+-]?\d+)?)"
_ROW = re.compile(rf"\s[\d.]+%\s+{_NUMBER}\s+{_NUMBER}\s.*\s(?P<at>[\d.]+)s\s*$")
_NODES = re.compile(r"^  Nodes\s+(\d+)\s*$", re.MULTILINE)
_ITERATIONS = re.compile(r"^  LP iterations\s+(\d+)\s*$", re.MULTILINE)


def run_model(m: Any, task: Task, clock: Clock) -> tuple[Trace, Work]:
    """Solve a Pyomo model and read the log. All options but those of the task stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "highs.log"
        solver = Highs()
        solver.config.time_limit = clock.left()
        solver.config.load_solution = False
        solver.highs_options = {
            "threads": task.threads,
            "random_seed": task.seed,
            "mip_rel_gap": task.gap,
            "log_file": str(log),
        }
        results = solver.solve(m)
        ended = clock.seconds()
        text = log.read_text(encoding="utf-8")
    trace, work = read_log(text, ended)
    best, bound = results.best_feasible_objective, results.best_objective_bound
    trace.tell(ended, float("inf") if best is None else best, float("-inf") if bound is None else bound)
    return trace, work


def read_log(text: str, ended: float) -> tuple[Trace, Work]:
    """Return the course and the counts of a log. HiGHS counts its seconds up to the end of its run, at `ended`."""
    trace = Trace()
    timings = re.findall(r"^\s+Timing\s+([\d.]+)", text, re.MULTILINE)
    began = max(0.0, ended - float(timings[-1])) if timings else 0.0
    for line in text.splitlines():
        if match := _ROW.search(line):
            trace.tell(began + float(match["at"]), float(match[2]), float(match[1]))
    return trace, Work(_last(_NODES, text), _last(_ITERATIONS, text))


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    counts = pattern.findall(text)
    return int(counts[-1]) if counts else None


def run_matrix(matrix: Matrix, task: Task, clock: Clock) -> tuple[Trace, Work]:
    """Solve a matrix and listen to the callbacks. All options but those of the task stay as they are."""
    trace = Trace()
    solver = load(
        matrix,
        threads=task.threads,
        random_seed=task.seed,
        mip_rel_gap=task.gap,
        time_limit=clock.left(),
    )

    def report(event: Any) -> None:
        # Nothing may escape from a callback: an exception would unwind through the solver.
        try:
            plan, bound = float(event.data_out.mip_primal_bound), float(event.data_out.mip_dual_bound)
            trace.tell(clock.seconds(), matrix.unscaled(plan), matrix.unscaled(bound))
        except Exception:
            return

    for callback in (solver.cbMipInterrupt, solver.cbMipImprovingSolution, solver.cbMipLogging):
        callback.subscribe(report)
    solver.run()
    info = solver.getInfo()
    return trace, Work(int(info.mip_node_count), int(info.simplex_iteration_count))
