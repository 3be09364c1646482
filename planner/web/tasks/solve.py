"""Task: the straight line from a workbook to a plan, told as it goes; the best plan so far is always in the store."""

import math
import time
from dataclasses import dataclass, replace
from typing import Any

from planner.pipeline import Draft, Result, solve
from planner.plan.records import Schedule, Status
from planner.report.contract.plan_json import from_text, to_text
from planner.solver.events import Progress
from planner.solver.options import SolveOptions
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM, PLAN, Run, State
from planner.web.store.store import Store
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.results import put_view, put_workbook
from planner.workbook.case_file import read_case_file

_LEAST_SECONDS, _MOST_SECONDS = 0.25, 1.0
"""Between two events of progress: where something changed, and where nothing did."""
_PHASES = {
    "polish": "polishing the best plan",
    "warm start": "making a first plan of the known one",
    "solve": "solving",
}
_ENDED_EARLY = "The server ended before a plan was found; the check leads to another solve."
_REST = 10.0
"""A draft is made when so many times as long has passed as the last one took."""


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Solve the workbook of a running run."""
    kept = store.run(run)
    assert kept is not None
    teller = Teller(store, run)
    with alone(store, run), workplace(store, run) as (path, folder):
        teller.log("reading the workbook")
        source = replace(read_case_file(path), file_name=kept.file_name)
        teller.log("building the model")
        asked = kept.asked
        options = SolveOptions(time_limit_seconds=asked.time_limit_seconds, gap=asked.gap, seed=asked.seed)
        warm_start = _warm(store, kept)
        if warm_start is not None:
            teller.log("starting from the plan of the run that this one was made from")
        result = solve(
            source,
            options,
            on_progress=teller.listen,
            on_plan=teller.offer,
            cancel=lifeline.stop,
            warm_start=warm_start,
        )
        end = State.INTERRUPTED if lifeline.orphaned else State.ENDED
        status, message = result.status, result.message
        teller.end(result)
        if result.audit is None:
            if lifeline.orphaned and status is Status.CANCELLED:
                message = " ".join(filter(None, (_ENDED_EARLY, result.note)))
            store.move(run, end, State.RUNNING, State.INTERRUPTED, status=status, message=message, ended=time.time())
            return
        teller.log("writing the plan")
        figures = put_view(store, run, result.case, result.plan, result.audit)
        if end is State.INTERRUPTED:
            message = "The server ended before the solve did; this is the best plan that was found."
        put_workbook(store, run, result.case, result.plan, result.audit, folder)
        known = {"status": status, "message": message, "figures": figures, "ended": time.time()}
        store.move(run, end, State.RUNNING, State.INTERRUPTED, **known)


def _warm(store: Store, run: Run) -> Schedule | None:
    """Return what was decided by the plan of the run that this one was made from, if there is one."""
    text = store.file(run.parent, PLAN) if run.parent else None
    if text is None:
        return None
    plan = from_text(text)
    return Schedule(plan.openings, plan.starts, plan.converted)


@dataclass(slots=True)
class Teller:
    """Writes what a solve tells into the store, no more often than a page can show, and keeps drafts."""

    store: Store
    run: str
    _told: Progress | None = None
    _told_at: float = -math.inf
    _draft: Draft | None = None
    _rested_at: float = -math.inf

    def log(self, line: str) -> None:
        """Tell a line."""
        self.store.tell(self.run, "log", {"line": line})

    def listen(self, progress: Progress) -> None:
        """Hear of progress, several times a second."""
        now, before = time.monotonic(), self._told
        if before is None or progress.phase != before.phase:
            self.log(_PHASES.get(progress.phase, f"solving, phase {progress.phase}"))
        if before is not None and progress.incumbent < before.incumbent - 1e-9:
            self.log(f"better plan: {progress.incumbent:,.3f} bn USD after {progress.seconds:.1f} s")
        changed = before is None or (progress.phase, progress.incumbent, progress.bound) != (
            before.phase,
            before.incumbent,
            before.bound,
        )
        if now - self._told_at >= (_LEAST_SECONDS if changed else _MOST_SECONDS):
            self.store.tell(self.run, "progress", _plain(progress))
            self._told_at = now
        self._told = progress
        self._keep(now)

    def offer(self, draft: Draft) -> None:
        """Hear of a better plan, which is made when the last one has rested long enough."""
        self._draft = draft

    def end(self, result: Result) -> None:
        """Tell what was found in the end."""
        found = result.plan.outcome
        last = Progress("end", result.seconds.solve or 0.0, found.objective, found.bound, found.gap)
        self.store.tell(self.run, "progress", _plain(last))

    def _keep(self, now: float) -> None:
        if self._draft is None or now < self._rested_at:
            return
        draft, self._draft = self._draft, None
        result = draft()
        if result.audit is not None and result.audit.clean:
            self.store.put(self.run, {INTERIM: to_text(result.plan).encode()})
        self._rested_at = time.monotonic() + _REST * (time.monotonic() - now)


def _plain(progress: Progress) -> dict[str, Any]:
    """Return progress as plain data without infinities."""
    numbers = {"seconds": progress.seconds, "incumbent": progress.incumbent, "bound": progress.bound}
    numbers["gap"] = progress.gap
    return {"phase": progress.phase, **{k: v if math.isfinite(v) else None for k, v in numbers.items()}}
