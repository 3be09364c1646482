"""Concurrency limits: uploads are processed one by one, and short tasks go through two lanes.

Nearly every workbook is read in less than a second with little memory: the quick lane allows no more than that.
Others go to the thorough lane, where they delay only each other. Waiting tasks hold no thread.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from planner.web.queue.jobs import Jobs
from planner.web.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


class Lanes:
    """The concurrency limits of a server."""

    def __init__(self, jobs: Jobs, settings: Settings) -> None:
        """Create the locks."""
        self._desk = CapacityLimiter(1)
        self._jobs = jobs
        self._lanes = [(bounds, CapacityLimiter(1)) for bounds in (settings.quick, settings.thorough)]
        self._intake = CapacityLimiter(1)
        self._heavy, self._heavy_bounds = CapacityLimiter(1), settings.heavy

    async def take_in(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that writes a whole workbook, one at a time."""
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=self._intake)

    async def read_tables(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that reads the tables of a case, one at a time: it takes up to a second for the largest."""
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=self._desk)

    async def short(self, task: str, run: str) -> tuple[bool, str]:
        """Run a short task in turn; return whether it succeeded, and its last line if not."""
        done, last = False, ""
        for bounds, limiter in self._lanes:
            done, last = await to_thread.run_sync(self._jobs.short, task, run, bounds, limiter=limiter)
            if done:
                break
        return done, last

    async def heavy(self, task: str, run: str) -> tuple[bool, str]:
        """Run a task that draws charts or compares plans, one at a time; return as `short` does."""
        return await to_thread.run_sync(self._jobs.short, task, run, self._heavy_bounds, limiter=self._heavy)

    async def check(self, run: str) -> None:
        """Check a new run's workbook. Raises what keeps the server from it, after the run has been marked so."""
        async with self.marking(run):
            await self.short("check", run)
            await to_thread.run_sync(self._jobs.checked, run)

    @asynccontextmanager
    async def marking(self, run: str) -> AsyncIterator[None]:
        """Mark a run whose preparation or check is not possible, and raise the error again."""
        try:
            yield
        except Exception as error:
            self._jobs.unchecked(run, error)
            raise
