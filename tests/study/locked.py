"""A solve with nine tenths of all decisions locked, against the free one: python -m tests.study.locked CASE.xlsx [GAP].

Prints CPU seconds of this process and all that it started, for each of three draws of what is locked. The decisions are
those of the sheet `locks` of a plan: what each pair, conversion and shell starts, and when.
"""

import random
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import replace

import planner
from planner.report.contract.layout import LOCK_COLUMNS
from planner.report.contract.tables import locks
from planner.solver.options import SolveOptions
from planner.workbook.edit.edits import Value

SHARE = 0.9
SEEDS = range(3)


def locked(base: planner.Variant, plan: planner.Plan, seed: int) -> planner.Variant:
    """Return a case in which nine tenths of the decisions are those of a plan."""
    rows = list(locks(base.case, plan))
    keys = sorted({row[:3] for row in rows})
    chosen = set(random.Random(seed).sample(keys, round(SHARE * len(keys))))
    edits = [_row(dict(zip(LOCK_COLUMNS, row, strict=True))) for row in rows if row[:3] in chosen]
    return base.with_edits(f"locked {seed}", edits)


def _row(values: Mapping[str, Value]) -> planner.AddedRow:
    return planner.AddedRow("locks", {name: value for name, value in values.items() if value != ""})


def timed(case: planner.Case, options: SolveOptions) -> tuple[planner.Result, float, float]:
    """Return a solve with its CPU and wall seconds."""
    before, begun_at = _cpu_seconds(), time.monotonic()
    result = planner.solve(case, options)
    return result, _cpu_seconds() - before, time.monotonic() - begun_at


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> int:
    """Print how long each solve takes, and the locked one as a share of the free one."""
    path, gap = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.01
    base = planner.as_it_stands(planner.read_case_file(path))
    options = SolveOptions(gap=gap, time_limit_seconds=1800.0, threads=2)
    free, cpu, wall = timed(base.case, options)
    print(f"free: {free.status}, {free.plan.outcome.objective:.2f}, {cpu:.1f} CPU s, {wall:.1f} s", flush=True)
    worst = 0.0
    for seed in SEEDS:
        result, used, seconds = timed(locked(base, free.plan, seed).case, replace(options, seed=seed))
        worst = max(worst, used / cpu)
        outcome = result.plan.outcome
        print(
            f"locked {seed}: {result.status}, {outcome.objective:.2f}, {used:.1f} CPU s, {seconds:.1f} s, "
            f"{used / cpu:.2f} of the free solve",
            flush=True,
        )
    return worst > 0.25


if __name__ == "__main__":
    sys.exit(main())
