"""Jobs one after the other, each watched from outside: peak memory with all children, and the load of the machine."""

import json
import os
import platform
import subprocess
import threading
import time
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import psutil

from tests.benchmarks.one import Job, words
from tests.benchmarks.results import RESULTS, load_results

SAMPLE_SECONDS = 0.1
PACKAGES = ("highspy", "pyomo", "pyscipopt", "cbcbox", "numpy", "scipy")


def run(job: Job) -> dict[str, Any]:
    """Do a job in a process of its own and return its record."""
    before = os.getloadavg()[0]
    child = subprocess.Popen(words(job), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(child.pid, peak), daemon=True)
    watcher.start()
    out, err = child.communicate()
    watcher.join()
    if child.returncode:
        raise SystemExit(f"{job.engine} on {job.case} ended with {child.returncode}:\n{err[-2000:]}")
    figures: dict[str, Any] = json.loads(out.splitlines()[-1])
    load = [round(before, 1), round(os.getloadavg()[0], 1)]
    return {**asdict(job), **figures, "peak_mb": round(peak[0] / 2**20), "load": load}


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
    kept = {**load_results(), kind: {"machine": machine, "versions": _versions(), "runs": records}}
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
