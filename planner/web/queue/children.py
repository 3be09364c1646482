"""Workers as the server sees them: started with limits, stopped through a pipe, and killed if they do not stop."""

import contextlib
import logging
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from planner import child_environment

log = logging.getLogger(__name__)

_LONGEST_LAST_WORD = 300


@dataclass(slots=True, eq=False)
class Child:
    """A running worker."""

    task: str
    run: str
    process: subprocess.Popen[bytes]
    errors: IO[bytes]
    started_at: float
    asked_to_stop: float = 0.0

    def ask_to_stop(self) -> None:
        """Ask the worker to stop soon."""
        self.asked_to_stop = self.asked_to_stop or time.monotonic()
        with contextlib.suppress(OSError, ValueError):
            assert self.process.stdin is not None
            self.process.stdin.write(b"stop\n")
            self.process.stdin.flush()

    def kill(self) -> None:
        """Kill the worker; its solver processes end when their pipes close."""
        self.process.kill()

    def close(self) -> str:
        """Clean up after a worker that has ended, and return the last line of its error output."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.errors.seek(0)
        lines = self.errors.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
        self.errors.close()
        return lines[-1][-_LONGEST_LAST_WORD:] if lines else ""


def start(store: Path, task: str, run: str, memory_mb: int, cpu_seconds: int = 0) -> Child:
    """Start a worker."""
    errors = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the worker runs
    process = subprocess.Popen(
        [sys.executable, "-m", "planner.web.queue.worker", str(store), task, run, str(memory_mb), str(cpu_seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env=child_environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"),
        start_new_session=True,
    )
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
