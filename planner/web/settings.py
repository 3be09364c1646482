"""The settings of a server, fixed at its start."""

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from planner.web.team.users import User

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_NEEDED = ("fastapi", "jinja2", "uvicorn", "multipart", "vl_convert")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a short task. Wall time is longer than CPU time while solves are running."""

    memory_mb: int
    cpu_seconds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Settings:
    """The run store, access, and the limits of workbooks and solves.

    `token` is empty where only this machine can reach the server; with `users` each has a token of their own. Memory is
    per process, in MB. A client may be idle or take to send the head of a request for `head_seconds`, pause in a body
    for `body_seconds`, send a whole request in `request_seconds`, and pause in receiving for `write_seconds`.
    """

    store: Path
    token: str = ""
    users: tuple[User, ...] = ()
    hosts: frozenset[str] = LOOPBACK
    upload_bytes: int = 25_000_000
    quick: Bounds = Bounds(memory_mb=100, cpu_seconds=5, seconds=15.0)
    thorough: Bounds = Bounds(memory_mb=380, cpu_seconds=60, seconds=60.0)
    heavy: Bounds = Bounds(memory_mb=2000, cpu_seconds=120, seconds=150.0)
    solve_seconds: float = 3600.0
    solve_memory_mb: int = 4096
    grace_seconds: float = 90.0
    keep_runs: int = 200
    executor: str = "local"
    """Where solves run: `local`, `local:N` for N at once, or `dask:ADDRESS`."""
    solves_at_once: int = 1
    max_connections: int = 500
    head_seconds: float = 15.0
    body_seconds: float = 30.0
    request_seconds: float = 600.0
    write_seconds: float = 120.0


def default_store() -> Path:
    """Return the platform's folder for the user's data of this program."""
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
