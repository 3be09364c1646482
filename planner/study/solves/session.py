"""The session of a study: solves variants through its executor, keeps what is finished, and reports progress."""

import math
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from planner.plan.records import Schedule, Status
from planner.solver.options import SolveOptions
from planner.study.aims.aim import Aim
from planner.study.solves.executor import Executor, make_executor
from planner.study.solves.job import Job
from planner.study.solves.messages import Work
from planner.study.solves.solved import Solved
from planner.study.solves.store import Store
from planner.study.solves.where import LOCAL
from planner.study.variant import Variant


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """How the solves of a study are run.

    `solve` holds for each of them (the time limit too; threads are shared out), `total_seconds` for all together.
    `executor` is `local`, `local:N` or `dask:ADDRESS`; `resume` is the folder that keeps finished solves.
    """

    solve: SolveOptions = field(default_factory=lambda: SolveOptions(time_limit_seconds=60.0, gap=1e-4))
    total_seconds: float = math.inf
    executor: str = LOCAL
    resume: Path | None = None


@dataclass(frozen=True, slots=True)
class StudyProgress:
    """How far a study is: solves finished and planned, the names of those that run, and seconds left if known.

    `ended` is the solve that has just ended, if that is what is reported.
    """

    done: int
    total: int
    running: tuple[str, ...]
    seconds: float
    seconds_left: float | None
    ended: tuple[Job, Solved] | None = None


SHORTEST_SECONDS = 1.0
"""What a solve gets even when the total time is over."""
FIRST_SHARE = 0.25
"""Of the total time, for a solve whose plan decides what else is asked."""
AS_LONG = 0.5
"""A kept solve that was cut short is used again where it had this share of the time that a new one would get."""
ENOUGH = 0.5
"""Of the time of the first solve, for each that follows where a total time does not suffice for all."""
_ROUND = 4
"""Solves for each slot before it is seen how many more the total time allows."""
OnStudyProgress = Callable[[StudyProgress], None]


class StudyCancelled(RuntimeError):  # noqa: N818  not an error: somebody wanted it
    """The study was stopped before its end. What was finished is kept where a folder was given to resume from."""


def ignore(progress: StudyProgress) -> None:
    """Do nothing."""


