"""The executor of a Dask cluster: every job is solved in a process of its own, inside the workers of the cluster."""

import os
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from planner.study.solves.errors import ExecutorError
from planner.study.solves.job import Job, failed
from planner.study.solves.pool import ATTEMPTS
from planner.study.solves.solved import Solved
from planner.study.solves.worker import Worker, WorkerDiedError

CONNECT_SECONDS = 8
ADDRESS_VARIABLE = "DASK_SCHEDULER_ADDRESS"
_idle: queue.LifoQueue[Worker] = queue.LifoQueue()
"""Processes of this worker of the cluster that wait for a job."""


class Cluster:
    """The workers of a Dask scheduler. A job whose worker dies is given to another one."""

    def __init__(self, address: str) -> None:
        """Connect. Raises ExecutorError within ten seconds where there is no scheduler, or none with workers."""
        address = address or os.environ.get(ADDRESS_VARIABLE, "")
        if not address:
            raise ExecutorError(f"Give the address of the scheduler, as dask:tcp://host:8786 or in {ADDRESS_VARIABLE}.")
        try:
            from distributed import Client
        except ImportError as error:
            raise ExecutorError("A cluster needs the extra cluster: pip install 'fab-planner[cluster]'.") from error
        self._address = address
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="planner")
        except (OSError, ValueError, TypeError) as error:
            reason = str(error).split("\n")[0] or "it does not answer"
            raise ExecutorError(f"There is no Dask scheduler at {address}: {reason}.") from error
        self.slots = sum(worker["nthreads"] for worker in self._workers().values())
        if not self.slots:
            self._client.close(timeout=1)
            raise ExecutorError(f"The scheduler at {address} has no workers: start some with dask worker {address}.")

    def _workers(self) -> dict[str, Any]:
        return dict(self._client.scheduler_info(n_workers=-1)["workers"])

    def run(self, jobs: Sequence[Job], on_start: Callable[[Job], None]) -> Iterator[tuple[Job, Solved]]:
        """Yield each job with its result as it ends. Raises ExecutorError where the scheduler goes away."""
        from distributed import as_completed
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker

        futures = {self._client.submit(solve_here, job, pure=False, retries=ATTEMPTS - 1): job for job in jobs}
        waiting = iter(jobs)
        for job, _ in zip(waiting, range(self.slots), strict=False):
            on_start(job)
        try:
            for future in as_completed(list(futures), loop=self._client.loop):
                job = futures[future]
                try:
                    solved = future.result()
                except (WorkerDiedError, KilledWorker) as error:
                    solved = failed(f"its process died {ATTEMPTS} times: {error}")
                yield job, solved
                for following in waiting:
                    on_start(following)
                    break
        except (CancelledError, CommClosedError, OSError) as error:
            raise ExecutorError(f"The scheduler at {self._address} went away.") from error
        finally:
            if self._client.status == "running":
                self._client.cancel(list(futures))

    def close(self) -> None:
        """Disconnect."""
        self._client.close(timeout=1)


def solve_here(job: Job) -> Solved:
    """Solve a job in a process of this machine. Raises WorkerDiedError, upon which the scheduler tries elsewhere."""
    try:
        worker = _idle.get_nowait()
    except queue.Empty:
        worker = Worker()
    solved = worker.solve(job)
    _idle.put(worker)
    return solved
