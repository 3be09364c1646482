"""CBC on the same matrices, from its own log, whose figures have six digits."""

import math
import re
import subprocess
import tempfile
from pathlib import Path

from cbcbox import cbc_bin_path

from planner.solver.program.matrix import Matrix
from tests.benchmarks.engines import mps
from tests.benchmarks.trace import Clock, Task, Trace, Work

_RELAXED = re.compile(r"LP Optimal .*Obj: (?P<bound>\S+) .*Time: (?P<at>[\d.]+)s")
_ROW = re.compile(
    r"^[\s★]*\d+\s+\d+\s+\d+\s+(?P<plan>\S+)\s+(?:[A-Za-z]\S*\s+)?(?P<bound>-?\d\S*)\s+\S+\s+(?P<at>[\d.]+)\s*$"
)
_END = re.compile(
    r"(?:Stopped|Optimal).*(?:No integer solution|Obj: (?P<plan>\S+))\s+Bound: (?P<bound>\S+) .*Time: (?P<at>[\d.]+)s"
)


_COUNTS = re.compile(r"(?:Stopped|Optimal).* Nodes: (?P<nodes>\d+)\s+Iters: (?P<iterations>\d+)")


def run(matrix: Matrix, task: Task, clock: Clock) -> tuple[Trace, Work]:
    """Solve and read the log."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.mps"
        mps.write(matrix, path)
        limit = clock.left()
        words = [cbc_bin_path(), str(path), "-sec", f"{limit:g}", "-timeMode", "elapsed"]
        words += ["-threads", str(task.threads), "-ratio", f"{task.gap:g}", "-randomCbcSeed", str(task.seed + 1)]
        began = clock.seconds()
        # It looks at its clock seldom on large models.
        patience = 3 * limit + 60
        log = subprocess.run([*words, "-solve"], capture_output=True, text=True, check=False, timeout=patience).stdout
    return read_log(log, matrix, began, clock.seconds())


def read_log(log: str, matrix: Matrix, began: float, ended: float) -> tuple[Trace, Work]:
    """Return what a log says: the bound of the LP relaxation, the rows of the tree, the end, and the counts."""
    trace = Trace()
    in_tree = False
    for line in log.splitlines():
        in_tree = "Branch and bound" in line if line.startswith("▶") else in_tree
        match = _RELAXED.search(line) or (in_tree and _ROW.match(line)) or _END.search(line)
        if match:
            figures = match.groupdict()
            plan, bound = _number(figures.get("plan")), _number(figures["bound"])
            trace.add(
                min(ended, began + float(figures["at"])),
                math.inf if plan is None else mps.usd_bn(matrix, plan),
                -math.inf if bound is None else mps.usd_bn(matrix, bound),
            )
    counts = _COUNTS.search(log)
    return trace, Work(int(counts["nodes"]), int(counts["iterations"])) if counts else Work()


def _number(text: str | None) -> float | None:
    """Return a figure of the log, or None for a dash, or for the huge number that stands for none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e20 else None
