"""A process that draws charts in parallel to its caller; a thread could not, since vl-convert holds Python's lock.

Run as a module it reads charts as JSON, one a line, and writes each picture in base64 on a line.
"""

import atexit
import json
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from planner import child_environment
from planner.charts.draw import png
from planner.processes import Watch

DRAWING_SECONDS = 180.0
"""A process that takes longer has hung: all charts of a large plan take a few seconds."""
_TICK_SECONDS = 0.5
_PNG = b"\x89PNG"
_STROKE = {"data": {"values": [{}]}, "mark": "point"}
_spare: list[subprocess.Popen[bytes]] = []
"""A process that waits for charts, if one has been started ahead."""

Draw = Callable[[Sequence[Any]], Callable[[], list[bytes]]]


class NotDrawn(Exception):  # noqa: N818  named for what happened
    """The process gave no pictures; the message says why."""


def start_ahead() -> None:
    """Start the process before there are charts, since its runtime takes a second to start. Raises OSError."""
    if not _spare:
        _spare.append(_started())
        atexit.register(_discard)


@contextmanager
def pen() -> Iterator[Draw]:
    """Start the process, and yield a function that takes all charts and returns one that waits for their pictures.

    It starts its runtime while the charts are still being declared, and ends with the context. Waiting raises NotDrawn
    where there are none.
    """
    with _waiting() or _started() as process, ThreadPoolExecutor(1) as thread:
        try:
            yield lambda charts: partial(_awaited, process, thread.submit(_pictures, process, charts))
        finally:
            process.kill()


def _waiting() -> subprocess.Popen[bytes] | None:
    """Return the process that was started ahead, unless it has ended since."""
    while _spare:
        process = _spare.pop()
        if process.poll() is None:
            return process
        with process:  # closes its pipes
            pass
    return None


def _started() -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "planner.charts.pen"]
    # A separate session: Ctrl-C in a terminal is for the caller only.
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, env=child_environment(), start_new_session=True
    )


def _discard() -> None:
    for process in _spare:
        process.kill()
        process.wait()


def _pictures(process: subprocess.Popen[bytes], charts: Sequence[Any]) -> list[bytes]:
    lines = "".join(json.dumps(chart) + "\n" for chart in charts)
    answer, errors = process.communicate(lines.encode())
    code = process.returncode
    if code < 0:
        raise NotDrawn(f"the process that draws charts was ended by signal {-code}")
    if code:
        reason = errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise NotDrawn(f"the process that draws charts ended with code {code} ({reason})")
    pictures = [b64decode(line) for line in answer.splitlines()]
    if len(pictures) != len(charts) or not all(picture.startswith(_PNG) for picture in pictures):
        raise NotDrawn("the process that draws charts did not return a picture of each")
    return pictures


def _awaited(process: subprocess.Popen[bytes], promised: Future[list[bytes]]) -> list[bytes]:
    """Return the pictures when they are ready; a process that somebody has stopped is woken up."""
    watch = Watch(process.pid)
    until = time.monotonic() + DRAWING_SECONDS
    while time.monotonic() < until:
        try:
            return promised.result(timeout=_TICK_SECONDS)
        except TimeoutError:
            watch.wake()
    raise NotDrawn(f"the process that draws charts did not end within {DRAWING_SECONDS:.0f} s")


def _draw() -> None:
    png(_STROKE)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(b64encode(png(json.loads(line))) + b"\n")


if __name__ == "__main__":
    _draw()
