"""The straight line, once: read, check, build, solve, extract, audit. It ends in a `Result`.

Commands, server, studies and notebooks call `read_case_file`, then `solve`, and show what comes back in their own way.
"""

import logging
import math
import platform
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from planner import __version__
from planner.audit import Audit, audit
from planner.audit.findings import unfinished
from planner.case.records import Case
from planner.extract import extract
from planner.model.build import build
from planner.model.pyomo_model import cost_lines_usd_bn
from planner.plan.records import Outcome, Plan, Schedule, Stage, Status
from planner.registry.variables import RISK, UNSERVED
from planner.report.figures.glance import Glance
from planner.report.figures.headline import Figures, figures
from planner.report.words.verdict import ENDED_EARLY, SCHEDULE_ALONE, UNCLEAN, without_plan
from planner.shape.bans import bans
from planner.shape.shape import Shape
from planner.solver.events import Incumbent, OnProgress, Progress, ignore, relative_gap
from planner.solver.foreign.find import find_solver
from planner.solver.options import HIGHS, Proof, SolveOptions
from planner.solver.portfolio.bans import Lifted, lifted_bans, probes_of
from planner.solver.portfolio.known_plan import decided_plan, warm_start_columns
from planner.solver.portfolio.passes import solve_stages
from planner.solver.program.compile import ContradictionError, compile_stages
from planner.solver.program.matrix import Floats, Matrix
from planner.workbook.case_file import CaseFile

if TYPE_CHECKING:
    import pandas as pd

    from planner.report.plan_charts import Charted

log = logging.getLogger(__name__)

UNPROVEN = (Status.FEASIBLE, Status.NO_PLAN, Status.CANCELLED)
CONTRADICTION = "Locks and limits contradict each other before anything is decided"


@dataclass(frozen=True, slots=True)
class StepSeconds:
    """Wall seconds of each step of the straight line; None for a step that was not done."""

    read: float | None = None
    build: float | None = None
    solve: float | None = None
    audit: float | None = None
    write: float | None = None

    def by_step(self) -> dict[str, float]:
        """Return the seconds of the steps that were done, in order."""
        steps = {"read": self.read, "build": self.build, "solve": self.solve, "audit": self.audit, "write": self.write}
        return {step: round(seconds, 3) for step, seconds in steps.items() if seconds is not None}


@dataclass(frozen=True)
class Result:
    """How a solve ended: the plan of a case, and what the independent audit says of it.

    Without a plan, `plan` holds only its outcome and `audit` is None. `message` is what a reader has to know beside the
    figures, empty if nothing. Prints itself: `print(result)` in a terminal, and as a page in a notebook.
    """

    case: Case
    plan: Plan
    audit: Audit | None
    seconds: StepSeconds = field(default_factory=StepSeconds)
    note: str = ""
    """A remark of the solver on anything unusual, empty if none."""
    failure: Exception | None = None
    """What went wrong once a plan was found. Without an audit, `plan` then holds the schedule of that plan alone."""

    @property
    def status(self) -> Status:
        """How the solve ended."""
        return self.plan.outcome.status

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan; where there is none, nothing below has anything to show."""
        return self.audit is not None

    @property
    def message(self) -> str:
        """What a reader has to know: why there is no plan, that an audit failed, or what the solver noted."""
        if self.audit is None:
            reason = SCHEDULE_ALONE if self.failure is not None else without_plan(self.case, self.status)
            return " ".join(filter(None, (reason, self.note)))
        return self.note if self.audit.clean else UNCLEAN

    @cached_property
    def figures(self) -> Figures:
        """The headline figures: coverage in per cent, money in usd_bn (undiscounted), objective, bound and gap."""
        return figures(self.case, self.plan)

    @cached_property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """The sheets of the plan workbook as tables by name, one fact a row; headers carry the units."""
        from planner.report.contract.value_tables import all_tables

        return all_tables(self.case, self.plan)

    def charts(self) -> "list[Charted]":
        """Return the charts that the plan has something to show in, each with a name and a sentence.

        In a notebook each shows itself. Their `png()` raises ModuleNotFoundError without the extra `charts`.
        """
        from planner.report.plan_charts import charts

        return charts(self.case, self.plan) if self.has_plan else []

    def summary(self) -> str:
        """Return the plan as text of 80 columns: status, key figures, what is built, and coverage by year."""
        from planner.report.words.terminal import summary_text

        return "\n".join(filter(None, (summary_text(self.case, self.plan) if self.has_plan else "", self.message)))

    def write(self, path: Path | str) -> Path:
        """Write the plan workbook, whole or not at all, and return its path.

        Where its charts cannot be drawn it has no pictures, which the log says. Raises OSError where it cannot be
        written, ValueError where there is no plan.
        """
        from planner.report.excel.workbook import write_plan
        from planner.report.words.verdict import audit_lines

        if self.audit is None:
            raise ValueError(self.message)
        note = write_plan(Path(path), self.case, self.plan, audit_lines(self.audit))
        if note:
            log.warning("%s", note)
        return Path(path)

    def __str__(self) -> str:
        """Return the summary."""
        return self.summary()

    def __repr__(self) -> str:
        """Return status, objective and gap on one line."""
        name, outcome = self.case.settings.case_name, self.plan.outcome
        return f"<Result of {name!r}: {outcome.status}, {outcome.objective:.6g}, gap {outcome.gap:.3g}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the summary, with its columns kept."""
        return f'<pre style="line-height: 1.25">{escape(self.summary())}</pre>'


