"""One measurement in its own process: read, build, compile, solve, audit; one JSON object on standard output.

All seconds in the object are calibrated and count from the start of the process, imports included.
"""

import json
import math
import sys
from dataclasses import dataclass
from typing import Any

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.program.compile import compile_stages
from planner.solver.program.matrix import Matrix
from tests.benchmarks.contenders import families
from tests.benchmarks.subjects import case_hash, case_named
from tests.benchmarks.trace import Clock, Point, Task, Trace, Work

GAPS = (0.02, 0.016, 0.01, 0.005)
CHECKPOINTS_SECONDS = (10, 30, 60, 120, 300, 600)
"""Calibrated. What was known then is kept of every run that is as long."""
LAST_WORDS_SECONDS = 1.0
"""Calibrated. What arrives so soon after the time limit counts as known at the limit."""


@dataclass(frozen=True, slots=True)
class Job:
    """A case, who solves it, on which formulation, and whether another process keeps a core busy meanwhile.

    The formulation has all strengthening families, none, or all but one.
    """

    case: str
    engine: str
    strength: str
    task: Task
    neighbour: bool = False

    @property
    def identity(self) -> tuple[str, str, str, int, bool]:
        """What a later run replaces an earlier one by."""
        return self.case, self.engine, self.strength, self.task.seed, self.neighbour

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Job":
        """Read a job out of a record."""
        task = Task(**data["task"])
        return cls(data["case"], data["engine"], data["strength"], task, data["neighbour"])


@dataclass(frozen=True, slots=True)
class Order:
    """A job, the factor by which this machine is slower than a calibrated second, and when the process was started."""

    job: Job
    factor: float
    started_at: float

    @classmethod
    def read(cls, text: str) -> "Order":
        """Read an order as the command line of a process holds it."""
        data = json.loads(text)
        return cls(Job.of(data["job"]), data["factor"], data["started_at"])

    @property
    def clock(self) -> Clock:
        """The clock of the whole command, in wall seconds."""
        return Clock(self.started_at, self.job.task.time_limit_seconds * self.factor)


def measure(order: Order) -> dict[str, Any]:
    """Do a job and return its figures; what never came is None."""
    job, clock = order.job, order.clock
    laps = {"start": clock.seconds()}
    case = case_named(job.case)
    laps["read"] = clock.seconds()
    shape = Shape(case)
    m = build(shape, families(job.strength))
    laps["build"] = clock.seconds()
    stages = compile_stages(m)
    laps["compile"] = clock.seconds()
    plan: dict[str, float | None] = {"capex_usd_bn": None, "audit_findings": None}
    if job.engine == "planner":
        # Each solver is imported where it is used, so that its memory counts only there.
        from tests.benchmarks.engines import planner

        wall, solution = planner.run(stages, job.task, clock)
        laps["solve"] = clock.seconds()
        work = planner.work_of(solution)
        plan = planner.audited(shape, m, stages[-1], solution)
        laps["audit"] = clock.seconds()
    else:
        wall, work = _solve_by_other(job, m, stages, clock)
        laps["solve"] = clock.seconds()
    return {
        "case_sha256": case_hash(case),
        "seconds": _durations(laps, order.factor),
        "size": _size(stages[-1]),
        **plan,
        "work": {"nodes": work.nodes, "lp_iterations": work.lp_iterations},
        **course(wall.calibrated(order.factor), job.task.time_limit_seconds),
    }


def _solve_by_other(job: Job, m: Any, stages: tuple[Matrix, ...], clock: Clock) -> tuple[Trace, Work]:
    if len(stages) > 1:
        raise SystemExit(f"{job.case} has two objectives, one after the other: only the planner solves such a case")
    if job.engine == "highs_pyomo":
        from tests.benchmarks.engines import highs

        return highs.run_model(m, job.task, clock)
    if job.engine == "highs":
        from tests.benchmarks.engines import highs

        return highs.run_matrix(stages[-1], job.task, clock)
    if job.engine in ("scip", "scip_priorities"):
        from tests.benchmarks.engines import scip

        return scip.run(stages[-1], job.task, clock, priorities=job.engine == "scip_priorities")
    from tests.benchmarks.engines import cbc

    return cbc.run(stages[-1], job.task, clock)


def course(trace: Trace, limit_seconds: float) -> dict[str, Any]:
    """Return what a record keeps of a trace in calibrated seconds: every plan, and the state at some times."""
    checkpoints = [seconds for seconds in CHECKPOINTS_SECONDS if seconds < limit_seconds]
    return {
        "first_plan_seconds": _known(trace.first_plan_seconds()),
        "seconds_to_gap": {f"{gap:g}": _known(trace.seconds_to(gap)) for gap in GAPS},
        "checkpoints": {
            **{f"{seconds:g}": _state(trace.at(seconds)) for seconds in checkpoints},
            f"{limit_seconds:g}": _state(trace.at(limit_seconds + LAST_WORDS_SECONDS)),
        },
        "at_end": _state(trace.at(math.inf)),
        "plans": [[round(point.seconds, 2), _known(point.incumbent)] for point in trace.plans()],
    }


def _durations(laps: dict[str, float], factor: float) -> dict[str, float]:
    """Return the calibrated seconds of each step, and of the whole command."""
    ends = list(laps.values())
    steps = {name: end - before for (name, end), before in zip(laps.items(), [0.0, *ends], strict=False)}
    return {name: round(seconds / factor, 3) for name, seconds in {**steps, "whole": ends[-1]}.items()}


def _size(matrix: Matrix) -> dict[str, int]:
    return {
        "columns": matrix.cost.size,
        "rows": matrix.row_lower.size,
        "nonzeros": matrix.value.size,
        "integers": int(matrix.integer.sum()),
    }


def _state(point: Point) -> dict[str, float | None]:
    return {"incumbent": _known(point.incumbent), "bound": _known(point.bound), "gap": _known(point.gap)}


def _known(figure: float) -> float | None:
    return round(figure, 6) if math.isfinite(figure) else None


if __name__ == "__main__":
    print("\n" + json.dumps(measure(Order.read(sys.argv[1]))))
