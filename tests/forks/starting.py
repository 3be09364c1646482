"""The processes that fork for the tests of one process: one that can draw charts, one that cannot."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from uuid import uuid4

from tests.forks.popen import Popen

ROOT = Path(__file__).parent.parent.parent
WITHOUT_CHARTS = ROOT / "tests" / "without_charts"


def environment(*first_on_path: Path, charts: bool = False) -> dict[str, str]:
    """The environment of a child: this checkout first, 80 columns, no colours, and charts only where asked for."""
    folders = [*first_on_path, ROOT, *(() if charts else (WITHOUT_CHARTS,))]
    path = os.pathsep.join(dict.fromkeys(map(str, folders)))
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONWARNINGS": "default"}


def forked(variables: dict[str, str], *, charts: bool = False) -> type[Popen]:
    """Return how a process with these variables starts: as a fork, unless they may have an effect on imports."""
    ready, started_with = _ready(charts)
    return ready if _kept(variables) == started_with else Popen


def _kept(variables: dict[str, str]) -> dict[str, str]:
    """Return the variables that may have had an effect on imports."""
    harmless = ("PYTEST_CURRENT_TEST", "HOME", "TMPDIR", "COLUMNS", "PLANNER_SERVE")
    return {name: value for name, value in variables.items() if name not in harmless}


@cache
def _ready(charts: bool) -> tuple[type[Popen], dict[str, str]]:
    """Start the process that forks, which ends when its input does, that is, with this process."""
    variables = environment(charts=charts)
    if not hasattr(os, "pidfd_open"):
        return Popen, {}
    where = f"\0planner-{uuid4().hex}"
    waiting = subprocess.Popen(
        [sys.executable, "-m", "tests.forks.template", where[1:]],
        cwd=ROOT,
        env={**variables, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},  # threads are not forked
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert waiting.stdout is not None
    assert waiting.stdout.readline(), "the process that forks has not started"

    class Forked(Popen):
        address = where
        template = waiting

    return Forked, _kept(variables)
