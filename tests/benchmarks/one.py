"""One measurement in a process of its own: read, build, compile, solve; one JSON object on standard output."""

import itertools
import json
import math
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any

from planner.case.shape import Shape
from planner.model.build import STRENGTH, build
from planner.solve.compile import compile_stages
from planner.solve.matrix import Matrix
from tests.benchmarks.subjects import case_hash, case_named
from tests.benchmarks.trace import Point, Task, Trace

OBVIOUS = "none"
ALL = "all"
GAPS = (0.02, 0.016, 0.01, 0.005)


@dataclass(frozen=True, slots=True)
class Job:
    """A case, who solves it, and on which formulation: all strengthening families, none, or all but one."""

    case: str
    engine: str
    strength: str
    task: Task

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Job":
        """Read a job as `asdict` writes it."""
        return cls(**{**data, "task": Task(**data["task"])})


def families(strength: str) -> tuple[Any, ...]:
    """Return the families of a formulation; `-tool_counts` leaves that out, `-counters` also what stands on them."""
    if strength == OBVIOUS:
        return ()
    left_out = {strength.removeprefix("-")} | ({"tool_counts"} if strength == "-counters" else set())
    return tuple(family for family in STRENGTH if family.__name__.rsplit(".", 1)[-1] not in left_out)


def measure(job: Job) -> dict[str, Any]:
    """Do a job and return its figures; what never came is None."""
    laps = [time.perf_counter()]
    case = case_named(job.case)
    laps.append(time.perf_counter())
    m = build(Shape(case), families(job.strength))
    laps.append(time.perf_counter())
    stages = compile_stages(m)
    laps.append(time.perf_counter())
    matrix = stages[-1]
    trace, capex = _solve(job, m, stages)
    return {
        "case_sha256": case_hash(case),
        "seconds": dict(
            zip(
                ("read", "build", "compile"),
                (round(b - a, 3) for a, b in itertools.pairwise(laps)),
                strict=True,
            )
        ),
        "size": {
            "columns": matrix.cost.size,
            "rows": matrix.row_lower.size,
            "nonzeros": matrix.value.size,
            "integers": int(matrix.integer.sum()),
        },
        "first_plan_seconds": _known(trace.first_plan_seconds()),
        "seconds_to_gap": {f"{gap:g}": _known(trace.seconds_to(gap)) for gap in GAPS},
        "at_limit": _told(trace.at(job.task.time_limit_seconds + 1.0)),
        "capex_usd_bn": capex,
    }


def _solve(job: Job, m: Any, stages: tuple[Matrix, ...]) -> tuple[Trace, float | None]:
    # Each solver is imported where it is used, so that its memory counts only there.
    if job.engine == "planner":
        from tests.benchmarks.engines import planner

        trace, x = planner.run(stages, job.task)
        return trace, None if x is None else planner.capex_usd_bn(m, stages[-1], x)
    if job.engine == "highs":
        from tests.benchmarks.engines import highs

        return highs.run(m, job.task), None
    if job.engine == "scip":
        from tests.benchmarks.engines import scip

        return scip.run(stages[-1], job.task), None
    from tests.benchmarks.engines import cbc

    return cbc.run(stages[-1], job.task), None


def _told(point: Point) -> dict[str, float | None]:
    return {"incumbent": _known(point.incumbent), "bound": _known(point.bound), "gap": _known(point.gap)}


def _known(figure: float) -> float | None:
    return round(figure, 6) if math.isfinite(figure) else None


def words(job: Job) -> list[str]:
    """Return the command of a job."""
    return [sys.executable, "-m", "tests.benchmarks.one", json.dumps(asdict(job))]


if __name__ == "__main__":
    print("\n" + json.dumps(measure(Job.of(json.loads(sys.argv[1])))))
