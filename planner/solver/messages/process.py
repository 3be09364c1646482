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
from planner.solver.messages.wire import Done, FeasiblePoint, Message, Task, receive, send

Inbox = queue.SimpleQueue[tuple[str, Message | None]]
TICK_SECONDS = 0.2
LAST_LINES = 20
LAST_WORDS_SECONDS = 1.0
"""For the last lines of a worker that has died; a solver that it started may hold its stderr open."""
log = logging.getLogger(__name__)


class Worker:
    """A child process and the thread that reads it."""

    def __init__(self, task: Task, inbox: Inbox) -> None:
        self.role = task.role
        # Foreign solvers write models and logs, and have no time to tidy up when they are killed.
        self._scratch = tempfile.TemporaryDirectory(prefix="planner-", ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "planner.solver.portfolio.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(OMP_NUM_THREADS="1", TMPDIR=self._scratch.name, TEMP=self._scratch.name),
            start_new_session=True,
        )
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._errors = threading.Thread(target=self._relay, daemon=True)
        self._errors.start()
        self.send(task)
        self._reader = threading.Thread(target=self._read, args=(inbox,), daemon=True)
        self._reader.start()

    def _read(self, inbox: Inbox) -> None:
        assert self.process.stdout is not None
        try:
            while (message := receive(cast(BinaryIO, self.process.stdout))) is not None:
                inbox.put((self.role, message))
        finally:
            inbox.put((self.role, None))

    def _relay(self) -> None:
        """Pass the worker's stderr on to the log, and keep its last lines for the message if it dies."""
        assert self.process.stderr is not None
        for raw in self.process.stderr:
            line = raw.decode("utf-8", "replace").rstrip()
            if line:
                self._last_lines.append(line)
                relay(log, self.role, line)

    @property
    def last_words(self) -> str:
        """The last line on the worker's stderr, once it has ended."""
        self._errors.join(LAST_WORDS_SECONDS)
        return self._last_lines[-1] if self._last_lines else ""

    def send(self, message: Message) -> None:
        """Send a message; a worker that has ended misses it."""
        assert self.process.stdin is not None
        try:
            send(cast(BinaryIO, self.process.stdin), message)
        except (BrokenPipeError, ValueError):
            return

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
        self._scratch.cleanup()


def run_task(
    task: Task, known: FeasiblePoint | None, limit_seconds: float, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Message]:
    """Run one task in a worker, with an incumbent if there is one, and yield its messages.

    The worker is ended after the limit, or at a cancel.
    """
    inbox: Inbox = queue.SimpleQueue()
    worker = Worker(task, inbox)
    if known is not None:
        worker.send(known)
    until = time.monotonic() + limit_seconds
    try:
        while time.monotonic() < until and not cancelled():
            try:
                _, message = inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                continue
            if message is None:
                return
            yield message
            if isinstance(message, Done):
                return
    finally:
        worker.end()
