"""Ctrl-C at a real solve: the best plan so far is written and passes its audit; a second one ends it at once."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.commands import FOUNDRY, PLANNER, environment, planner
from tests.forks.starting import forked


@contextmanager
def _started(folder: Path, *arguments: str) -> "Iterator[subprocess.Popen[str]]":
    """Start a solve that does not outlive the test, whatever happens in it."""
    with forked(environment())(
        [*PLANNER, "solve", str(FOUNDRY), "-o", "p.xlsx", "--progress", "plain", *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _wait_for(process: "subprocess.Popen[str]", wanted: str, unwanted: str = "\0") -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if wanted in line and unwanted not in line:
            return
    raise AssertionError(f"the command ended without a line about {wanted}")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_the_first_signal_writes_the_best_plan_so_far(number: signal.Signals, tmp_path: Path) -> None:
    with _started(tmp_path) as process:
        _wait_for(process, ": best ")
        process.send_signal(number)
        out, err = process.communicate(timeout=280)
    assert process.returncode == 130
    assert "the best plan so far will be written" in err
    assert "Cancelled, not proven optimal" in " ".join(out.split())
    assert "Traceback" not in err
    audited = planner("audit", FOUNDRY, "p.xlsx", folder=tmp_path)
    assert audited.code == 0
    assert "clean" in audited.out


def test_the_second_signal_ends_at_once_without_a_file(tmp_path: Path) -> None:
    with _started(tmp_path, "--json") as process:
        _wait_for(process, "building the model")
        process.send_signal(signal.SIGINT)
        _wait_for(process, "stopping")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=280)
    assert process.returncode == 130
    assert '"status": "cancelled"' in out
    assert "Stopped at once" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
