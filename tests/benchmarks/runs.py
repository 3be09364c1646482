"""Jobs one after the other, each watched from outside: peak memory with all children, and the load of the machine."""

import json
import os
import platform
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import psutil

from tests.benchmarks.neighbour import beside
from tests.benchmarks.one import Job, Order
from tests.benchmarks.results import load_results, save
from tests.benchmarks.speed import Speed

SAMPLE_SECONDS = 0.1
PACKAGES = ("highspy", "pyomo", "pyscipopt", "cbcbox", "numpy", "scipy")
ONE = "tests.benchmarks.one"


def run(job: Job, speed: Speed, module: str = ONE) -> dict[str, Any]:
    """Run a job in its own process and return its record."""
    before = os.getloadavg()[0]
    with beside(job.neighbour):
        figures, peak = _watched(job, speed.factor, module)
    load = {"session": speed.load, "before": round(before, 1), "after": round(os.getloadavg()[0], 1)}
    return {**asdict(job), "factor": speed.factor, "load": load, **figures, "peak_mb": round(peak / 2**20)}


def _watched(job: Job, factor: float, module: str) -> tuple[dict[str, Any], int]:
    """Return the figures of a job, and the most bytes of memory that its processes had together."""
    order = json.dumps(asdict(Order(job, factor, time.monotonic())))
    child = subprocess.Popen(
        [sys.executable, "-m", module, order], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(child.pid, peak), daemon=True)
    watcher.start()
    out, err = child.communicate()
    watcher.join()
    if child.returncode:
        raise SystemExit(f"{job.engine} on {job.case} ended with {child.returncode}:\n{err[-2000:]}")
    figures: dict[str, Any] = json.loads(out.splitlines()[-1])
    return figures, peak[0]


def _watch(pid: int, peak: list[int]) -> None:
    """Keep the largest sum of resident memory of a process and what it started; shared pages count for each."""
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            total = 0
            for process in (root, *root.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak[0] = max(peak[0], total)
            time.sleep(SAMPLE_SECONDS)
    except psutil.NoSuchProcess:
        return


def keep(kind: str, records: list[dict[str, Any]]) -> None:
    """Replace the results of one kind of run, with where they were measured and by which versions."""
    machine = {"cores": os.cpu_count(), "memory_gb": round(psutil.virtual_memory().total / 2**30)}
    save({**load_results(), kind: {"machine": machine, "versions": _versions(), "runs": records}})


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
