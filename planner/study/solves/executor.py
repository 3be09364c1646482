"""Who runs the jobs of a study: processes of this machine, or a cluster."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Protocol

from planner.solver.messages.idle import reuse
from planner.solver.options import available_cores
from planner.study.solves.job import Job
from planner.study.solves.messages import Work
from planner.study.solves.solved import Solved
from planner.study.solves.where import DASK, LOCAL, where
from planner.study.solves.worker import ignore


class Executor(Protocol):
    """Runs jobs, several at once."""

    @property
    def slots(self) -> int:
        """How many jobs run at once."""

    def run(self, jobs: Sequence[Job], on_start: Callable[[Job], None]) -> Iterator[tuple[Job, Solved]]:
        """Yield each job with its result as it ends. `on_start` is called from any thread.

        A job that fails on every attempt yields a result with the status error. Closing the iterator ends what runs.
        """

    def do(self, works: Sequence[Work]) -> list[Any]:
        """Return the results of some work in its order. Raises JobFailedError where a piece fails."""

    def close(self) -> None:
        """End every process that it started."""


class Inline:
    """Runs jobs in this process, one after the other: for small cases, where starting others takes longer."""

    slots = 1

    def __init__(self) -> None:
        """Keep solving processes from one job to the next."""
        self._cancel = threading.Event()
        self._reuse = ExitStack()
        self._reuse.enter_context(reuse())

    def run(self, jobs: Sequence[Job], on_start: Callable[[Job], None]) -> Iterator[tuple[Job, Solved]]:
        """Yield each job with its result."""
        for job in jobs:
            on_start(job)
            yield job, job.run(self._cancel)

    def do(self, works: Sequence[Work]) -> list[Any]:
        """Return the results of some work in its order."""
        return [work.run(self._cancel, ignore) for work in works]

    def close(self) -> None:
        """Stop what runs."""
        self._cancel.set()
        self._reuse.close()


def make_executor(name: str = LOCAL) -> Executor:
    """Return the executor of a name: `local`, `local:N` or `dask:ADDRESS`. Raises ExecutorError for any other."""
    place = where(name)
    if place.kind == DASK:
        from planner.study.solves.cluster import Cluster

        return Cluster(place.address)
    slots = place.slots or available_cores()
    if slots == 1:
        return Inline()
    from planner.study.solves.pool import Pool

    return Pool(slots)
