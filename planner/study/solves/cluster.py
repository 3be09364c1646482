"""The executor of a Dask cluster: every job is solved in a process of its own, inside the workers of the cluster."""

import queue
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any
from uuid import uuid4

from planner.solver.options import available_cores
from planner.study.errors import ExecutorError
from planner.study.solves.job import Job, failed
from planner.study.solves.messages import Ended, Failed, Work
from planner.study.solves.on_worker import do_here
from planner.study.solves.solved import Solved
from planner.study.solves.where import connect, slots_of
from planner.study.solves.worker import ATTEMPTS, JobFailedError, WorkerDiedError, gave_up

TICK_SECONDS = 0.2


class Closed(Exception):  # noqa: N818  named for the state
    """The connection was closed from here."""


class Cluster:
    """The workers of a Dask scheduler. A job whose worker dies is given to another one."""

    def __init__(self, address: str) -> None:
        """Connect. Raises ExecutorError within ten seconds where there is no scheduler, or none with workers."""
        self.address = address
        self._is_closing = False
        self.client, self._workers = connect(self.address)
        self.slots = slots_of(self._workers)

    def cores_of_a_slot(self) -> int:
        """Return how many cores each job may use where all slots of its machine are busy."""
        slots: Counter[str] = Counter()
        for worker in self._workers.values():
            slots[worker["host"]] += worker["nthreads"]
        cores = self.client.run(available_cores, on_error="ignore")
        return max(1, min((cores[a] // slots[w["host"]] for a, w in self._workers.items() if a in cores), default=1))

    def run(self, jobs: Sequence[Job], on_start: Callable[[Job], None]) -> Iterator[tuple[Job, Solved]]:
        """Yield each job with its result as it ends. Raises ExecutorError where the scheduler goes away."""
        ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        futures = {self.submit(job, ended): job for job in jobs}
        waiting = iter(jobs)
        for job, _ in zip(waiting, range(self.slots), strict=False):
            on_start(job)
        try:
            for _ in jobs:
                future = self.heard(ended)
                yield futures[future], self._solved(future)
                for following in waiting:
                    on_start(following)
                    break
        except Closed:
            return
        finally:
            if self.client.status == "running":
                self.client.cancel(list(futures))

    def do(self, works: Sequence[Work]) -> list[Any]:
        """Return the results of some work in its order."""
        ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        futures = [self.submit(work, ended) for work in works]
        for _ in futures:
            self.heard(ended)
        return [self._done(future) for future in futures]

    def submit(self, work: Work, ended: "queue.SimpleQueue[Any]") -> Any:
        """Queue a job on the cluster; its future comes into `ended` when it has ended, whichever way."""
        key = f"planner-{uuid4().hex}"
        future = self.client.submit(do_here, work, key, key=key, pure=False, retries=ATTEMPTS - 1)
        future.add_done_callback(ended.put)
        return future

    def heard(self, inbox: "queue.SimpleQueue[Any]") -> Any:
        """Return the next thing from an inbox. Raises ExecutorError without a scheduler, Closed once closed."""
        while True:
            if self._is_closing:
                raise Closed
            if self.client.status != "running":
                raise self.went_away()
            try:
                return inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                continue

    def result_of(self, future: Any) -> Ended | Failed:
        """Return how a job ended. Raises WorkerDiedError where its process or worker was lost on every attempt.

        ExecutorError is raised where the scheduler has lost the job, or its workers cannot do any.
        """
        from distributed.scheduler import KilledWorker

        if future.status in ("cancelled", "lost"):
            raise Closed if self._is_closing else self.went_away()
        try:
            end: Ended | Failed = future.result()
        except WorkerDiedError:
            raise
        except CancelledError as error:  # since its status was looked at
            raise (Closed() if self._is_closing else self.went_away()) from error
        except KilledWorker as error:
            raise WorkerDiedError("ended with its worker of the cluster") from error
        except Exception as error:
            reason = f"{type(error).__name__}: {error}".split("\n")[0]
            raise ExecutorError(
                f"The workers of {self.address} cannot solve ({reason}): install the same version of fab-planner, with "
                "the extra cluster, where the scheduler and the workers run."
            ) from error
        return end

    def went_away(self) -> ExecutorError:
        """Return the error for a scheduler that is gone."""
        return ExecutorError(f"The Dask scheduler at {self.address} went away.")

    def close(self) -> None:
        """Disconnect. What still runs for this client ends on its worker soon after."""
        self._is_closing = True
        self.client.close(timeout=1)

    def _done(self, future: Any) -> Any:
        try:
            end = self.result_of(future)
        except WorkerDiedError as error:
            raise JobFailedError(str(error)) from error
        if isinstance(end, Failed):
            raise JobFailedError(end.reason)
        return end.result

    def _solved(self, future: Any) -> Solved:
        try:
            end = self.result_of(future)
        except WorkerDiedError as error:
            return gave_up(error)
        if isinstance(end, Failed):
            return failed(end.reason)
        solved: Solved = end.result
        return solved
