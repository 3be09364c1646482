"""A solving process is ended at any time, whatever it is saying."""

import io
import queue
import stat
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.case.shape import Shape
from planner.model.build import build
from planner.solve.compile import compile_matrix
from planner.solve.process import Inbox, Worker
from planner.solve.wire import Bound, Message, Task, send
from tests.cases import tiny


class _Slow(queue.SimpleQueue[tuple[str, Message | None]]):
    """An inbox whose owner is busy, so that its reader falls behind."""

    def put(self, *args: Any, **kwargs: Any) -> None:
        time.sleep(0.001)
        super().put(*args, **kwargs)


@pytest.mark.parametrize("left_out_bytes", [0, 10], ids=["with much to say", "in the middle of a word"])
def test_a_worker_is_heard_to_the_end_of_what_it_said(
    left_out_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.BytesIO()
    for number in range(500):
        send(said, Bound(float(number)))
    frames = said.getvalue()
    (tmp_path / "frames").write_bytes(frames[: len(frames) - left_out_bytes])
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\ncat {tmp_path}/frames\nexec sleep 60\n")
    python.chmod(python.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(sys, "executable", str(python))
    task = Task("prove", compile_matrix(build(Shape(tiny()))), 0.0, 0, False, np.inf)
    inbox: Inbox = _Slow()
    before = threading.active_count()
    workers = [Worker(task, inbox) for _ in range(4)]
    inbox.get(timeout=10)
    for worker in workers:
        worker.end()
    assert threading.active_count() == before  # what a reader raises on the way fails the test too
