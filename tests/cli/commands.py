"""The real command in a process of its own, in a folder of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
STARTER = ROOT / "inputs" / "starter.xlsx"
WORLD = ROOT / "inputs" / "world.xlsx"
FOUNDRY = ROOT / "inputs" / "foundry.xlsx"
WITHOUT_CHARTS = ROOT / "tests" / "without_charts"
PLANNER = [sys.executable, "-m", "planner"]


def environment(*first_on_path: Path, charts: bool = False) -> dict[str, str]:
    """The environment of a child: this checkout first, 80 columns, no colours, and charts only where asked for."""
    folders = [*first_on_path, ROOT, *(() if charts else (WITHOUT_CHARTS,))]
    path = os.pathsep.join(dict.fromkeys(map(str, folders)))
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONWARNINGS": "default"}


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
    *arguments: object, folder: Path, timeout: float = 280, first_on_path: Path = ROOT, charts: bool = False
) -> Ended:
    """Run `planner` with arguments in a folder; modules of another folder may come before this checkout's."""
    done = subprocess.run(
        [*PLANNER, *map(str, arguments)],
        cwd=folder,
        env=environment(first_on_path, charts=charts),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return Ended(done.returncode, done.stdout, done.stderr)


def _refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is no JSON")
