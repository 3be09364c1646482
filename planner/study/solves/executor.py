"""Who runs the jobs of a study: processes of this machine, or a cluster."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from planner.solver.options import available_cores
from planner.study.solves.job import Job
from planner.study.solves.solved import Solved

LOCAL = "local"


class ExecutorError(ValueError):
    """An executor that cannot be used. The text says why, and what would be possible."""


class Executor(Protocol):
    """Runs jobs, several at once."""

    @property
    def slots(self) -> int:
        """How many jobs run at once."""

    def run(self, jobs: Sequence[Job], on_start: Callable[[Job], None]) -> Iterator[tuple[Job, Solved]]:
        """Yield each job with its result as it ends. `on_start` is called from any thread.

        A job that fails on every attempt yields a result with the status error. Closing the iterator ends what runs.
        """

    def close(self) -> None:
        """End every process that it started."""


def make_executor(name: str = LOCAL) -> Executor:
    """Return the executor of a name: `local` or `local:N`. Raises ExecutorError for any other."""
    kind, _, rest = name.partition(":")
    if kind == LOCAL:
        if rest and not (rest.isdigit() and int(rest) > 0):
            raise ExecutorError(f"{name!r} is not an executor: write local:N with a number of processes of at least 1")
        from planner.study.solves.pool import Pool

        return Pool(int(rest) if rest else available_cores())
    raise ExecutorError(f"{name!r} is not an executor: write local or local:N")
