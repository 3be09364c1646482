"""A process that draws charts in parallel to its caller; a thread could not, since vl-convert holds Python's lock.

Run as a module it reads charts as JSON, one a line, and writes each picture in base64 on a line.
"""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from planner import child_environment
from planner.charts.draw import png

_STROKE = {"data": {"values": [{}]}, "mark": "point"}

Draw = Callable[[Sequence[Any]], Future[list[bytes]]]


@contextmanager
def pen() -> Iterator[Draw]:
    """Start the process, and yield a function that takes all charts and returns a promise of their pictures.

    It starts its runtime while the charts are still being declared, and ends with the context. The
    promise raises ValueError where a chart cannot be drawn.
    """
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "planner.charts.pen"]
    # A separate session: Ctrl-C in a terminal is for the caller only.
    with (
        subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=child_environment(), start_new_session=True
        ) as process,
        ThreadPoolExecutor(1) as thread,
    ):
        try:
            yield lambda charts: thread.submit(_pictures, process, charts)
        finally:
            process.kill()


def _pictures(process: subprocess.Popen[bytes], charts: Sequence[Any]) -> list[bytes]:
    lines = "".join(json.dumps(chart) + "\n" for chart in charts)
    answer, errors = process.communicate(lines.encode())
    if process.returncode:
        reason = errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ValueError(f"A chart cannot be drawn: {reason or f'the process ended with {process.returncode}'}")
    return [b64decode(line) for line in answer.splitlines()]


def _draw() -> None:
    png(_STROKE)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(b64encode(png(json.loads(line))) + b"\n")


if __name__ == "__main__":
    _draw()