Draft = Callable[[], Result]
"""Makes an intermediate plan, before the final polish; calling it takes as long as an audit."""


def keep_none(*_: object) -> None:
    """Keep no plan but the one that is returned."""


def solve(
    case: Case | CaseFile,
    options: SolveOptions | None = None,
    *,
    on_progress: OnProgress = ignore,
    on_plan: Callable[[Draft], None] = keep_none,
    on_extracted: Callable[[Case, Plan], None] = keep_none,
    cancel: threading.Event | None = None,
    warm_start: Schedule | None = None,
) -> Result:
    """Return the best plan found for a case, audited; without one, a result that says why.

    `on_progress` is called several times a second with incumbent, bound and gap. `on_plan` is offered every better plan
    on the way as a draft, which must be made, if at all, in the thread that solves; `on_extracted` gets the last plan
    before its audit, without its run record. Setting `cancel` ends the solve with the best plan so far. `warm_start` is
    a schedule to start from. An error loses no plan that was found: `Result.failure` holds it.

    Objective and bound are in discounted usd_bn, the gap is (incumbent - bound) / |incumbent|. A bad end raises
    nothing: it is a status. SolverMissing is raised where the requested solver is not available, CaseProblems
    where the case has errors.
    """
    options = options or SolveOptions()
    find_solver(options.solver)
    source = case if isinstance(case, CaseFile) else None
    line = _Line(case.case if isinstance(case, CaseFile) else case, options, source)
    return line.solve(on_progress, on_plan, on_extracted, cancel or threading.Event(), warm_start)


