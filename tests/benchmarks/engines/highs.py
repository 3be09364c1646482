"""HiGHS in two ways: through Pyomo's own interface, as anyone would call it, and on the planner's matrix."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import highspy
from pyomo.contrib.appsi.solvers import Highs

from planner.solver.highs import load
from planner.solver.program.matrix import Matrix
from tests.benchmarks.trace import Clock, Task, Trace, Work

# A row of the log: nodes, leaves, explored, bound, best plan, gap, cuts, conflicts, iterations, time.
_NUMBER = r"(-?inf|-?[\d.]+(?:e[+-]?\d+)?)"
_ROW = re.compile(rf"\s[\d.]+%\s+{_NUMBER}\s+{_NUMBER}\s.*\s(?P<at>[\d.]+)s\s*$")
_NODES = re.compile(r"^  Nodes\s+(\d+)\s*$", re.MULTILINE)
_ITERATIONS = re.compile(r"^  LP iterations\s+(\d+)\s*$", re.MULTILINE)


LOGGED_EVERY_SECONDS = 1.0


def run_model(m: Any, task: Task, clock: Clock) -> tuple[Trace, Work]:
    """Solve a Pyomo model through Pyomo's own interface and read the log."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "highs.log"
        solver = Highs()
        solver.config.time_limit = clock.left()
        solver.config.load_solution = False
        solver.highs_options = {"threads": task.threads, **_options(task, log)}
        results = solver.solve(m)
        ended = clock.seconds()
        trace, work = read_log(log.read_text(encoding="utf-8"), ended)
    best, bound = results.best_feasible_objective, results.best_objective_bound
    trace.add(ended, float("inf") if best is None else best, float("-inf") if bound is None else bound)
    return trace, work


def run_matrix(matrix: Matrix, task: Task, clock: Clock) -> tuple[Trace, Work]:
    """Solve a matrix and read the log; callbacks into Python would slow HiGHS down."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "highs.log"
        written = {"output_flag": True, "log_to_console": False}
        solver = load(matrix, **written, threads=task.threads, time_limit=clock.left(), **_options(task, log))
        solver.run()
        ended, info = clock.seconds(), solver.getInfo()
        trace, work = read_log(log.read_text(encoding="utf-8"), ended, matrix.unscaled)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    best = matrix.unscaled(info.objective_function_value) if found else float("inf")
    trace.add(ended, best, matrix.unscaled(info.mip_dual_bound))
    return trace, work


def _options(task: Task, log: Path) -> dict[str, Any]:
    """Return the task as options; all others stay as they are, but for the log, which is written more often."""
    return {
        "random_seed": task.seed,
        "mip_rel_gap": task.gap,
        "mip_min_logging_interval": LOGGED_EVERY_SECONDS,
        "log_file": str(log),
    }


def read_log(text: str, ended: float, usd_bn: Callable[[float], float] = float) -> tuple[Trace, Work]:
    """Return the course and the counts of a log, whose objective values `usd_bn` turns into the model's own unit.

    HiGHS counts its seconds up to the end of its run, at `ended`.
    """
    trace = Trace()
    timings = re.findall(r"^\s+Timing\s+([\d.]+)", text, re.MULTILINE)
    began = max(0.0, ended - float(timings[-1])) if timings else 0.0
    for line in text.splitlines():
        if match := _ROW.search(line):
            trace.add(min(ended, began + float(match["at"])), usd_bn(float(match[2])), usd_bn(float(match[1])))
    return trace, Work(_last(_NODES, text), _last(_ITERATIONS, text))


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    counts = pattern.findall(text)
    return int(counts[-1]) if counts else None
