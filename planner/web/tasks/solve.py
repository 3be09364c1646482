"""Task: solve a workbook and report progress; the best plan so far is always in the store."""

import math
import time
from dataclasses import replace
from functools import partial
from typing import Any

from planner.pipeline import Result, solve
from planner.plan.records import Schedule, Status
from planner.report.contract.plan_json import from_text, to_text
from planner.solver.events import Progress
from planner.solver.options import SolveOptions, available_cores
from planner.study.aims.aim import differences
from planner.study.compare.nearest import in_calendar, nearest
from planner.study.errors import ExecutorError, QuestionError
from planner.study.solves.drafts import Drafts
from planner.study.solves.where import LOCAL, where
from planner.study.solves.worker import JobFailedError
from planner.web.queue.lifeline import Lifeline, Unsolved
from planner.web.store.records import INPUT, INTERIM, PLAN, Run, State
from planner.web.store.store import Store
from planner.web.store.trouble import trouble_of
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.late import LATE, is_late
from planner.web.tasks.results import put_schedule, put_view, put_workbook
from planner.web.tasks.storing import Events, store_when_possible
from planner.web.view.waiting import Waiting
from planner.workbook.case_file import CaseFile, read_case_file
from planner.workbook.reader import read_case

_MIN_SECONDS, _MAX_SECONDS = 0.25, 1.0
"""Seconds between two progress events: where something changed, and where nothing did."""
_NEAREST_SECONDS = 60.0
_PHASES = {
    "polish": "polishing the best plan",
    "warm start": "applying the warm start",
    "solve": "solving",
    "audit": "checking the plan (audit)",
}
_ENDED_EARLY = "The server stopped before a plan was found; solve it again from the check page."
_START_AGAIN = "Nothing is lost: when the cluster is back, solve the run again from its check page."


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Solve the workbook of a running run."""
    stored = store.run(run)
    assert stored is not None
    writer = ProgressWriter(store, run, Waiting(stored.asked.time_limit_seconds))
    with alone(store, run), workplace(store, run) as (path, folder):
        writer.log("reading the workbook")
        source = replace(read_case_file(path), file_name=stored.file_name)
        writer.log("building the model")
        asked = stored.asked
        options = SolveOptions(time_limit_seconds=asked.time_limit_seconds, gap=asked.gap, seed=asked.seed)
        warm_start = _warm(store, stored, source)
        if warm_start is not None:
            writer.log("warm start from the plan of the original run")
        lifeline.report_stage()
        result = _solved(source, options, warm_start, writer, lifeline)
        if stored.change and warm_start is not None:
            lifeline.report_stage()
            result = _nearest(result, warm_start, options, writer, lifeline)
        end = State.INTERRUPTED if lifeline.orphaned else State.ENDED
        moved = partial(store.move, run, end, State.RUNNING, State.INTERRUPTED, ended=time.time())
        message = result.message
        if result.status is Status.CANCELLED and is_late(store, run, lifeline):
            result = _stopped_at_its_limit(result)
            message = " ".join(filter(None, (LATE.format("solve"), result.message if result.has_plan else result.note)))
        status = result.status
        writer.end(result)
        if result.audit is None:
            if lifeline.orphaned and status is Status.CANCELLED:
                message = " ".join(filter(None, (_ENDED_EARLY, result.note)))
            if result.failure is not None:
                message = f"{message} {type(result.failure).__name__}: {result.failure}"
                store_when_possible(store, lifeline, partial(put_schedule, store, run, result))
            store_when_possible(store, lifeline, partial(moved, status=status, message=message))
            return
        writer.log("writing the plan")
        lifeline.report_stage()
        written = (store, run, result.case, result.plan, result.audit)
        figures = store_when_possible(store, lifeline, partial(put_view, *written))
        if end is State.INTERRUPTED:
            message = "The server stopped before the solve ended; this is the best plan found."
        store_when_possible(store, lifeline, partial(put_workbook, *written, folder))
        store_when_possible(store, lifeline, writer.events.send)
        store_when_possible(store, lifeline, partial(moved, status=status, message=message, figures=figures))


def _stopped_at_its_limit(result: Result) -> Result:
    """Return a result that nobody has cancelled with the status of one that its time limit has ended."""
    status = Status.FEASIBLE if result.has_plan else Status.NO_PLAN
    outcome = replace(result.plan.outcome, status=status)
    return replace(result, plan=replace(result.plan, outcome=outcome))


def _solved(
    source: CaseFile, options: SolveOptions, warm_start: Schedule | None, writer: "ProgressWriter", lifeline: Lifeline
) -> Result:
    """Return the solved case, from here or from a cluster. Raises Unsolved where the cluster is lost, or fails."""
    place = where(lifeline.executor)
    if place.kind == LOCAL:
        if place.slots:
            options = replace(options, threads=max(1, available_cores() // place.slots))
        return solve(
            source,
            options,
            on_progress=writer.on_progress,
            on_plan=writer.drafts.on_plan,
            cancel=lifeline.stop,
            warm_start=warm_start,
        )
    from planner.study.solves.live import solve_live

    try:
        return solve_live(
            place.address,
            source,
            options,
            on_progress=writer.on_progress,
            on_plan=writer.drafts.on_plan,
            on_wait=writer.on_wait,
            cancel=lifeline.stop,
            warm_start=warm_start,
            memory_mb=lifeline.memory_mb,
        )
    except ExecutorError as error:
        raise Unsolved(f"{error} {_START_AGAIN}") from error
    except JobFailedError as error:
        raise Unsolved(f"The solve failed on the cluster: {error}.") from error


def _warm(store: Store, run: Run, source: CaseFile) -> Schedule | None:
    """Return the decisions of the plan of the original run, if any, in the periods of this case."""
    text = store.file(run.parent, PLAN) if run.parent else None
    if text is None:
        return None
    schedule = from_text(text).schedule
    if not run.change or store.length(run.parent, INPUT) is None:
        return schedule
    with workplace(store, run.parent) as (path, _):
        return in_calendar(schedule, read_case(path), source.case)


def _nearest(
    result: Result, old: Schedule, options: SolveOptions, writer: "ProgressWriter", lifeline: Lifeline
) -> Result:
    """Return the plan nearest to the original one within the gap, so that what differs is due to the change.

    On a cluster the plan stays as it is: this machine does not solve then.
    """
    is_sound = result.audit is not None and result.audit.clean
    if not is_sound or lifeline.stop.is_set() or where(lifeline.executor).kind != LOCAL:
        return result
    before = differences(result.plan.schedule, old)
    if not before:
        return result
    writer.log("looking for the plan within the gap that is nearest to the original one")
    limited = replace(options, time_limit_seconds=min(options.time_limit_seconds, _NEAREST_SECONDS))
    try:
        near = nearest(result.case, result.plan, old, limited, cancel=lifeline.stop)
    except QuestionError:  # no bound is proven, so nobody knows which plans are within the gap
        return result
    spared = before - differences(near.plan.schedule, old)
    if near.audit is None or not near.audit.clean or spared <= 0:
        return result
    writer.log(f"{spared} difference{'s' if spared > 1 else ''} without effect on the objective left out")
    return replace(result, plan=near.plan, audit=near.audit)


class ProgressWriter:
    """Writes the progress of a solve into the store, at a rate that a page can show, and stores drafts."""

    def __init__(self, store: Store, run: str, waiting: Waiting) -> None:
        """Write nothing yet."""
        self._waiting = waiting
        self.events = Events(store, run)
        self.drafts = Drafts(self._keep)
        self._store, self._run = store, run
        self._last: Progress | None = None
        self._written_at = -math.inf
        self._is_waiting = False
        self._covered_pct = math.nan

    def log(self, line: str) -> None:
        """Log a line."""
        self.events.add("log", {"line": line})

    def on_wait(self) -> None:
        """Report once that the solve has no place yet."""
        if not self._is_waiting:
            self._is_waiting = True
            self.log("waiting for a free worker of the cluster")

    def on_progress(self, progress: Progress) -> None:
        """Handle progress, several times a second."""
        now, before = time.monotonic(), self._last
        self._is_waiting = False
        if before is None or progress.phase != before.phase:
            self.log(_PHASES.get(progress.phase, f"solving, phase {progress.phase}"))
        if before is not None and progress.incumbent < before.incumbent - 1e-9:
            self.log(f"a better plan: {progress.incumbent:,.3f} bn USD after {progress.seconds:.1f} s")
        changed = before is None or (progress.phase, progress.incumbent, progress.bound) != (
            before.phase,
            before.incumbent,
            before.bound,
        )
        said = self._waiting.add(progress)
        if math.isnan(progress.coverage_pct):
            progress = replace(progress, coverage_pct=self._covered_pct)
        if now - self._written_at >= (_MIN_SECONDS if changed else _MAX_SECONDS):
            self.events.add("progress", {**_plain(progress), **said})
            self._written_at = now
        self._last = progress
        self.drafts.make()

    def end(self, result: Result) -> None:
        """Report the final result."""
        outcome = result.plan.outcome
        last = Progress("end", result.seconds.solve or 0.0, outcome.objective, outcome.bound, outcome.gap)
        self.events.add("progress", {**_plain(last), "reached": dict(self._waiting.reached)})

    def _keep(self, result: Result) -> bool:
        """Store a draft, unless the store cannot be written at the moment."""
        self._covered_pct = result.figures.coverage_pct
        try:
            self._store.put(self._run, {INTERIM: to_text(result.plan).encode()})
        except Exception as error:
            if trouble_of(error, self._store.folder) is None:
                raise
            return False
        return True


def _plain(progress: Progress) -> dict[str, Any]:
    """Return progress as plain data without infinities."""
    numbers = {"seconds": progress.seconds, "incumbent": progress.incumbent, "bound": progress.bound}
    numbers |= {"gap": progress.gap, "coverage_pct": progress.coverage_pct, "capex_usd_bn": progress.capex_usd_bn}
    return {"phase": progress.phase, **{k: v if math.isfinite(v) else None for k, v in numbers.items()}}
