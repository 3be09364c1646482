"""The real command in a process of its own, in a folder of its own."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.forks.popen import Popen
from tests.forks.starting import ROOT, environment, forked

__all__ = ["FOUNDRY", "PLANNER", "ROOT", "STARTER", "WORLD", "Ended", "environment", "planner"]

STARTER = ROOT / "inputs" / "starter.xlsx"
WORLD = ROOT / "inputs" / "world.xlsx"
FOUNDRY = ROOT / "inputs" / "foundry.xlsx"
PLANNER = [sys.executable, "-m", "planner"]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one object on stdout."""
        answer = json.loads(self.out, parse_constant=_refuse)
        assert isinstance(answer, dict)
        return answer

    @property
    def words(self) -> str:
        """Both streams with every run of blanks as one, so that a line break does not hide a sentence."""
        return " ".join((self.out + " " + self.err).split())


def planner(
    *arguments: object,
    folder: Path,
    timeout: float = 280,
    first_on_path: Path = ROOT,
    charts: bool = False,
    afresh: bool = False,
) -> Ended:
    """Run `planner` with arguments in a folder; modules of another folder may come before this checkout's.

    The process is forked from one that waits with all imports done, but where another path or environment, or `afresh`,
    asks for a Python of its own, with hashes of its own.
    """
    variables = environment(first_on_path, charts=charts)
    start = Popen if afresh else forked(variables, charts=charts)
    pipe = subprocess.PIPE
    command = [*PLANNER, *map(str, arguments)]
    with start(
        command, cwd=folder, env=variables, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except BaseException:
            with suppress(ProcessLookupError):  # a fork that has no group of its own yet
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise
    ended = Ended(process.returncode, out, err)
    assert "Traceback" not in ended.err + ended.out
    return ended


def _refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is no JSON")
