"""The queue: solves run one after the other, each in a worker; short tasks are waited for.

Its thread does its steps in turn for as long as the server runs: a step that fails is tried again after a while, and
changes of state that cannot be stored are kept in memory until they can.
"""

import json
import logging
import threading
import time
from collections.abc import Callable

from planner.study.solves.where import LOCAL, where
from planner.web.queue.children import UNSOLVED, UNSTORED, Child, finish, from_line, start
from planner.web.settings import Bounds, Settings
from planner.web.store.lasting import LastingStore
from planner.web.store.records import INTERIM, OVER, PLAN, PLAN_BOOK, VIEW, Run, State
from planner.web.store.trouble import UNAVAILABLE, Trouble, Unavailable, trouble_of

log = logging.getLogger(__name__)

_TICK_SECONDS = 0.1
_FINISH_SECONDS = 300.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 8.0
"""How long a step that has failed is left out; the pause doubles each time."""
INTERRUPTED = "The server stopped before the solve ended."
_OVERRUN = "The solve exceeded its time limit and was stopped."
_KILLED = "The solve did not stop on request and was killed."
_BROKEN = "The solve crashed; it may have exceeded its memory limit."
_UNREADABLE = "The workbook cannot be checked: reading it exceeds the memory or time limit."
_UNCHECKED = "The server stopped during the check."
_WAITING = Trouble(UNAVAILABLE, "A solve has ended; its plan is stored as soon as the run store can be written.")
_TRY_AGAIN = "The workbook was not checked: upload it again."


