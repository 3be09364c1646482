"""A child process as its parent sees it: messages go in and come out, and it can be killed at any time."""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from planner import child_environment
from planner.logs import relay
from planner.processes import Watch, how_it_ended
from planner.solver.messages.frames import Garbled
from planner.solver.messages.outbox import Outbox

LAST_LINES, LONGEST_LINE = 20, 2000
LAST_WORDS_SECONDS = 1.0
"""For the last lines of a process that has died; one that it started may hold its stderr open."""
NO_MORE = "the system gives no more memory, processes or threads"
log = logging.getLogger(__name__)

Hear = Callable[[Any], None]
"""What is done with a message, in the thread that reads; None is the last."""


class NotStarted(Exception):  # noqa: N818  named for what did not happen
    """A process could not be started: no memory, or too many processes."""


class Child:
    """A process that runs a module of this package in a group of its own, and the threads that read and write it."""

    def __init__(self, module: str, name: str, read: Callable[[BinaryIO], Any], hear: Hear) -> None:
        """Start the process. Raises NotStarted."""
        self._name, self._hear = name, hear
        self._is_over = False
        self._hearing = threading.Lock()
        # Foreign solvers write models and logs, and have no time to tidy up when they are killed.
        self._scratch = _scratch()
        place = {} if self._scratch is None else {"TMPDIR": self._scratch.name, "TEMP": self._scratch.name}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module],
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
        self._reader = threading.Thread(target=self._read, args=(read,), daemon=True)
        try:
            self._errors.start()
            self._outbox = Outbox(cast(BinaryIO, self.process.stdin))
            self._reader.start()
        except RuntimeError as error:
            self._kill()
            self.process.wait()
            self._tidy_up()
            raise NotStarted(NO_MORE) from error

    def _read(self, read: Callable[[BinaryIO], Any]) -> None:
        try:
            while (message := read(cast(BinaryIO, self.process.stdout))) is not None:
                self._hear(message)
        except Garbled as error:
            self._last_lines.append(f"what it sent is no message: {error}")
            log.warning("%s: what it sent is no message (%s)", self._name, error)
            self._kill()
        finally:
            with self._hearing:
                self._is_over = True
                self._hear(None)

    def connect(self, name: str, hear: Hear) -> None:
        """Have somebody else hear what the process sends from now on, under another name."""
        with self._hearing:
            self._name, self._hear = name, hear
            if self._is_over:
                hear(None)

    def _relay(self) -> None:
        """Pass the process's stderr on to the log, and keep its last lines for the message if it dies."""
        assert self.process.stderr is not None
        while raw := self.process.stderr.readline(LONGEST_LINE):
            line = raw.decode("utf-8", "replace").rstrip()
            if line:
                self._last_lines.append(line)
                relay(log, self._name, line)

    @property
    def how_it_ended(self) -> str:
        """How the process ended, with the last line on its stderr, as the end of a sentence."""
        self._errors.join(LAST_WORDS_SECONDS)
        last_words = f" ({self._last_lines[-1]})" if self._last_lines else ""
        return how_it_ended(self.process.pid) + last_words

    def send(self, message: Any) -> None:
        """Send a message without waiting; a process that has ended misses it."""
        self._outbox.put(message)

    def wake(self) -> bool:
        """Wake the process up if somebody has stopped it for a while, and say so."""
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
        # A program that outlives the process may hold its stderr open: closing it would wait for the thread that reads.
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
