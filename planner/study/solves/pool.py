"""The executor of one machine: a few worker processes, each behind a thread."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from planner.study.solves.job import Job, failed
from planner.study.solves.messages import Work
from planner.study.solves.solved import Solved
from planner.study.solves.worker import ATTEMPTS, JobFailedError, Worker, WorkerDiedError, gave_up


class Pool:
    """Worker processes of this machine. A job whose process dies is given to another one."""

    def __init__(self, slots: int) -> None:
        """Start nothing yet."""
        self.slots = slots
        self._workers: queue.LifoQueue[Worker] = queue.LifoQueue()  # the last used is warm
        self._all = [Worker() for _ in range(slots)]
        for worker in self._all:
            self._workers.put(worker)
        self._closing = threading.Event()

    def run(self, jobs: Sequence[Job], on_start: Callable[[Job], None]) -> Iterator[tuple[Job, Solved]]:
        """Yield each job with its result as it ends."""
        with ThreadPoolExecutor(self.slots) as threads:
            running: dict[Future[Solved], Job] = {threads.submit(self._solve, job, on_start): job for job in jobs}
            try:
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield running.pop(future), future.result()
            finally:
                for future in running:
                    future.cancel()
                if running:
                    self.close()

    def do(self, works: Sequence[Work]) -> list[Any]:
        """Return the results of some work in its order."""
        with ThreadPoolExecutor(self.slots) as threads:
            return list(threads.map(self._do, works))

    def close(self) -> None:
        """End the worker processes."""
        self._closing.set()
        for worker in self._all:
            worker.close()

    def _do(self, work: Work) -> Any:
        worker = self._workers.get()
        try:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return worker.do(work, is_wanted=lambda: not self._closing.is_set())
                except WorkerDiedError as error:
                    if attempt == ATTEMPTS or self._closing.is_set():
                        raise JobFailedError(str(error)) from error
        finally:
            self._workers.put(worker)

    def _solve(self, job: Job, on_start: Callable[[Job], None]) -> Solved:
        worker = self._workers.get()
        solved = failed("the study was stopped")
        try:
            on_start(job)
            for _ in range(ATTEMPTS):
                if self._closing.is_set():
                    break
                try:
                    return worker.solve(job, is_wanted=lambda: not self._closing.is_set())
                except WorkerDiedError as error:
                    solved = gave_up(error)
            return solved
        finally:
            self._workers.put(worker)
