"""CBC on the same matrices, from its own log, whose figures have six digits."""

import math
import re
import subprocess
import tempfile
import time
from pathlib import Path

from cbcbox import cbc_bin_path

from planner.solve.matrix import Matrix
from tests.benchmarks.engines import mps
from tests.benchmarks.trace import Task, Trace

_RELAXED = re.compile(r"LP Optimal .*Obj: (?P<bound>\S+) .*Time: (?P<at>[\d.]+)s")
_ROW = re.compile(
    r"^[\s★]*\d+\s+\d+\s+\d+\s+(?P<plan>\S+)\s+(?:[A-Za-z]\S*\s+)?(?P<bound>-?\d\S*)\s+\S+\s+(?P<at>[\d.]+)\s*$"
)
_END = re.compile(
    r"(?:Stopped|Optimal).*(?:No integer solution|Obj: (?P<plan>\S+))\s+Bound: (?P<bound>\S+) .*Time: (?P<at>[\d.]+)s"
)


def run(matrix: Matrix, task: Task) -> Trace:
    """Solve and read the log."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.mps"
        mps.write(matrix, path)
        words = [cbc_bin_path(), str(path), "-sec", f"{task.time_limit_seconds:g}", "-timeMode", "elapsed"]
        words += [
            "-threads",
            str(task.threads),
            "-ratio",
            f"{task.gap:g}",
            "-randomCbcSeed",
            str(task.seed + 1),
            "-solve",
        ]
        begun = time.monotonic()
        # It looks at its clock seldom on large models.
        patience = 3 * task.time_limit_seconds + 60
        log = subprocess.run(words, capture_output=True, text=True, check=False, timeout=patience).stdout
        took = time.monotonic() - begun
    return read_log(log, matrix, took)


def read_log(log: str, matrix: Matrix, took: float) -> Trace:
    """Return what a log tells: the relaxed model's bound, the rows of the tree, and the end."""
    trace = Trace()
    in_tree = False
    for line in log.splitlines():
        in_tree = "Branch and bound" in line if line.startswith("▶") else in_tree
        found = _RELAXED.search(line) or (in_tree and _ROW.match(line)) or _END.search(line)
        if found:
            told = found.groupdict()
            plan, bound = _number(told.get("plan")), _number(told["bound"])
            trace.tell(
                min(took, float(told["at"])),
                math.inf if plan is None else mps.usd_bn(matrix, plan),
                -math.inf if bound is None else mps.usd_bn(matrix, bound),
            )
    return trace


def _number(text: str | None) -> float | None:
    """Return a figure of the log, or None for a dash, or for the huge number that stands for none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e20 else None
