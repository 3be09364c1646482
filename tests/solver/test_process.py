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

from planner.model.build import build
from planner.plan.records import Status
from planner.shape.shape import Shape
from planner.solver.events import Progress
from planner.solver.messages.process import Worker, run_task
from planner.solver.messages.wire import Bound, Done, Message, Task, send
from planner.solver.options import SolveOptions
from planner.solver.portfolio import portfolio
from planner.solver.program.compile import compile_matrix
from tests.cases import tiny


class _Slow(queue.SimpleQueue[tuple[str, Message | None]]):
    """An inbox whose owner is busy, so that its reader falls behind."""

    def put(self, *args: Any, **kwargs: Any) -> None:
        time.sleep(0.001)
        super().put(*args, **kwargs)


def speaking(said: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every worker say this, whatever it is asked, and be deaf from then on."""
    (folder / "frames").write_bytes(said)
    python = folder / "python"
    python.write_text(f"#!/bin/sh\ncat {folder}/frames\nexec sleep 600\n")
    python.chmod(python.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(sys, "executable", str(python))


def framed(*messages: Message) -> bytes:
    """Return messages as they go through a pipe."""
    said = io.BytesIO()
    for message in messages:
        send(said, message)
    return said.getvalue()


@pytest.mark.parametrize("left_out_bytes", [0, 10], ids=["with much to say", "in the middle of a word"])
def test_a_worker_is_heard_to_the_end_of_what_it_said(
    left_out_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = framed(*(Bound(float(number)) for number in range(500)))
    speaking(frames[: len(frames) - left_out_bytes], tmp_path, monkeypatch)
    task = Task("prove", compile_matrix(build(Shape(tiny()))), 0.0, 0, False, np.inf)
    inbox: Any = _Slow()
    before = set(threading.enumerate())
    workers = [Worker(task, inbox) for _ in range(4)]
    inbox.get(timeout=280)
    for worker in workers:
        worker.end()
    assert set(threading.enumerate()) <= before  # what a reader raises on the way fails the test too


def test_a_cancel_does_not_wait_for_the_deaf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, cancel = compile_matrix(build(Shape(tiny()))), threading.Event()
    speaking(framed(Bound(1.0)), tmp_path, monkeypatch)
    monkeypatch.setattr(portfolio, "GRACE_SECONDS", 3600.0)
    monkeypatch.setattr(portfolio, "ANSWER_SECONDS", 0.1)

    def on_reference(progress: Progress) -> None:
        if progress.bound == matrix.unscaled(1.0):
            cancel.set()

    outcome = portfolio.solve_matrix(matrix, SolveOptions(), on_reference, cancel)
    assert outcome.status is Status.CANCELLED
    assert outcome.bound == matrix.unscaled(1.0)


def test_a_consulted_worker_is_heard_to_its_last_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = Task("polish", compile_matrix(build(Shape(tiny()))), 0.0, 0, False, np.inf)
    said: list[Message] = [Bound(1.0), Done("stopped")]
    speaking(framed(*said, Bound(2.0)), tmp_path, monkeypatch)
    assert list(run_task(task, None, 3600.0)) == said


def test_a_consulted_worker_is_ended_when_patience_or_a_cancel_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = Task("polish", compile_matrix(build(Shape(tiny()))), 0.0, 0, False, np.inf)
    speaking(b"", tmp_path, monkeypatch)
    assert list(run_task(task, None, 0.1)) == []
    assert list(run_task(task, None, 3600.0, lambda: True)) == []
