"""Task: solve a workbook and report progress; the best plan so far is always in the store."""

import math
import time
from dataclasses import dataclass, replace
from typing import Any

from planner.pipeline import Draft, solve
from planner.plan.records import Plan, Schedule, Status
from planner.report.contract.plan_json import from_text, to_text
from planner.report.words.verdict import WITHOUT_PLAN
from planner.solve.events import Progress
from planner.solve.options import SolveOptions
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM, PLAN, Run, State
from planner.web.store.store import Store
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.results import put_view, put_workbook
from planner.workbook.reader import read_case

_MIN_SECONDS, _MAX_SECONDS = 0.25, 1.0
"""Seconds between two progress events: where something changed, and where nothing did."""
_PHASES = {
    "polish": "polishing the best plan",
    "warm start": "applying the warm start",
    "solve": "solving",
}
_ENDED_EARLY = "The server stopped before a plan was found; solve it again from the check page."
_REST = 10.0
"""A draft is written when this multiple of the time of the last one has passed."""


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Solve the workbook of a running run."""
    stored = store.run(run)
    assert stored is not None
    writer = ProgressWriter(store, run, _remembered(stored))
    with alone(store, run), workplace(store, run) as (path, folder):
        writer.log("reading the workbook")
        case = read_case(path)
        writer.log("building the model")
        asked = stored.asked
        options = SolveOptions(time_limit_seconds=asked.time_limit_seconds, gap=asked.gap, seed=asked.seed)
        warm = _warm(store, stored)
        if warm is not None:
            writer.log("warm start from the plan of the original run")
        solved = solve(case, options, writer.on_progress, lifeline.stop, writer.on_incumbent, warm)
        end = State.INTERRUPTED if lifeline.orphaned else State.ENDED
        status = solved.plan.outcome.status
        writer.end(solved.plan)
        message = str(solved.plan.run.get("message", ""))
        if solved.audit is None:
            why = _ENDED_EARLY if lifeline.orphaned and status is Status.CANCELLED else WITHOUT_PLAN[status]
            text = " ".join(filter(None, (why, message)))
            store.move(run, end, State.RUNNING, State.INTERRUPTED, status=status, message=text, ended=time.time())
            return
        plan = replace(solved.plan, run={**_remembered(stored), **solved.plan.run})
        if not solved.audit.clean:
            message = "The plan failed its audit; do not rely on it."
        writer.log("writing the plan")
        figures = put_view(store, run, case, plan, solved.audit)
        if end is State.INTERRUPTED:
            message = "The server stopped before the solve ended; this is the best plan found."
        put_workbook(store, run, case, plan, solved.audit, folder)
        known = {"status": status, "message": message, "figures": figures, "ended": time.time()}
        store.move(run, end, State.RUNNING, State.INTERRUPTED, **known)


def _warm(store: Store, run: Run) -> Schedule | None:
    """Return the decisions of the plan of the original run, if any."""
    text = store.file(run.parent, PLAN) if run.parent else None
    if text is None:
        return None
    plan = from_text(text)
    return Schedule(plan.openings, plan.starts, plan.converted)


def _remembered(run: Run) -> dict[str, str]:
    """Return what a plan records of its input."""
    return {"input_file": run.file_name, "input_sha256": run.sha256}


@dataclass(slots=True)
class ProgressWriter:
    """Writes the progress of a solve into the store, at a rate that a page can show, and stores drafts."""

    store: Store
    run: str
    remembered: dict[str, str]
    _last: Progress | None = None
    _written_at: float = -math.inf
    _draft: Draft | None = None
    _rested_at: float = -math.inf

    def log(self, line: str) -> None:
        """Log a line."""
        self.store.add_event(self.run, "log", {"line": line})

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
            self.store.add_event(self.run, "progress", _plain(progress))
            self._written_at = now
        self._last = progress
        self._keep(now)

    def on_incumbent(self, draft: Draft) -> None:
        """Handle a new incumbent: write a draft unless the last one is too recent."""
        self._draft = draft

    def end(self, plan: Plan) -> None:
        """Report the final result."""
        outcome = plan.outcome
        seconds = float(plan.run.get("seconds_solve", 0.0))
        last = Progress("end", seconds, outcome.objective, outcome.bound, outcome.gap)
        self.store.add_event(self.run, "progress", _plain(last))

    def _keep(self, now: float) -> None:
        if self._draft is None or now < self._rested_at:
            return
        draft, self._draft = self._draft, None
        solved = draft()
        if solved.audit is not None and solved.audit.clean:
            self.store.put(self.run, {INTERIM: to_text(self._named(solved.plan)).encode()})
        self._rested_at = time.monotonic() + _REST * (time.monotonic() - now)

    def _named(self, plan: Plan) -> Plan:
        return replace(plan, run={**self.remembered, **plan.run})


def _plain(progress: Progress) -> dict[str, Any]:
    """Return progress as plain data without infinities."""
    numbers = {"seconds": progress.seconds, "incumbent": progress.incumbent, "bound": progress.bound}
    numbers["gap"] = progress.gap
    return {"phase": progress.phase, **{k: v if math.isfinite(v) else None for k, v in numbers.items()}}