class Session:
    """Solves the variants of one study. Use it as a context: its processes end with it."""

    def __init__(
        self,
        options: StudyOptions,
        on_progress: OnStudyProgress = ignore,
        cancel: threading.Event | None = None,
    ) -> None:
        """Open the store. Raises OSError for a folder that cannot be made, ExecutorError for an unusable executor."""
        self._options = options
        self._on_progress, self._cancel = on_progress, cancel or threading.Event()
        self._store = Store(options.resume)
        self._executor: Executor = make_executor(options.executor)
        self._started_at = time.monotonic()
        self._done = self._total = 0
        self._running: dict[str, float] = {}
        self._seconds: list[float] = []
        self._beside: list[float] = []
        """Seconds that solves cut short took beside their limit: for a process, the model and the audit of the plan."""
        self._enough_seconds = SHORTEST_SECONDS

    def __enter__(self) -> Self:
        """Return the session."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes."""
        self._executor.close()

    def plan(self, solves: int) -> None:
        """Say how many solves are to come, for the progress; more may be added by `solve` itself."""
        self._total = max(self._total, self._done + solves)
        self._report()

    def doing(self, what: str) -> None:
        """Say what the study does between its solves, for the progress. Raises StudyCancelled when it is stopped."""
        if self._cancel.is_set():
            raise StudyCancelled(f"stopped after {self._done} solves")
        seconds = time.monotonic() - self._started_at
        self._on_progress(StudyProgress(self._done, self._total, (what,), seconds, None))

    def solve(
        self,
        variants: Sequence[Variant],
        warm_start: Schedule | Sequence[Schedule | None] | None = None,
        options: SolveOptions | None = None,
    ) -> list[Solved]:
        """Return the solved variants in their order; those in the store are not solved again.

        All start from one schedule, or each from its own. Raises StudyCancelled when the study is stopped meanwhile.
        """
        asked = options or self._options.solve
        starts = [warm_start] * len(variants) if warm_start is None or isinstance(warm_start, Schedule) else warm_start
        pairs = zip(variants, starts, strict=True)
        return self._solved([Job(variant.name, variant.case, asked, start) for variant, start in pairs])

    def solve_first(self, variant: Variant) -> Solved:
        """Return the solve that decides what else is asked; of a total time it gets a share, since much may follow.

        Raises StudyCancelled when the study is stopped meanwhile.
        """
        asked = self._options.solve
        limit = min(asked.time_limit_seconds, FIRST_SHARE * self.seconds_left)
        first = self.solve([variant], options=replace(asked, time_limit_seconds=limit))[0]
        took = min(first.seconds, limit)
        self._enough_seconds = max(SHORTEST_SECONDS, took if first.is_final else ENOUGH * took)
        return first

    def solve_in_time(self, variants: Sequence[Variant], warm_start: Schedule | None) -> list[Solved | None]:
        """Return the solved variants, the first ones first, and nothing for those that the total time is too short for.

        Each gets at least half of what `solve_first` took, or as much as that took to its end. Answers in the store are
        used wherever they stand in the order. Raises StudyCancelled when the study is stopped meanwhile.
        """
        self._total = self._done + len(variants)
        # To know an answer again its case is built, which takes time: only where there may be one.
        solved = [self._stored(variant, warm_start) if self._store.had_answers else None for variant in variants]
        places = [at for at, known in enumerate(solved) if known is None]
        size = len(variants) if math.isinf(self._options.total_seconds) else _ROUND * self.slots
        while count := min(len(places), self._affordable()):
            now, places = places[: min(count, size)], places[min(count, size) :]
            self._total = self._done + count
            for at, result in zip(now, self.solve([variants[at] for at in now], warm_start), strict=True):
                solved[at] = result
        self._total = self._done
        return solved

    def _stored(self, variant: Variant, warm_start: Schedule | None) -> Solved | None:
        """Return a solve from the store that went to its end or had half of the time that a new one gets at least."""
        if self._cancel.is_set():
            raise StudyCancelled(f"stopped after {self._done} solves")
        job = Job(variant.name, variant.case, self._options.solve, warm_start)
        known = self._store.find(job)
        if known is None or not (known.is_final or known.seconds >= AS_LONG * self._enough_seconds):
            return None
        self._done += 1
        self._report((job, known))
        return known

    def _affordable(self) -> int:
        """Return how many more solves the total time allows."""
        left = self._options.total_seconds - (time.monotonic() - self._started_at)
        if math.isinf(left):
            return sys.maxsize
        return max(0, int(left / (self._enough_seconds + self._beside_seconds))) * self.slots

    def seek(self, variant: Variant, aims: Sequence[tuple[str, Aim, Schedule]]) -> list[Solved]:
        """Return the plans that serve some aims best, each with a name and the plan to start from, in their order.

        Raises StudyCancelled when the study is stopped meanwhile.
        """
        options = self._options.solve
        return self._solved([Job(name, variant.case, options, known, aim) for name, aim, known in aims])

    def do(self, what: str, works: Sequence[Work]) -> list[Any]:
        """Return the results of work that is not a solve of a case, in its order. Raises StudyCancelled."""
        self.doing(what)
        self._running[what] = time.monotonic()
        ticking = threading.Event()
        threading.Thread(target=self._tick, args=(ticking,), daemon=True).start()
        try:
            results = self._executor.do(works)
        except Exception:
            if not self._cancel.is_set():
                raise
        finally:
            ticking.set()
            del self._running[what]
        if self._cancel.is_set():
            raise StudyCancelled(f"stopped after {self._done} solves")
        return results

    def adapt(self, variant: Variant, until: int, known: Schedule, options: SolveOptions | None = None) -> Solved:
        """Return the best plan whose starts after a period follow the future, from one plan for all futures.

        Raises StudyCancelled when the study is stopped meanwhile.
        """
        job = Job(variant.name, variant.case, options or self._options.solve, known, decide_until=until)
        return self._solved([job])[0]

    @property
    def slots(self) -> int:
        """How many solves run at once."""
        return self._executor.slots

    @property
    def seconds_left(self) -> float:
        """What is left of the total time."""
        return max(SHORTEST_SECONDS, self._options.total_seconds - (time.monotonic() - self._started_at))

    @property
    def _beside_seconds(self) -> float:
        return sum(self._beside) / len(self._beside) if self._beside else 0.0

    def skip(self, solves: int) -> None:
        """Say that some planned solves are not needed."""
        self._done += solves
        self._report()

    def _solved(self, jobs: Sequence[Job]) -> list[Solved]:
        limit = self._limit(list(jobs), min(self._executor.slots, max(1, len(jobs))))
        stored = {job.key: self._store.find(job) for job in jobs}
        solved = {
            job.key: known
            for job in jobs
            if (known := stored[job.key]) and (known.is_final or known.seconds >= AS_LONG * limit(job))
        }
        missing = list({job.key: job for job in jobs if job.key not in solved}.values())
        self._done += len(jobs) - len(missing)
        self.plan(len(missing))
        for job in jobs:
            if known := solved.get(job.key):
                self._report((job, known))
        for job, result in self._run(missing):
            solved[job.key] = result
        return [solved[job.key] for job in jobs]

    def _run(self, jobs: list[Job]) -> list[tuple[Job, Solved]]:
        if not jobs:
            return []
        results = []
        slots = min(self._executor.slots, len(jobs))
        limit = self._limit(jobs, slots)
        threads = max(1, self._executor.slots // slots)
        given = [
            replace(job, options=replace(job.options, threads=threads, time_limit_seconds=limit(job))) for job in jobs
        ]
        asked_of = {id(job): asked for job, asked in zip(given, jobs, strict=True)}
        ticking = threading.Event()
        threading.Thread(target=self._tick, args=(ticking,), daemon=True).start()
        try:
            for job, result in self._executor.run(given, self._start):
                if self._cancel.is_set() or result.status is Status.CANCELLED:
                    break
                asked = asked_of[id(job)]
                self._store.keep(asked, result)
                wall_seconds = time.monotonic() - self._running.pop(job.name, time.monotonic())
                self._seconds.append(wall_seconds)
                if result.status in (Status.FEASIBLE, Status.NO_PLAN):
                    self._beside.append(max(0.0, wall_seconds - job.options.time_limit_seconds))
                self._done += 1
                results.append((asked, result))
                self._report((asked, result))
        finally:
            ticking.set()
        if self._cancel.is_set() or len(results) < len(jobs):
            raise StudyCancelled(f"stopped after {self._done} of {self._total} solves")
        return results

    def _limit(self, jobs: list[Job], slots: int) -> Callable[[Job], float]:
        """Share out what is left of the total time."""
        left = self._options.total_seconds - (time.monotonic() - self._started_at)
        rounds = math.ceil(max(1, len(jobs), self._total - self._done) / slots)
        share = max(SHORTEST_SECONDS, left / rounds - self._beside_seconds)
        return lambda job: min(job.options.time_limit_seconds, share)

    def _start(self, job: Job) -> None:
        self._running[job.name] = time.monotonic()
        self._report()

    def _tick(self, done: threading.Event) -> None:
        """Report now and then, and end the processes once the study is cancelled."""
        while not done.wait(0.5):
            if self._cancel.is_set():
                self._executor.close()
                return
            self._report()

    def _report(self, ended: tuple[Job, Solved] | None = None) -> None:
        seconds = time.monotonic() - self._started_at
        left = None
        if self._seconds and self._total > self._done:
            left = sum(self._seconds) / len(self._seconds) * (self._total - self._done) / max(1, self._executor.slots)
        running = tuple(dict(self._running))
        self._on_progress(StudyProgress(self._done, self._total, running, seconds, left, ended))