class Jobs:
    """A thread that starts, watches and stops the workers of solves; short tasks run in the caller's thread."""

    def __init__(self, store: LastingStore, settings: Settings) -> None:
        """Prepare; nothing runs before `start`."""
        self._store = store
        self._settings = settings
        self._running: list[Child] = []
        self._finishing: Child | None = None
        self._unfinished: list[str] = []
        self._short: set[Child] = set()
        self._ending = threading.Event()
        self._failures: dict[str, tuple[float, float, Trouble | None]] = {}
        # On a cluster a run may wait for its turn, and the worker that has it looks after its time limit.
        self._times = where(settings.executor).kind == LOCAL
        self._is_recovered = False
        self._is_waiting = False
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    @property
    def is_ending(self) -> bool:
        """Whether the server is stopping."""
        return self._ending.is_set()

    @property
    def trouble(self) -> Trouble | None:
        """What keeps the queue from its work at the moment."""
        troubles = (trouble for _, _, trouble in list(self._failures.values()) if trouble)
        return next(troubles, _WAITING if self._is_waiting else None)

    def is_finishing(self, run: str) -> bool:
        """Say whether the plan of a run is being finished, or is to be."""
        child = self._finishing
        return run in self._unfinished or (child is not None and child.run == run)

    def start(self) -> None:
        """Mark the runs that another server left unfinished, then process the queue."""
        self._attempt(self._recover)
        self._thread.start()

    def end(self) -> None:
        """Release the workers, which then write their best plans and exit; stop the short tasks."""
        self._ending.set()
        for child in list(self._short):
            child.kill()
        self._thread.join(timeout=5)
        self._store.release()

    def short(self, task: str, run: str, bounds: Bounds) -> tuple[bool, str]:
        """Run a short task now; return whether it succeeded, and its last line if not. Raises Unavailable."""
        if self.is_ending:
            return False, _UNCHECKED
        child = start(self._store.folder, task, run, bounds.memory_mb, bounds.cpu_seconds)
        self._short.add(child)
        code, last = finish(child, bounds.seconds)
        self._short.discard(child)
        if code != 0:
            self._store.clear(run)
        if code == UNSTORED:
            raise Unavailable(from_line(last))
        return code == 0, last

    def checked(self, run: str) -> None:
        """Record the result of a check whose worker failed, and delete old runs."""
        message = _UNCHECKED if self.is_ending else _UNREADABLE
        self._store.settle(run, State.FAILED, State.CHECKING, message=message, ended=time.time())
        try:
            self._store.forget_oldest(self._settings.keep_runs)
        except Exception as error:  # the check itself is stored; the next one tries again
            log.warning("Old runs cannot be deleted: %s", error)

    def unchecked(self, run: str, error: Exception) -> None:
        """Record that a check was not possible."""
        trouble = trouble_of(error, self._store.folder)
        message = f"{trouble.sentence} {_TRY_AGAIN}" if trouble else _TRY_AGAIN
        self._store.plan_change(run, State.FAILED, State.CHECKING, message=message, ended=time.time())

    def _work(self) -> None:
        while not self._ending.is_set():
            for step in (
                self._recover, self._store.hold, self._store.store_changes, self._watch, self._finish_next,
                self._start_next,
            ):  # fmt: skip
                self._attempt(step)
            self._ending.wait(_TICK_SECONDS)
        for child in (*self._running, *filter(None, [self._finishing])):
            child.close()
        if self._finishing is not None:  # the server does not wait for this thread; the worker goes on alone
            self._finishing.process.wait()

    def _attempt(self, step: Callable[[], object]) -> None:
        """Do a step, unless it has just failed. No error may end the thread: every later run would stay queued."""
        name = step.__name__
        until, pause, _ = self._failures.get(name, (0.0, _FIRST_PAUSE_SECONDS / 2, None))
        if time.monotonic() < until:
            return
        try:
            step()
        except Exception as error:
            trouble = trouble_of(error, self._store.folder)
            if trouble is None:
                log.exception("The queue failed at %s and tries again.", name)
            self._pause(name, min(2 * pause, _LONGEST_PAUSE_SECONDS), trouble)
        else:
            self._failures.pop(name, None)

    def _pause(self, step: str, seconds: float, trouble: Trouble | None) -> None:
        if trouble is not None:
            log.warning("%s", trouble.sentence)
        self._failures[step] = (time.monotonic() + seconds, seconds, trouble)

    def _recover(self) -> None:
        """Take over what another server left: mark its unfinished runs, and list the plans to finish."""
        if self._is_recovered:
            return
        store = self._store
        for run in store.runs(1_000_000, *OVER):
            if _is_unfinished(run) and run.id not in self._unfinished:
                self._unfinished.append(run.id)
        # What this server has added itself is checked by it.
        checking = [run for run in store.runs(1_000_000, State.CHECKING) if run.id not in store.added]
        solving = store.runs(1_000_000, State.RUNNING)
        self._unfinished += [run.id for run in solving if run.has_plan or INTERIM in run.files]
        self._is_recovered = True
        for run in solving:
            store.plan_change(run.id, State.INTERRUPTED, State.RUNNING, message=INTERRUPTED, ended=time.time())
        for run in checking:
            store.plan_change(run.id, State.FAILED, State.CHECKING, message=_UNCHECKED)
        store.store_changes()

    def _watch(self) -> None:
        for child in list(self._running):
            if child.process.poll() is not None:
                self._end(child, _BROKEN)
                continue
            is_waiting = self._is_waiting = child.is_waiting()
            run = self._store.run(child.run)
            if run is None:
                child.kill()
                continue
            self._hurry(child, run)
            is_stuck = child.asked_to_stop and _stage_seconds(child, child.asked_to_stop) > self._settings.grace_seconds
            if is_stuck and not is_waiting:
                child.kill()
                child.process.wait()
                self._end(child, _KILLED if run.cancel_asked else _OVERRUN)

    def _hurry(self, child: Child, run: Run) -> None:
        """Ask a worker to stop that is to be cancelled, or is far beyond its time limit on a busy machine."""
        is_late = _stage_seconds(child) > run.asked.time_limit_seconds + self._settings.grace_seconds
        if (run.cancel_asked or (self._times and is_late)) and not child.asked_to_stop:
            child.ask_to_stop()

    def _end(self, child: Child, message: str) -> None:
        """Record the end of a run whose worker failed, and have its plan finished, or its best plan so far."""
        code, last = child.process.returncode, child.close()
        run = self._store.run(child.run)
        is_cut_short = run is not None and run.state is State.RUNNING and run.has_plan
        view = self._store.file(child.run, VIEW) if is_cut_short else None
        self._running.remove(child)  # once all is read: a step that fails before is tried again
        self._is_waiting = False
        if run is None or run.state is not State.RUNNING:
            return
        if code == UNSTORED:  # it had not begun yet
            self._store.plan_change(run.id, State.QUEUED, State.RUNNING)
            self._pause(self._start_next.__name__, _LONGEST_PAUSE_SECONDS, from_line(last))
            return
        message_ = last if code == UNSOLVED else f"{message} {last}".strip() if code > 0 else message
        if _is_unfinished(run):
            self._unfinished.append(run.id)
        if run.has_plan:  # it is complete, and only its workbook is missing
            figures = json.loads(view or b"{}").get("figures", {})
            known = {"status": figures.get("status", ""), "figures": figures, "ended": time.time()}
            self._store.settle(run.id, State.ENDED, State.RUNNING, **known)
        else:  # with a plan so far, which is being finished, a run has not failed
            to = State.INTERRUPTED if _is_unfinished(run) else State.FAILED
            self._store.settle(run.id, to, State.RUNNING, message=message_, ended=time.time())

    def _finish_next(self) -> None:
        """Finish the plans of interrupted and failed solves, one after the other."""
        child = self._finishing
        if child is not None:
            is_late = not child.is_waiting() and time.monotonic() - child.stage_at > _FINISH_SECONDS
            if child.process.poll() is None and not is_late:
                return
            self._finishing = None
            code, last = finish(child, 0.0)
            if code == UNSTORED:
                self._unfinished.append(child.run)
                raise Unavailable(from_line(last))
            if code != 0:
                log.warning("The plan of run %s could not be finished (exit code %d). %s", child.run, code, last)
        if self._unfinished:
            self._finishing = start(self._store.folder, "finish", self._unfinished[0], self._settings.solve_memory_mb)
            self._unfinished.pop(0)

    def _start_next(self) -> None:
        for run in reversed(self._store.runs(1_000_000, State.QUEUED)):
            if run.cancel_asked:  # which need not wait in the queue
                message_ = "Cancelled before it started."
                self._store.settle(
                    run.id, State.ENDED, State.QUEUED, status="cancelled", message=message_, ended=time.time()
                )
            elif self._has_slot():
                self._start(run)

    def _start(self, run: Run) -> None:
        try:
            if not self._store.move(run.id, State.RUNNING, State.QUEUED, started=time.time()):
                return
            settings = self._settings
            task = "study" if run.is_study else "solve"
            child = start(self._store.folder, task, run.id, settings.solve_memory_mb, 0, settings.executor)
        except Exception:
            self._store.plan_change(run.id, State.QUEUED, State.RUNNING)
            raise
        self._running.append(child)

    def _has_slot(self) -> bool:
        is_finishing = self._finishing is not None or self._unfinished
        return len(self._running) + bool(is_finishing) < self._settings.solves_at_once


def _stage_seconds(child: Child, since: float = 0.0) -> float:
    """Return how long a worker has been in its current stage, from a point in time on."""
    return time.monotonic() - max(child.stage_at, since)


def _is_unfinished(run: Run) -> bool:
    """Whether the plan of a run that is over, or is about to be, can be finished: the plan itself or its workbook."""
    if run.has_plan:
        return PLAN in run.files and PLAN_BOOK not in run.files
    return INTERIM in run.files and run.state is not State.ENDED
