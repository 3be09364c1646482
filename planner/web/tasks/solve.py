"""Task: solve a workbook and report progress; the best plan so far is always in the store."""

import math
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from planner.pipeline import Draft, Result, solve
from planner.plan.records import Schedule, Status
from planner.report.contract.plan_json import from_text, to_text
from planner.solver.events import Progress
from planner.solver.options import SolveOptions
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM, PLAN, Run, State
from planner.web.store.store import Store
from planner.web.store.trouble import trouble_of
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.results import put_view, put_workbook
from planner.web.tasks.storing import Events, store_when_possible
from planner.workbook.case_file import read_case_file

_MIN_SECONDS, _MAX_SECONDS = 0.25, 1.0
"""Seconds between two progress events: where something changed, and where nothing did."""
_PHASES = {
    "polish": "polishing the best plan",
    "warm start": "applying the warm start",
    "solve": "solving",
    "audit": "checking the plan (audit)",
}
_ENDED_EARLY = "The server stopped before a plan was found; solve it again from the check page."
_REST = 10.0
"""A draft is written when this multiple of the time of the last one has passed."""


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Solve the workbook of a running run."""
    stored = store.run(run)
    assert stored is not None
    writer = ProgressWriter(store, run, Events(store, run))
    with alone(store, run), workplace(store, run) as (path, folder):
        writer.log("reading the workbook")
        source = replace(read_case_file(path), file_name=stored.file_name)
        writer.log("building the model")
        asked = stored.asked
        options = SolveOptions(time_limit_seconds=asked.time_limit_seconds, gap=asked.gap, seed=asked.seed)
        warm_start = _warm(store, stored)
        if warm_start is not None:
            writer.log("warm start from the plan of the original run")
        result = solve(
            source,
            options,
            on_progress=writer.on_progress,
            on_plan=writer.on_incumbent,
            cancel=lifeline.stop,
            warm_start=warm_start,
        )
        end = State.INTERRUPTED if lifeline.orphaned else State.ENDED
        moved = partial(store.move, run, end, State.RUNNING, State.INTERRUPTED, ended=time.time())
        status, message = result.status, result.message
        writer.end(result)
        if result.audit is None:
            if lifeline.orphaned and status is Status.CANCELLED:
                message = " ".join(filter(None, (_ENDED_EARLY, result.note)))
            store_when_possible(store, lifeline, partial(moved, status=status, message=message))
            return
        writer.log("writing the plan")
        written = (store, run, result.case, result.plan, result.audit)
        figures = store_when_possible(store, lifeline, partial(put_view, *written))
        if end is State.INTERRUPTED:
            message = "The server stopped before the solve ended; this is the best plan found."
        store_when_possible(store, lifeline, partial(put_workbook, *written, folder))
        store_when_possible(store, lifeline, writer.events.send)
        store_when_possible(store, lifeline, partial(moved, status=status, message=message, figures=figures))


def _warm(store: Store, run: Run) -> Schedule | None:
    """Return the decisions of the plan of the original run, if any."""
    text = store.file(run.parent, PLAN) if run.parent else None
    if text is None:
        return None
    plan = from_text(text)
    return Schedule(plan.openings, plan.starts, plan.converted)


@dataclass(slots=True)
class ProgressWriter:
    """Writes the progress of a solve into the store, at a rate that a page can show, and stores drafts."""

    store: Store
    run: str
    events: Events
    _last: Progress | None = None
    _written_at: float = -math.inf
    _draft: Draft | None = None
    _rested_at: float = -math.inf

    def log(self, line: str) -> None:
        """Log a line."""
        self.events.add("log", {"line": line})

    def on_progress(self, progress: Progress) -> None:
        """Handle progress, several times a second."""
        now, before = time.monotonic(), self._last
        if before is None or progress.phase != before.phase:
            self.log(_PHASES.get(progress.phase, f"solving, phase {progress.phase}"))
        if before is not None and progress.incumbent < before.incumbent - 1e-9:
            self.log(f"new incumbent: {progress.incumbent:,.3f} bn USD after {progress.seconds:.1f} s")
        changed = before is None or (progress.phase, progress.incumbent, progress.bound) != (
            before.phase,
            before.incumbent,
            before.bound,
        )
        if now - self._written_at >= (_MIN_SECONDS if changed else _MAX_SECONDS):
            self.events.add("progress", _plain(progress))
            self._written_at = now
        self._last = progress
        self._keep(now)

    def on_incumbent(self, draft: Draft) -> None:
        """Handle a new incumbent: write a draft unless the last one is too recent."""
        self._draft = draft

    def end(self, result: Result) -> None:
        """Report the final result."""
        outcome = result.plan.outcome
        last = Progress("end", result.seconds.solve or 0.0, outcome.objective, outcome.bound, outcome.gap)
        self.events.add("progress", _plain(last))

    def _keep(self, now: float) -> None:
        if self._draft is None or now < self._rested_at:
            return
        draft, self._draft = self._draft, None
        result = draft()
        if result.audit is not None and result.audit.clean:
            try:
                self.store.put(self.run, {INTERIM: to_text(result.plan).encode()})
            except Exception as error:
                if trouble_of(error, self.store.folder) is None:
                    raise
                self._draft = draft  # and tries again
        self._rested_at = time.monotonic() + _REST * (time.monotonic() - now)


def _plain(progress: Progress) -> dict[str, Any]:
    """Return progress as plain data without infinities."""
    numbers = {"seconds": progress.seconds, "incumbent": progress.incumbent, "bound": progress.bound}
    numbers["gap"] = progress.gap
    return {"phase": progress.phase, **{k: v if math.isfinite(v) else None for k, v in numbers.items()}}
