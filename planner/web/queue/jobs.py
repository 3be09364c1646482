"""The queue: solves run one after the other, each in a worker; short tasks are waited for."""

import threading
import time

from planner.web.queue.children import Child, finish, start
from planner.web.settings import Bounds, Settings
from planner.web.store.records import INTERIM, State
from planner.web.store.store import Store

_TICK_SECONDS = 0.1
_FINISH_SECONDS = 300.0
INTERRUPTED = "The server stopped before the solve ended."
_OVERRUN = "The solve exceeded its time limit and was stopped."
_KILLED = "The solve did not stop on request and was killed."
_BROKEN = "The solve crashed; it may have exceeded its memory limit."
_UNREADABLE = "The workbook cannot be checked: reading it exceeds the memory or time limit."
_UNCHECKED = "The server stopped during the check."


class Jobs:
    """A thread that starts, watches and stops the workers of solves; short tasks run in the caller's thread."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Prepare; nothing runs before `start`."""
        self._store = store
        self._settings = settings
        self._running: list[Child] = []
        self._short: set[Child] = set()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    @property
    def is_ending(self) -> bool:
        """Whether the server is stopping."""
        return self._ending.is_set()

    def start(self) -> None:
        """Mark the runs that another server left unfinished, then process the queue."""
        for run in self._store.runs(1_000_000, State.RUNNING):
            self._store.move(run.id, State.INTERRUPTED, State.RUNNING, message=INTERRUPTED, ended=time.time())
        for run in self._store.runs(1_000_000, State.CHECKING):
            self._store.move(run.id, State.FAILED, State.CHECKING, message=_UNCHECKED)
        self._thread.start()

    def end(self) -> None:
        """Release the workers, which then write their best plans and exit; stop the short tasks."""
        self._ending.set()
        for child in list(self._short):
            child.kill()
        self._thread.join(timeout=5)

    def short(self, task: str, run: str, bounds: Bounds) -> tuple[bool, str]:
        """Run a short task now; return whether it succeeded, and its last line if not."""
        if self.is_ending:
            return False, _UNCHECKED
        child = start(self._store.folder, task, run, bounds.memory_mb, bounds.cpu_seconds)
        self._short.add(child)
        code, last = finish(child, bounds.seconds)
        self._short.discard(child)
        if code != 0:
            self._store.clear(run)
        return code == 0, last

    def checked(self, run: str) -> None:
        """Record the result of a check whose worker failed, and delete old runs."""
        message = _UNCHECKED if self.is_ending else _UNREADABLE
        self._store.move(run, State.FAILED, State.CHECKING, message=message, ended=time.time())
        self._store.forget_oldest(self._settings.keep_runs)

    def _work(self) -> None:
        self._finish_orphans()
        while not self._ending.is_set():
            self._watch()
            self._start_next()
            self._ending.wait(_TICK_SECONDS)
        for child in self._running:
            child.close()

    def _finish_orphans(self) -> None:
        """Finish the plans of interrupted solves."""
        for run in self._store.runs(1_000_000, State.INTERRUPTED, State.FAILED):
            if not run.has_plan and INTERIM in run.files and not self._ending.is_set():
                self._finish(run.id)

    def _finish(self, run: str) -> None:
        finish(start(self._store.folder, "finish", run, self._settings.solve_memory_mb), _FINISH_SECONDS)

    def _start_next(self) -> None:
        queued = self._store.runs(1_000_000, State.QUEUED)
        for run in reversed(queued):
            if run.cancel_asked:  # which need not wait in the queue
                message_ = "Cancelled before it started."
                self._store.move(
                    run.id, State.ENDED, State.QUEUED, status="cancelled", message=message_, ended=time.time()
                )
            elif len(self._running) < self._settings.solves_at_once and self._store.move(
                run.id, State.RUNNING, State.QUEUED, started=time.time()
            ):
                self._running.append(start(self._store.folder, "solve", run.id, self._settings.solve_memory_mb))

    def _watch(self) -> None:
        for child in list(self._running):
            run = self._store.run(child.run)
            if child.process.poll() is not None:
                self._running.remove(child)
                self._end(child, _BROKEN)
                continue
            if run is None:
                child.kill()
                continue
            now, grace = time.monotonic(), self._settings.grace_seconds
            if run.cancel_asked and not child.asked_to_stop:
                child.ask_to_stop()
            overrun = now - child.started_at > run.asked.time_limit_seconds + 2 * grace
            stuck = child.asked_to_stop and now - child.asked_to_stop > grace
            if overrun or stuck:
                child.kill()
                child.process.wait()
                self._running.remove(child)
                self._end(child, _OVERRUN if overrun else _KILLED)

    def _end(self, child: Child, message: str) -> None:
        """Record the end of a run whose worker failed, and finish its best plan so far."""
        code = child.process.returncode
        last = child.close()
        message_ = f"{message} {last}".strip() if code > 0 else message
        if self._store.move(child.run, State.FAILED, State.RUNNING, message=message_, ended=time.time()):
            self._finish(child.run)
