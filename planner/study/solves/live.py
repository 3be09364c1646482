"""A solve on a cluster that is watched: progress and the best plan so far come back, and it can be stopped."""

import logging
import math
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from planner.case.records import Case
from planner.pipeline import Draft, Result, StepSeconds, keep_none, solve
from planner.plan.records import Outcome, Plan, Schedule, Status
from planner.processes import limited
from planner.solver.events import OnProgress, Progress, ignore
from planner.solver.options import SolveOptions
from planner.study.errors import ExecutorError
from planner.study.solves.cluster import Cluster
from planner.study.solves.drafts import Drafts
from planner.study.solves.messages import Failed
from planner.study.solves.on_worker import news, stop
from planner.study.solves.worker import ATTEMPTS, JobFailedError, WorkerDiedError
from planner.workbook.case_file import CaseFile

log = logging.getLogger(__name__)

_FIRST_ATTEMPT = "The solve had begun again on another worker; this is the best plan from before."
ASK_SECONDS = 0.5
"""Between two questions for news of a job."""


@dataclass(frozen=True, slots=True)
class LiveSolve:
    """A case to be solved in a process of its own, with reports on the way; 0 MB is no limit."""

    case: Case
    options: SolveOptions
    warm_start: Schedule | None = None
    memory_mb: int = 0

    def run(self, cancel: threading.Event, report: Callable[[Any], None]) -> Result:
        """Solve it, reporting progress, and every better plan now and then."""

        def keep(result: Result) -> bool:
            report(result)
            return True

        drafts = Drafts(keep)

        def on_progress(progress: Progress) -> None:
            report(progress)
            drafts.make()

        with limited(self.memory_mb):
            return solve(
                self.case,
                self.options,
                on_progress=on_progress,
                on_plan=drafts.on_plan,
                cancel=cancel,
                warm_start=self.warm_start,
            )


def solve_live(
    address: str,
    source: CaseFile,
    options: SolveOptions,
    *,
    on_progress: OnProgress = ignore,
    on_plan: Callable[[Draft], None] = keep_none,
    on_wait: Callable[[], None] = lambda: None,
    cancel: threading.Event,
    warm_start: Schedule | None = None,
    memory_mb: int = 0,
) -> Result:
    """Return what `planner.solve` does, solved by the workers of a Dask scheduler.

    `on_wait` is called again and again while no worker is free for it. Raises ExecutorError where there is no scheduler
    or it goes away, JobFailedError where the solve fails there.
    """
    cluster = Cluster(address)
    drafts: list[Result] = []

    def on_draft(result: Result) -> None:
        drafts[:] = [_at_home(result, source)]
        on_plan(lambda: drafts[0])

    try:
        threads = cluster.cores_of_a_slot()
        job = LiveSolve(source.case, replace(options, threads=threads), warm_start, memory_mb)
        result = _Watched(cluster, job, cancel).follow(on_progress, on_draft, on_wait)
    finally:
        cluster.close()
    if result is not None and (result.has_plan or not drafts):
        return _at_home(result, source)
    return _stopped(drafts[0]) if drafts else _not_started(source)


def _at_home(result: Result, source: CaseFile) -> Result:
    """Return a result of the cluster with what only this machine knows of the workbook."""
    plan = replace(result.plan, run={**source.record, **result.plan.run})
    return replace(result, case=source.case, plan=plan, seconds=replace(result.seconds, read=source.read_seconds))


def _stopped(draft: Result) -> Result:
    """Return the best plan of a first attempt, for a second one stopped before it had any."""
    outcome = replace(draft.plan.outcome, status=Status.CANCELLED)
    return replace(draft, plan=replace(draft.plan, outcome=outcome), note=_FIRST_ATTEMPT)


def _not_started(source: CaseFile) -> Result:
    nothing = Plan(Outcome(Status.CANCELLED, math.inf, -math.inf, math.inf, {}))
    return Result(source.case, nothing, None, StepSeconds(read=source.read_seconds))


class _Watched:
    """One job on the cluster, and a thread that asks for news of it."""

    def __init__(self, cluster: Cluster, job: LiveSolve, cancel: threading.Event) -> None:
        self._cluster, self._cancel = cluster, cancel
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._future = cluster.submit(job, self._inbox)
        self._is_over = threading.Event()
        self._places: list[str] = []
        self._seen = 0
        threading.Thread(target=self._ask, daemon=True).start()

    def follow(
        self, on_progress: OnProgress, on_draft: Callable[[Result], None], on_wait: Callable[[], None]
    ) -> Result | None:
        """Pass on what comes, and return the result; None where it was cancelled before it began."""
        try:
            while (heard := self._cluster.heard(self._inbox)) is not self._future:
                if heard is None:
                    on_wait()
                elif isinstance(heard, Progress):
                    on_progress(heard)
                else:
                    on_draft(heard)
        finally:
            self._is_over.set()
        if self._future.cancelled() and self._cancel.is_set():
            return None
        try:
            end = self._cluster.result_of(self._future)
        except ExecutorError:
            if self._cancel.is_set():  # a future may say that it was cancelled only when its result is asked for
                return None
            raise
        except WorkerDiedError as error:
            raise JobFailedError(f"its process failed {ATTEMPTS} times; the last time it {error}") from error
        if isinstance(end, Failed):
            raise JobFailedError(end.reason)
        result: Result = end.result
        return result

    def _ask(self) -> None:
        """Ask the worker that has the job for what is new, and pass on the request to stop."""
        while not self._is_over.wait(ASK_SECONDS):
            try:
                self._ask_once()
            except Exception as error:  # the worker or the scheduler is gone, which the job itself will show
                log.debug("no news of a solve: %s: %s", type(error).__name__, error)

    def _ask_once(self) -> None:
        client, key = self._cluster.client, self._future.key
        places = [place for place, keys in client.processing().items() if key in keys]
        if places != self._places:  # where it begins again, so do the numbers of its reports
            self._places, self._seen = places, 0
        answers = client.run(news, key, self._seen, workers=places) if places else {}
        reports = next(iter(answers.values()), None)
        for number, what in reports or ():
            self._seen = max(self._seen, number)
            self._inbox.put(what)
        if reports is None:
            self._inbox.put(None)
        if self._cancel.is_set():
            if reports is None:
                self._future.cancel()
            else:
                client.run(stop, key, workers=places)
