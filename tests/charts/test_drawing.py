"""The process that draws charts is killed, stopped, mute or mad: that costs the pictures, and is reported."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner import processes
from planner.charts import pen
from planner.report.excel.workbook import write_plan
from tests.report.plans import three_sites, three_sites_plan

CHART = {"data": {"values": [{}]}, "mark": "point"}


def drawing(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a shell script take the place of the process that draws."""
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(python.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(sys, "executable", str(python))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("kill -9 $$", "the process that draws charts was ended by signal 9"),
        ("echo no fonts >&2; exit 3", r"the process that draws charts ended with code 3 \(no fonts\)"),
        ("cat >/dev/null", "did not return a picture of each"),
        ("cat >/dev/null; echo bm90IGEgcGljdHVyZQ==", "did not return a picture of each"),
        ("exec sleep 600", "did not end within"),
    ],
    ids=["killed", "failed", "mute", "mad", "hung"],
)
def test_a_process_that_does_not_draw_is_told(
    script: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(script, tmp_path, monkeypatch)
    if words == "did not end within":
        monkeypatch.setattr(pen, "DRAWING_SECONDS", 1.0)  # the others may take as long as they need to start
    with pen.pen() as draw, pytest.raises(pen.NotDrawn, match=words):
        draw([CHART])()


@pytest.mark.skipif(not processes.CAN_LOOK, reason="the system does not say")
def test_a_process_that_is_stopped_is_woken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(processes, "STOPPED_SECONDS", 0.1)
    monkeypatch.setattr(subprocess, "Popen", Popen)
    with pen.pen() as draw:
        os.kill(started[0].pid, signal.SIGSTOP)
        # More than a pipe holds.
        pictures = draw([{**CHART, "description": "x" * 200_000}])()
    assert [picture[1:4] for picture in pictures] == [b"PNG"]


@pytest.mark.parametrize("fault", ["the process", "a declaration", "no process"])
def test_a_plan_is_written_without_pictures_and_says_so(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object, **named: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    if fault == "the process":
        drawing("kill -9 $$", tmp_path, monkeypatch)
    else:
        target = "planner.report.plan_charts.charts" if fault == "a declaration" else "subprocess.Popen"
        monkeypatch.setattr(target, fails)
    note = write_plan(tmp_path / "p.xlsx", three_sites(), three_sites_plan())
    assert note.startswith("The plan workbook has no pictures: ")
    book = load_workbook(tmp_path / "p.xlsx")
    assert "pictures" not in book.sheetnames
    assert "briefing" in book.sheetnames
    run: Any = book["run"].iter_rows(min_row=2, max_col=2, values_only=True)
    assert note in dict(run)["message"]
