"""What runs inside the workers of a Dask cluster: each job in a process of its own, which ends with the wish for it."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from planner.study.solves.messages import Ended, Failed, Work
from planner.study.solves.worker import JobFailedError, Worker

_GONE = ("closing", "closed", "failed")
"""States of a worker that has lost its scheduler, or that somebody is ending."""


@dataclass(slots=True)
class _Doing:
    """A job that runs here: the newest report of each type, numbered, and the way to stop it."""

    cancel: threading.Event = field(default_factory=threading.Event)
    reports: dict[type, tuple[int, Any]] = field(default_factory=dict)
    count: int = 0

    def hear(self, what: Any) -> None:
        self.count += 1
        self.reports[type(what)] = (self.count, what)


_idle: queue.LifoQueue[Worker] = queue.LifoQueue()
"""Processes of this worker of the cluster that wait for a job."""
_doing: dict[str, _Doing] = {}


def do_here(work: Work, key: str) -> Ended | Failed:
    """Do a job in a process of this machine. Raises WorkerDiedError, upon which the scheduler tries elsewhere."""
    try:
        worker = _idle.get_nowait()
    except queue.Empty:
        worker = Worker()
    doing = _doing[key] = _Doing()
    try:
        return Ended(worker.do(work, doing.hear, doing.cancel, _wish(key)))
    except JobFailedError as error:
        return Failed(str(error))
    finally:
        del _doing[key]
        _idle.put(worker)


def _wish(key: str) -> Callable[[], bool]:
    """Return whether the result of a task is still wanted: its client is there, and has not cancelled it."""
    from distributed import get_worker

    worker = get_worker()

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state != "cancelled" and worker.status.name not in _GONE

    return is_wanted


def news(key: str, seen: int) -> list[tuple[int, Any]] | None:
    """Return what is new of a job since a number, or None where it does not run here."""
    doing = _doing.get(key)
    return None if doing is None else sorted(one for one in list(doing.reports.values()) if one[0] > seen)


def stop(key: str) -> bool:
    """Ask a job for its best result so far, and return whether it runs here."""
    doing = _doing.get(key)
    if doing is not None:
        doing.cancel.set()
    return doing is not None
