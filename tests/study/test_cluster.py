"""A real Dask scheduler and two workers, started by their command lines: the same answers, and none lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import planner
from planner.solver.options import SolveOptions
from planner.study.frontier import frontier
from planner.study.solves.errors import ExecutorError
from planner.study.solves.session import StudyOptions
from tests.model.worlds import world

pytest.importorskip("distributed")
SOLVE = SolveOptions(gap=1e-9, time_limit_seconds=120)
FACTORS = (0.25, 0.5, 1)


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and the processes of its two workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    folder = tmp_path_factory.mktemp("dask")
    env = {**os.environ, "PYTHONPATH": str(Path(planner.__file__).parent.parent)}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", "dask", *arguments]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=folder, env=env, start_new_session=True)

    scheduler = start("scheduler", "--host", address, "--no-dashboard", "--no-show")
    workers = [start("worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny") for _ in range(2)]
    try:
        wait_for_workers(address, 2)
        yield address, workers
    finally:
        for process in (scheduler, *workers):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    deadline = time.monotonic() + 120
    while True:
        try:
            with Client(address, timeout=20, set_as_default=False) as client:
                client.wait_for_workers(count, timeout=60)
                return
        except OSError:
            if time.monotonic() > deadline:
                raise


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_same_answers_and_a_killed_worker_loses_nothing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    address, workers = cluster
    here = frontier(world(1), StudyOptions(SOLVE, executor="local:2"), factors=FACTORS).to_json()
    there = StudyOptions(SOLVE, executor=f"dask:{address}")
    assert frontier(world(1), there, factors=FACTORS).to_json()["sentences"] == here["sentences"]
    was_killed = False

    def kill_one(progress: planner.StudyProgress) -> None:
        nonlocal was_killed
        if progress.running and not was_killed:
            was_killed = True
            os.killpg(workers[0].pid, signal.SIGKILL)

    answer = frontier(world(1), there, factors=FACTORS, on_progress=kill_one).to_json()
    assert was_killed
    assert answer["sentences"] == here["sentences"]
    assert [row["status"] for row in answer["tables"]["frontier"]] == ["optimal"] * len(FACTORS)


@pytest.mark.filterwarnings("ignore")
def test_a_wrong_address_is_an_error() -> None:
    started_at = time.monotonic()
    with pytest.raises(ExecutorError, match="There is no Dask scheduler at"):
        frontier(world(1), StudyOptions(SOLVE, executor=f"dask:tcp://127.0.0.1:{free_port()}"))
    assert time.monotonic() - started_at < 60  # ten seconds on a quiet machine


@pytest.mark.parametrize("name", ["locl", "local:0", "local:many", "ray:x"])
def test_an_unknown_executor_is_an_error(name: str) -> None:
    with pytest.raises(ExecutorError, match="write local, local:N or dask:ADDRESS"):
        frontier(world(1), StudyOptions(SOLVE, executor=name))
