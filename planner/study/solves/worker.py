"""The handle of a process that does jobs: started when it is first needed, ended when it hangs, and started again."""

import pickle
import queue
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from planner.solver.messages import frames
from planner.solver.messages.child import Child, NotStarted
from planner.solver.messages.wire import Cancel
from planner.study.solves.job import Job, failed
from planner.study.solves.messages import Ended, Failed, Report, Work
from planner.study.solves.solved import Solved

ATTEMPTS = 3
"""How often a job is tried whose process is lost."""
OVERTIME_SECONDS = 300.0
"""Beyond its time limit, for its start, the model, the polish and the audit; a job that takes longer hangs."""
STOP_SECONDS = 60.0
"""For the best plan so far after a request to stop."""
TICK_SECONDS = 0.2
BY_SYSTEM = f"was ended by signal {int(signal.SIGKILL) if hasattr(signal, 'SIGKILL') else 9}"
MODULE = "planner.study.solves.solving"
NAME = "the process of a solve"


class WorkerDiedError(RuntimeError):
    """The process ended before its job did, or had to be ended. The text says how."""


class JobFailedError(RuntimeError):
    """The job itself failed, as it would anywhere. The text says why."""


def ignore(what: Any) -> None:
    """Do nothing."""


class Worker:
    """A process that does one job after the other."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._child: Child | None = None
        self._closing = threading.Lock()

    def solve(self, job: Job, is_wanted: Callable[[], bool] = lambda: True) -> Solved:
        """Return the solved job; one that fails has the status error. Raises WorkerDiedError."""
        try:
            solved: Solved = self.do(job, is_wanted=is_wanted)
        except JobFailedError as error:
            return failed(str(error))
        return solved

    def do(
        self,
        work: Work,
        on_report: Callable[[Any], None] = ignore,
        cancel: threading.Event | None = None,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Any:
        """Return what a job returns, and pass its reports on.

        Setting `cancel` asks for the best result so far. Where the result is not wanted any more the process is ended.
        Raises WorkerDiedError where the process ends before the job, JobFailedError where the job fails.
        """
        _check_sendable(work)
        inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        child = self._started(inbox.put)
        try:
            child.send(work)
            return _followed(child, work.options.time_limit_seconds, inbox, on_report, cancel, is_wanted)
        except BaseException:  # whatever it is, the process may be in the middle of the job
            self.close()
            raise

    def close(self) -> None:
        """End the process and everything that it started."""
        with self._closing:
            child, self._child = self._child, None
            if child is not None:
                child.end()

    def _started(self, hear: Callable[[Any], None]) -> Child:
        child = self._child
        if child is not None and child.process.poll() is None:
            child.connect(NAME, hear)
            return child
        self.close()
        try:
            self._child = child = Child(MODULE, NAME, frames.read, hear)
        except NotStarted as error:
            raise WorkerDiedError(f"could not be started: {error}") from error
        return child


def gave_up(error: Exception) -> Solved:
    """Return what remains of a job whose process was lost on every attempt."""
    return failed(f"its process failed {ATTEMPTS} times; the last time it {error}")


def _followed(
    child: Child,
    limit_seconds: float,
    inbox: "queue.SimpleQueue[Any]",
    on_report: Callable[[Any], None],
    cancel: threading.Event | None,
    is_wanted: Callable[[], bool],
) -> Any:
    """Return the result of the job that a process does."""
    until, overrun = time.monotonic() + limit_seconds + OVERTIME_SECONDS, _overrun(limit_seconds)
    asked_to_stop = False
    while True:
        if cancel is not None and cancel.is_set() and not asked_to_stop:
            asked_to_stop = True
            child.send(Cancel())
            until, overrun = time.monotonic() + STOP_SECONDS, f"did not stop within {STOP_SECONDS:g} s"
        if not is_wanted():
            raise WorkerDiedError("was not wanted any more")
        if time.monotonic() > until:
            raise WorkerDiedError(f"{overrun}, and was ended")
        try:
            message = inbox.get(timeout=TICK_SECONDS)
        except queue.Empty:
            child.wake()
            continue
        match message:
            case Report():
                on_report(message.what)
            case Ended():
                return message.result
            case Failed():
                raise JobFailedError(message.reason)
            case None:
                raise WorkerDiedError(child.how_it_ended.replace(BY_SYSTEM, f"{BY_SYSTEM}, as when memory runs out", 1))
            case _:
                raise WorkerDiedError(f"sent something of the type {type(message).__name__}")


def _overrun(limit_seconds: float) -> str:
    return f"had not ended {OVERTIME_SECONDS:g} s after its time limit of {limit_seconds:g} s"


def _check_sendable(work: Work) -> None:
    """Raise JobFailedError for a job that cannot be pickled."""
    try:
        pickle.dumps(work)
    except Exception as error:
        raise JobFailedError(f"the job cannot be sent to its process: {type(error).__name__}: {error}") from error
