"""The real command with full devices, closed pipes and odd surroundings: the plan is written, the exit code known."""

import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from planner.cli import interrupt
from planner.pipeline import solve
from planner.report.readback.plan_workbook import read_plan
from planner.solver.options import SolveOptions
from planner.workbook.case_file import read_case_file
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.cli.commands import PLANNER, STARTER, Ended, environment, planner
from tests.forks.starting import forked

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="the system has no full device")


def run(*arguments: object, folder: Path, **streams: Any) -> Ended:
    """Run the command with streams of the caller's choice."""
    command, variables = [*PLANNER, *map(str, arguments)], environment()
    asked = {"stderr": subprocess.PIPE} | streams
    with forked(variables)(command, cwd=folder, env=variables, text=True, start_new_session=True, **asked) as process:
        out, err = process.communicate(timeout=280)
    assert "Traceback" not in (err or "")
    return Ended(process.returncode, out or "", err or "")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan workbook to read."""
    return solve(tiny(), SolveOptions(threads=1)).write(tmp_path_factory.mktemp("plan") / "p.xlsx")


@needs_full
def test_a_full_log_and_a_full_standard_output_do_not_stop_a_solve(tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = run("solve", STARTER, "-o", "p.xlsx", "--log", FULL, "--progress", "plain", folder=tmp_path, stdout=full)
    assert done.code == 2
    assert "/dev/full is incomplete (No space left on device)." in done.err
    assert "Standard output is incomplete: No space left on device." in done.err
    assert "bug" not in done.err
    assert read_plan(tmp_path / "p.xlsx", read_case(STARTER)).starts


@pytest.mark.slow
def test_a_solve_whose_streams_nobody_reads_any_more_ends_as_always(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = run(
            "solve", STARTER, "-o", "p.xlsx", "--progress", "rich", folder=tmp_path, stdout=closed, stderr=closed
        )
    assert done.code == 0
    assert read_plan(tmp_path / "p.xlsx", read_case(STARTER)).starts


@pytest.mark.slow
def test_where_no_file_can_be_written_at_all_the_locks_are_printed(tmp_path: Path) -> None:
    def nothing() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = run("solve", STARTER, "-o", "p.xlsx", folder=tmp_path, stdout=subprocess.PIPE, preexec_fn=nothing)
    assert done.code == 2
    assert "The plan is not saved: no folder can be written (File too large)." in " ".join(done.err.split())
    assert "site,node,from_node,from_period,until_period,min_phases,max_phases" in "".join(done.err.splitlines())
    assert "What is built, where and when" in done.out
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_ends_early_is_no_failure(plan: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = run("read", plan, "--json", folder=tmp_path, stdout=closed)
    assert (done.code, done.err) == (0, "")


@needs_full
def test_data_that_is_lost_is_a_failure(plan: Path, tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = run("read", plan, folder=tmp_path, stdout=full)
    assert done.code == 2
    assert done.err == "Standard output is incomplete: No space left on device.\n"


def test_streams_that_are_closed_from_the_start_are_done_without(plan: Path, tmp_path: Path) -> None:
    command = [*PLANNER, "read", str(plan), "--csv", "tables"]
    script = f"exec {' '.join(command)} <&- >&- 2>&-"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=environment(), timeout=280, check=False)
    assert done.returncode == 0
    assert (tmp_path / "tables" / "summary.csv").read_text().startswith("key,value,unit")


def test_without_docstrings_the_command_says_the_same(tmp_path: Path) -> None:
    plain = planner("formulation", folder=tmp_path)
    bare = subprocess.run(
        [sys.executable, "-OO", "-m", "planner", "formulation"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (bare.returncode, bare.stdout) == (0, plain.out)


def test_a_file_name_that_is_not_utf_8_is_read_and_remembered(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"st\xe9rt.xlsx")
    try:
        path.write_bytes(STARTER.read_bytes())
    except OSError:
        pytest.skip("the file system takes no such name")
    assert read_case_file(path).file_name == "st\N{REPLACEMENT CHARACTER}rt.xlsx"
    assert planner("check", path, folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("signals", "ends"),
    [
        ([signal.SIGHUP], False),
        ([signal.SIGHUP, signal.SIGTERM], False),
        ([signal.SIGTERM, signal.SIGHUP, signal.SIGTERM], False),
        ([signal.SIGHUP, signal.SIGINT], True),
        ([signal.SIGINT, signal.SIGINT], True),
    ],
)
def test_the_end_of_a_session_stops_a_solve_and_only_a_second_ctrl_c_ends_it(
    signals: list[signal.Signals], ends: bool
) -> None:
    cancel, shown = threading.Event(), []
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have it ignored

    def receive() -> bool:
        try:
            for number in signals:
                signal.raise_signal(number)
        except KeyboardInterrupt:
            return True
        return False

    try:
        with interrupt.cancel_on_signals(cancel, lambda: shown.append("stopping")):
            ended = receive()
    finally:
        signal.signal(signal.SIGHUP, before)
    assert cancel.is_set()
    assert shown == ["stopping"]
    assert ended is ends


def test_a_hangup_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    cancel = threading.Event()
    try:
        with interrupt.cancel_on_signals(cancel, lambda: None):
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert not cancel.is_set()
