"""HiGHS as anyone would call it: the model goes to Pyomo's own interface, and all options stay as they are."""

import re
import tempfile
import time
from pathlib import Path
from typing import Any

from pyomo.contrib.appsi.solvers import Highs

from tests.benchmarks.trace import Task, Trace

# A row of the log: nodes, leaves, explored, bound, best plan, gap, cuts, conflicts, iterations, time.
_NUMBER = r"(-?inf|-?[\d.]+(?:e[+-]?\d+)?)"
_ROW = re.compile(rf"\s[\d.]+%\s+{_NUMBER}\s+{_NUMBER}\s.*\s(?P<at>[\d.]+)s\s*$")


def run(m: Any, task: Task) -> Trace:
    """Solve and read the log; Pyomo's own time before HiGHS starts counts."""
    trace = Trace()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "highs.log"
        solver = Highs()
        solver.config.time_limit = task.time_limit_seconds
        solver.config.load_solution = False
        solver.highs_options = {
            "threads": task.threads,
            "random_seed": task.seed,
            "mip_rel_gap": task.gap,
            "log_file": str(log),
        }
        begun = time.monotonic()
        results = solver.solve(m)
        took = time.monotonic() - begun
        text = log.read_text(encoding="utf-8")
    running = [float(found) for found in re.findall(r"^\s+Timing\s+([\d.]+)", text, re.MULTILINE)]
    before = max(0.0, took - running[-1]) if running else 0.0
    for line in text.splitlines():
        if found := _ROW.search(line):
            trace.tell(before + float(found["at"]), float(found[2]), float(found[1]))
    best, bound = results.best_feasible_objective, results.best_objective_bound
    trace.tell(took, float("inf") if best is None else best, float("-inf") if bound is None else bound)
    return trace
