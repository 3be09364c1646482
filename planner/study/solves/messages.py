"""What a process that does jobs and whoever started it send each other."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from planner.solver.options import SolveOptions


class Work(Protocol):
    """What a process can do: it is pickled, done there, and what it returns is pickled too."""

    @property
    def options(self) -> SolveOptions:
        """Its time limit, among others."""

    def run(self, cancel: threading.Event, report: Callable[[Any], None]) -> Any:
        """Do it, and report on the way. Setting `cancel` ends it with the best result so far."""


@dataclass(frozen=True, slots=True)
class Report:
    """Something on the way."""

    what: Any


@dataclass(frozen=True, slots=True)
class Ended:
    """The result of a job."""

    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """A job came to no result, and why."""

    reason: str
