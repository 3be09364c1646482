"""A solving process as its parent sees it: a task goes in, messages come out, and it can be killed at any time."""

import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from planner import child_environment
from planner.logs import relay
from planner.processes import Watch, how_it_ended
from planner.solver.messages.outbox import Outbox
from planner.solver.messages.wire import Done, FeasiblePoint, Garbled, Message, Task, receive

Inbox = queue.SimpleQueue[tuple["Worker", Message | None]]
"""What workers say; None is the last of each."""
TICK_SECONDS = 0.2
LAST_LINES = 20
LAST_WORDS_SECONDS = 1.0
"""For the last lines of a worker that has died; a solver that it started may hold its stderr open."""
log = logging.getLogger(__name__)


NO_MORE = "the system gives no more memory, processes or threads"


class NotStarted(Exception):  # noqa: N818  named for what did not happen
    """A worker could not be started: no memory, or too many processes."""


class Worker:
    """A child process and the threads that read and write it."""

    def __init__(self, task: Task, inbox: Inbox) -> None:
        """Start the process and send it its task. Raises NotStarted."""
        self.role = task.role
        # Foreign solvers write models and logs, and have no time to tidy up when they are killed.
        self._scratch = _scratch()
        place = {} if self._scratch is None else {"TMPDIR": self._scratch.name, "TEMP": self._scratch.name}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "planner.solver.portfolio.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=child_environment(OMP_NUM_THREADS="1", **place),
                start_new_session=True,
            )
        except (OSError, MemoryError) as error:
            self._tidy_up()
            raise NotStarted(NO_MORE) from error
        self._watch = Watch(self.process.pid)
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._errors = threading.Thread(target=self._relay, daemon=True)
        self._reader = threading.Thread(target=self._read, args=(inbox,), daemon=True)
        try:
            self._errors.start()
            self._outbox = Outbox(cast(BinaryIO, self.process.stdin))
            self._reader.start()
        except RuntimeError as error:
            self._kill()
            self.process.wait()
            self._tidy_up()
            raise NotStarted(NO_MORE) from error
        self.send(task)

    def _read(self, inbox: Inbox) -> None:
        try:
            while (message := receive(cast(BinaryIO, self.process.stdout))) is not None:
                inbox.put((self, message))
        except Garbled as error:
            log.warning("%s: what it sent is no message (%s)", self.role, error)
            self._kill()
        finally:
            inbox.put((self, None))

    def _relay(self) -> None:
        """Pass the worker's stderr on to the log, and keep its last lines for the message if it dies."""
        assert self.process.stderr is not None
        for raw in self.process.stderr:
            line = raw.decode("utf-8", "replace").rstrip()
            if line:
                self._last_lines.append(line)
                relay(log, self.role, line)

    @property
    def how_it_ended(self) -> str:
        """How the worker ended, with the last line on its stderr, as the end of a sentence."""
        self._errors.join(LAST_WORDS_SECONDS)
        last_words = f" ({self._last_lines[-1]})" if self._last_lines else ""
        return how_it_ended(self.process.pid) + last_words

    def send(self, message: Message) -> None:
        """Send a message without waiting; a worker that has ended misses it."""
        self._outbox.put(message)

    def wake(self) -> bool:
        """Wake the worker up if somebody has stopped it for a while, and say so."""
        return self._watch.wake()

    def _kill(self) -> None:
        if self.process.returncode is None and hasattr(os, "killpg"):
            try:
                os.killpg(self.process.pid, signal.SIGKILL)  # a solver's program among them
            except (ProcessLookupError, PermissionError):
                self.process.kill()
        else:
            self.process.kill()

    def end(self) -> None:
        """Kill the process and its children, read what it has sent to the end, close its pipes."""
        self._kill()
        self.process.wait()
        self._outbox.close()
        self._reader.join()
        self._errors.join(LAST_WORDS_SECONDS)
        # A program that outlives the worker may hold its stderr open: closing it would wait for the thread that reads.
        errors = None if self._errors.is_alive() else self.process.stderr
        for pipe in (self.process.stdin, self.process.stdout, errors):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._tidy_up()

    def _tidy_up(self) -> None:
        if self._scratch is not None:
            self._scratch.cleanup()


def _scratch() -> "tempfile.TemporaryDirectory[str] | None":
    """Return a folder for temporary files, None where there is no room: most workers need none."""
    try:
        return tempfile.TemporaryDirectory(prefix="planner-", ignore_cleanup_errors=True)
    except OSError:
        return None


def run_task(
    task: Task, known: FeasiblePoint | None, limit_seconds: float, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Message]:
    """Run one task in a worker, with an incumbent if there is one, and yield its messages.

    The worker is ended after the limit, or at a cancel. Where it cannot be started or dies, the last message is that it
    is done, with the verdict error.
    """
    inbox: Inbox = queue.SimpleQueue()
    try:
        worker = Worker(task, inbox)
    except NotStarted as error:
        yield Done("error", f"could not be started ({error})")
        return
    if known is not None:
        worker.send(known)
    until = time.monotonic() + limit_seconds
    try:
        while time.monotonic() < until and not cancelled():
            try:
                _, message = inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                worker.wake()
                continue
            if message is None:
                yield Done("error", worker.how_it_ended)
                return
            yield message
            if isinstance(message, Done):
                return
    finally:
        worker.end()
