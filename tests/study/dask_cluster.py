"""A real Dask scheduler and its workers, started by their command lines."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import planner


@dataclass(frozen=True, slots=True)
class DaskCluster:
    """The address of a scheduler, its process, and those of its workers."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: "tuple[subprocess.Popen[bytes], ...]"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[DaskCluster]:
    """Start a scheduler and workers of one thread each, and end them."""
    address = f"tcp://127.0.0.1:{free_port()}"
    root = str(Path(planner.__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": root}

    def start(*arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-W", "ignore", "-m", "dask", *arguments]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=folder, env=env, start_new_session=True)

    scheduler = start("scheduler", "--host", address, "--no-dashboard", "--no-show")
    started = tuple(start("worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny") for _ in range(workers))
    try:
        _wait_for_workers(address, workers)
        yield DaskCluster(address, scheduler, started)
    finally:
        for process in (scheduler, *started):
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process and its group at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    until = time.monotonic() + 280
    while True:
        try:
            with Client(address, timeout=20, set_as_default=False) as client:
                client.wait_for_workers(count, timeout=60)
                return
        except OSError:
            if time.monotonic() > until:
                raise
