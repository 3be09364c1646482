"""What a server is told once, at its start."""

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_NEEDED = ("fastapi", "jinja2", "uvicorn", "multipart", "altair", "vl_convert")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a short task may take before it is ended. Time passes faster than CPU time where solves are under way."""

    memory_mb: int
    cpu_seconds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Settings:
    """Where runs are kept, who may ask, and how much a workbook and a solve may take.

    `token` is empty where the machine alone can reach the server. Memory is of each process, in MB.
    """

    store: Path
    token: str = ""
    hosts: frozenset[str] = LOOPBACK
    upload_bytes: int = 25_000_000
    quick: Bounds = Bounds(memory_mb=100, cpu_seconds=5, seconds=15.0)
    thorough: Bounds = Bounds(memory_mb=380, cpu_seconds=60, seconds=60.0)
    solve_seconds: float = 3600.0
    solve_memory_mb: int = 4096
    grace_seconds: float = 90.0
    keep_runs: int = 200
    solves_at_once: int = 1


def default_store() -> Path:
    """Return the folder for data of this program and user, by the custom of the platform."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "fab-planner"


def missing_libraries() -> tuple[str, ...]:
    """Return the libraries of the extra `web` that are not installed."""
    return tuple(name for name in _NEEDED if find_spec(name) is None)