class _Line:
    """One case on its way from its model to its plan."""

    def __init__(self, case: Case, options: SolveOptions, source: CaseFile | None) -> None:
        """Derive the indices of the case; its model is built by `solve`."""
        self._options = options
        self._source = source
        self._seconds = StepSeconds(read=source.read_seconds if source is not None else None)
        self._clock = _Clock()
        self._shape = Shape(case)

    def solve(
        self,
        on_progress: OnProgress,
        on_plan: Callable[[Draft], None],
        on_extracted: Callable[[Case, Plan], None],
        cancel: threading.Event,
        warm_start: Schedule | None,
    ) -> Result:
        """Build, compile, solve, extract and audit."""
        shape, options = self._shape, self._options
        self._model = build(shape)
        try:
            stages = compile_stages(self._model)
        except ContradictionError:
            self._seconds = replace(self._seconds, build=self._clock.lap())
            return self._without_plan(Outcome(Status.INFEASIBLE, math.inf, math.inf, math.inf, {}), CONTRADICTION)
        self._seconds = replace(self._seconds, build=self._clock.lap())
        matrix, banned = stages[-1], bans(shape)
        known = warm_start_columns(shape, matrix, warm_start) if warm_start is not None else None

        glance, last = Glance(shape, matrix), Progress("solve", 0.0, math.inf, -math.inf, math.inf)
        best: Incumbent | None = None

        def on_state(progress: Progress) -> None:
            nonlocal last
            last = glance.add(progress)
            on_progress(last)

        def on_incumbent(incumbent: Incumbent) -> None:
            nonlocal best
            best = incumbent
            glance.take(incumbent)
            on_plan(lambda: self._draft(stages, incumbent))

        shortages = np.array([name in (*UNSERVED, *RISK) for name, _ in matrix.columns], dtype=bool)
        try:
            staged = solve_stages(
                stages, options, on_state, cancel, probes_of(matrix, banned), on_incumbent, known, shortages
            )
            if staged.outcome.x is not None:
                on_progress(replace(last, phase="audit"))
        except Exception as error:
            if best is None:
                raise
            log.info("the solve ended with an error", exc_info=error)
            self._seconds = replace(self._seconds, solve=self._clock.lap())
            return replace(self._draft(stages, best, ENDED_EARLY), failure=error)
        self._seconds = replace(self._seconds, solve=self._clock.lap())
        solved = staged.outcome
        note = solved.message
        if options.solver != HIGHS and not note and math.isinf(solved.bound) and solved.status in UNPROVEN:
            note = f"The solver {options.solver} reported no bound"
        gap = relative_gap(solved.objective, solved.bound)
        outcome = Outcome(solved.status, solved.objective, solved.bound, gap, {}, staged.first, solved.unavoidable)
        if solved.x is None:
            return self._without_plan(outcome, note, solved.proof)
        lifted = lifted_bans(shape.case, banned, solved.tried)
        return self._result(matrix, solved.x, outcome, lifted, note, solved.proof, on_extracted)

    def _without_plan(self, outcome: Outcome, note: str, proof: Proof | None = None) -> Result:
        plan = Plan(outcome, run=self._run_record(note, proof))
        return Result(self._shape.case, plan, None, self._seconds, note)

    def _draft(self, stages: tuple[Matrix, ...], incumbent: Incumbent, note: str = "") -> Result:
        """Return the plan of an incumbent. Of a first stage nothing is proven before it ends."""
        matrix = stages[-1]
        objective = matrix.objective(incumbent.x)
        bound = min(incumbent.bound, objective)
        first = Stage(stages[0].objective(incumbent.x), -math.inf, math.inf) if len(stages) > 1 else None
        outcome = Outcome(Status.FEASIBLE, objective, bound, relative_gap(objective, bound), {}, first)
        return self._result(matrix, incumbent.x, outcome, (), note)

    def _result(
        self,
        matrix: Matrix,
        x: Floats,
        outcome: Outcome,
        lifted: Lifted,
        note: str,
        proof: Proof | None = None,
        on_extracted: Callable[[Case, Plan], None] = keep_none,
    ) -> Result:
        """Return the plan that a point stands for, audited; where an error prevents that, its schedule alone."""
        clock, case = _Clock(), self._shape.case
        verdict: Audit | None = None
        failure: Exception | None = None
        try:
            plan = plan_of(self._shape, self._model, matrix, x, outcome, lifted)
        except Exception as error:
            plan, failure = decided_plan(case, matrix, x, replace(outcome, status=Status.ERROR)), error
        else:
            try:
                on_extracted(case, plan)
                verdict = audit(case, plan)
            except Exception as error:
                verdict, failure = unfinished(error, outcome.objective), error
        if failure is not None:
            log.info("the plan cannot be reported in full", exc_info=failure)
        self._seconds = replace(self._seconds, audit=clock.lap())
        return Result(case, replace(plan, run=self._run_record(note, proof)), verdict, self._seconds, note, failure)

    def _run_record(self, note: str, proof: Proof | None) -> dict[str, str | int | float]:
        """Return what the sheet `run` of a plan workbook says: versions, options, seconds, and the note if any."""
        options, solver = self._options, find_solver(self._options.solver)
        return {
            **(self._source.record if self._source is not None else {}),
            "planner_version": __version__,
            "python_version": platform.python_version(),
            **{f"{package}_version": version(package) for package in ("highspy", "pyomo")},
            "solver": solver.name,
            "solver_interface": solver.interface,
            "solver_version": solver.version or "unknown",
            "seed": options.seed,
            "threads": options.threads,
            "proof": str(proof or options.proof) if solver.name == HIGHS else solver.name,
            "gap_asked": options.gap,
            **({} if options.node_limit is None else {"node_limit": options.node_limit}),
            "time_limit_seconds": "none" if math.isinf(options.time_limit_seconds) else options.time_limit_seconds,
            **{f"seconds_{step}": seconds for step, seconds in self._seconds.by_step().items()},
            **({"message": note} if note else {}),
        }


def plan_of(shape: Shape, model: Any, matrix: Matrix, x: Floats, outcome: Outcome, lifted: Lifted = ()) -> Plan:
    """Return the plan that a point of a case's matrix stands for."""
    values = matrix.values(np.where(matrix.integer, np.round(x), x))
    outcome = replace(outcome, cost_usd_bn=cost_lines_usd_bn(model, values))
    return extract(shape, values, outcome, matrix.slacks(x), lifted, {})


class _Clock:
    """Seconds since the last lap."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        seconds, self._last = now - self._last, now
        return seconds
