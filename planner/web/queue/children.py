"""Workers as the server sees them: started with limits, stopped through a pipe, and killed if they do not stop."""

import contextlib
import logging
import os
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from planner import child_environment
from planner.study.solves.where import LOCAL
from planner.web.queue.lifeline import NEXT_STAGE, WAITING
from planner.web.store.trouble import UNAVAILABLE, Trouble

log = logging.getLogger(__name__)

UNSOLVED = 74
"""Exit code of a worker whose solve came to no end elsewhere; its last line is the sentence."""
UNSTORED = 75
"""Exit code of a worker that could not use the store; its last line is the status and the sentence."""
_LONGEST_LAST_WORD = 500
_WAITING_SECONDS = 30.0
"""A worker waits for the store if it has reported so within this time."""


@dataclass(slots=True, eq=False)
class Child:
    """A running worker; `stage_at` is when its current stage began."""

    task: str
    run: str
    process: subprocess.Popen[bytes]
    errors: IO[bytes]
    stage_at: float
    asked_to_stop: float = 0.0
    _waited_at: float = float("-inf")
    _last_line: str | None = None

    def ask_to_stop(self) -> None:
        """Ask the worker to stop soon."""
        self.asked_to_stop = self.asked_to_stop or time.monotonic()
        with contextlib.suppress(OSError, ValueError):
            assert self.process.stdin is not None
            self.process.stdin.write(b"stop\n")
            self.process.stdin.flush()

    def is_waiting(self) -> bool:
        """Whether the worker has a result that it cannot store yet. Reads what it has reported."""
        assert self.process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            if select.select([self.process.stdout], [], [], 0)[0]:
                reported = os.read(self.process.stdout.fileno(), 4096)
                self._waited_at = time.monotonic() if WAITING in reported else self._waited_at
                self.stage_at = time.monotonic() if NEXT_STAGE in reported else self.stage_at
        return time.monotonic() - self._waited_at < _WAITING_SECONDS

    def kill(self) -> None:
        """Kill the worker; its solver processes end when their pipes close."""
        self.process.kill()

    def close(self) -> str:
        """Clean up after a worker that has ended, and return the last line of its error output."""
        if self._last_line is None:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            with contextlib.suppress(OSError):
                self.process.stdin.close()
            self.process.stdout.close()
            self.errors.seek(0)
            lines = self.errors.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
            self.errors.close()
            self._last_line = lines[-1][-_LONGEST_LAST_WORD:] if lines else ""
        return self._last_line


def start(store: Path, task: str, run: str, memory_mb: int, cpu_seconds: int = 0, executor: str = LOCAL) -> Child:
    """Start a worker, for solves with the name of their executor."""
    limits = str(memory_mb), str(cpu_seconds)
    with contextlib.ExitStack() as stack:
        errors = stack.enter_context(tempfile.TemporaryFile())
        process = subprocess.Popen(
            [sys.executable, "-m", "planner.web.queue.worker", str(store), task, run, *limits, executor],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=child_environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"),
            start_new_session=True,
        )
        stack.pop_all()  # open as long as the worker runs
    log.info("worker %d starts task %s of run %s", process.pid, task, run)
    return Child(task, run, process, errors, time.monotonic())


def finish(child: Child, seconds: float) -> tuple[int, str]:
    """Wait for a worker, kill it after a limit, and return its exit code (negative: a signal) and last line."""
    try:
        code = child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        code = child.process.wait()
    log.info("worker %d ended task %s of run %s with code %d", child.process.pid, child.task, child.run, code)
    return code, child.close()


def as_line(trouble: Trouble) -> str:
    """Return a state as the last line of a worker."""
    return f"{trouble.status} {trouble.sentence}"


def from_line(line: str) -> Trouble:
    """Return the state that a worker reported in its last line."""
    status, _, sentence = line.partition(" ")
    return Trouble(int(status) if status.isdecimal() else UNAVAILABLE, sentence)
