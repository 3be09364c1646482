"""Logging: quiet by default, as much as asked before or behind the command, and workers are heard."""

import logging
import queue
import sys
from pathlib import Path

import numpy as np
import pytest

from planner.cli.crash import write_report
from planner.logs import relay
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.process import Inbox, Worker
from planner.solver.messages.wire import Done, Message, Task
from planner.solver.program.compile import compile_matrix
from tests.cases import tiny
from tests.cli.commands import STARTER, planner


def test_nothing_is_logged_unless_asked(tmp_path: Path) -> None:
    ended = planner("check", STARTER, folder=tmp_path)
    assert "planner.workbook" not in ended.err


@pytest.mark.parametrize("arguments", [("-v", "check", STARTER), ("check", STARTER, "--log-level", "info")])
def test_the_log_says_what_happens_wherever_the_option_stands(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = planner(*arguments, folder=tmp_path)
    assert ended.code == 0
    assert "INFO planner.workbook.reader: starter.xlsx: 0 faults" in ended.err


def test_an_unknown_level_is_refused(tmp_path: Path) -> None:
    ended = planner("check", STARTER, "--log-level", "loud", folder=tmp_path)
    assert ended.code == 2
    assert "loud" in ended.words


def test_lines_of_a_worker_keep_their_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    relay(logging.getLogger("planner.test"), "prove", "ERROR planner.solver: it broke")
    relay(logging.getLogger("planner.test"), "prove", "something else")
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "prove: planner.solver: it broke"),
        ("WARNING", "prove: something else"),
    ]


def test_what_a_worker_says_before_it_dies_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'no library libhighs' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    inbox: Inbox = queue.SimpleQueue()
    worker = Worker(Task("prove", compile_matrix(build(Shape(tiny()))), 0.0, 0, False, np.inf), inbox)
    assert inbox.get(timeout=280) == (worker, None)
    assert worker.how_it_ended == "ended with code 1 (no library libhighs)"
    worker.end()


def test_an_error_in_a_callback_is_an_error_and_not_a_cancel(caplog: pytest.LogCaptureFixture) -> None:
    said: list[Message] = []
    mailbox = Mailbox(said.append)
    mailbox.fail(ZeroDivisionError("division by zero"))
    assert said == [Done("error", "ZeroDivisionError: division by zero")]
    assert mailbox.cancelled
    assert "error in a callback of the solver" in caplog.text


def test_the_report_of_an_internal_error_says_where_it_happened() -> None:
    try:
        raise RuntimeError("the moon is full")
    except RuntimeError as error:
        path = write_report(error)
    assert path is not None
    text = path.read_text("utf-8")
    path.unlink()
    assert "RuntimeError: the moon is full" in text
    assert "test_logging.py" in text
    assert "highspy" in text
