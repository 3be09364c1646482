"""The machine: cores, memory, folders that take files, and what the terminal can show."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from planner.cli.doctor.finding import Finding, State
from planner.web.settings import default_store

FEW_CORES = 2
LITTLE_MEMORY_GB = 2.0
"""The world case takes about one; its charts half of one."""
LITTLE_DISK_MB = 200.0
_GB, _MB = 2**30, 2**20


def cores() -> Finding:
    """Count the cores that this process may use."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if count >= FEW_CORES:
        return Finding("cores", State.GOOD, f"{count}")
    return Finding("cores", State.POOR, f"{count}", "Proof and search share one core: plans take twice as long.")


def memory() -> Iterator[Finding]:
    """Look at the memory that is free and that this process may take; some systems do not say."""
    free_gb = _free_gb()
    if free_gb is None:
        return
    if free_gb >= LITTLE_MEMORY_GB:
        yield Finding("memory", State.GOOD, f"{free_gb:.1f} GB free")
    else:
        yield Finding(
            "memory", State.POOR, f"{free_gb:.1f} GB free", "End other programs before a large case is solved."
        )


def folders() -> Iterator[Finding]:
    """Try to write a file where plans, temporary files and the runs of the browser go."""
    here = Path.cwd()
    yield _folder("this folder", here, State.POOR, "Give a name in another folder with -o.")
    yield _folder("temporary folder", Path(tempfile.gettempdir()), State.WRONG, "Set TMPDIR to a folder with room.")
    yield _folder("runs of the browser", default_store(), State.POOR, "planner serve takes another with --store.")


def terminal() -> Finding:
    """Look at how text leaves this process."""
    encoding = (sys.stdout.encoding or "").lower()
    if encoding.replace("-", "") == "utf8":
        return Finding("terminal", State.GOOD, "UTF-8")
    what = f"{encoding or 'unknown encoding'}"
    return Finding("terminal", State.POOR, what, "Names with other letters are shown in part: set PYTHONUTF8=1.")


def _folder(part: str, folder: Path, state: State, fix: str) -> Finding:
    existing = next(place for place in (folder, *folder.parents) if place.is_dir())
    try:
        with tempfile.NamedTemporaryFile(dir=existing) as file:
            file.write(b"planner")
            file.flush()
        free_mb = shutil.disk_usage(existing).free / _MB
    except OSError as error:
        return Finding(part, state, f"{folder} cannot be written ({error.strerror or error})", fix)
    if free_mb < LITTLE_DISK_MB:
        return Finding(part, state, f"{folder} has {free_mb:,.0f} MB left", fix)
    return Finding(part, State.GOOD, f"{folder}, {free_mb / 1024:,.1f} GB free")


def _free_gb() -> float | None:
    try:
        with Path("/proc/meminfo").open(encoding="ascii") as lines:
            kb = next(float(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return None
    free = kb / 1024**2
    try:
        import resource
    except ImportError:
        return free
    limits = (resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA))
    return min(free, *(limit / _GB for limit in limits if limit != resource.RLIM_INFINITY), free)
