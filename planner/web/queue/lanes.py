"""How much happens at once: uploads are taken in one by one, and short tasks go through two lanes.

Nearly every workbook is read in less than a second and little memory: the quick lane gives each so much and no more.
What needs longer goes to the thorough lane, where it holds up none but its like. Whoever waits holds no thread.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from planner.web.queue.jobs import Jobs
from planner.web.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


class Lanes:
    """The turnstiles of a server."""

    def __init__(self, jobs: Jobs, settings: Settings) -> None:
        """Open them."""
        self._jobs = jobs
        self._lanes = [(bounds, CapacityLimiter(1)) for bounds in (settings.quick, settings.thorough)]
        self._intake = CapacityLimiter(1)

    async def take_in(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what writes a whole workbook when nobody else does."""
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=self._intake)

    async def short(self, task: str, run: str) -> tuple[bool, str]:
        """Do a short task when those before it are done; say whether it went well, and its last line if not."""
        done, last = False, ""
        for bounds, limiter in self._lanes:
            done, last = await to_thread.run_sync(self._jobs.short, task, run, bounds, limiter=limiter)
            if done:
                break
        return done, last

    async def check(self, run: str) -> None:
        """Check a new run's workbook."""
        await self.short("check", run)
        await to_thread.run_sync(self._jobs.checked, run)
