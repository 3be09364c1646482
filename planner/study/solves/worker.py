"""A process that solves jobs one after the other, and the handle by which another process uses it.

A job and its result are pickled, each with its length before it, on the process's own stdin and stdout.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import BinaryIO, cast

from planner import child_environment
from planner.study.solves.job import Job, failed
from planner.study.solves.solved import Solved

_LENGTH_BYTES = 8


class WorkerDiedError(RuntimeError):
    """The process ended before its job did. The text is the last line that it wrote to stderr."""


class Worker:
    """A process that solves jobs. It is started when it is first needed, and again after it died."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None

    def solve(self, job: Job) -> Solved:
        """Return the solved job. Raises WorkerDiedError where the process ends before."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _send(cast(BinaryIO, process.stdin), pickle.dumps(job))
            return cast(Solved, pickle.loads(_received(cast(BinaryIO, process.stdout))))
        except (OSError, EOFError) as error:
            self.close()
            raise WorkerDiedError(self._last_words()) from error

    def close(self) -> None:
        """End the process and everything that it started."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _start(self) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=child_environment(OMP_NUM_THREADS="1"),
            start_new_session=True,
        )

    def _last_words(self) -> str:
        self._stderr.seek(0)
        lines = self._stderr.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it was killed")


def _send(stream: BinaryIO, data: bytes) -> None:
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big") + data)
    stream.flush()


def _received(stream: BinaryIO) -> bytes:
    length = _exactly(stream, _LENGTH_BYTES)
    return _exactly(stream, int.from_bytes(length, "big"))


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError("the other end closed its pipe")
    return data


def main() -> None:
    """Solve what comes until stdin closes. What a solve prints goes to stderr, so that stdout carries results only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(EOFError):
        while True:
            job = cast(Job, pickle.loads(_received(sys.stdin.buffer)))
            try:
                solved = job.run()
            except Exception as error:
                solved = failed(f"{type(error).__name__}: {error}")
            _send(results, pickle.dumps(solved))


if __name__ == "__main__":
    main()
