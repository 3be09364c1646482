"""The real command in a process of its own, in a folder of its own."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
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
    if afresh or _kept(variables) != _kept(environment()) or _kept(variables) != _ready()[1]:
        done = subprocess.run(
            [*PLANNER, *map(str, arguments)],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        ended = Ended(done.returncode, done.stdout, done.stderr)
    else:
        ended = _forked([*map(str, arguments)], folder, variables, timeout)
    assert "Traceback" not in ended.err + ended.out
    return ended


def _kept(variables: dict[str, str]) -> dict[str, str]:
    """Return the variables that may have had an effect on imports."""
    return {name: value for name, value in variables.items() if name not in ("PYTEST_CURRENT_TEST", "HOME", "TMPDIR")}


@cache
def _ready() -> tuple["subprocess.Popen[str]", dict[str, str]]:
    """Return the process that waits, and the variables that it was started with. It ends when its input does."""
    variables = environment()
    waiting = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.ready"],
        cwd=ROOT,
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    return waiting, _kept(variables)


def _forked(arguments: list[str], folder: Path, variables: dict[str, str], timeout: float) -> Ended:
    waiting, _ = _ready()
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as err:
        asked = {"folder": str(folder), "variables": variables, "out": out.name, "err": err.name}
        waiting.stdin.write(json.dumps({"arguments": arguments, **asked}) + "\n")
        waiting.stdin.flush()
        try:
            if not select.select([waiting.stdout], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(arguments, timeout)
            code = int(waiting.stdout.readline())
        except BaseException:
            os.killpg(waiting.pid, signal.SIGKILL)  # the command too
            _ready.cache_clear()
            raise
        return Ended(code, *(Path(stream.name).read_bytes().decode() for stream in (out, err)))


def _refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is no JSON")
