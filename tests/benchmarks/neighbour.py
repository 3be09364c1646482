"""A neighbour: a process that keeps one core busy while something else is measured."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

TURNS = 1_000_000


@contextmanager
def _neighbour() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.neighbour"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def beside(wanted: bool) -> Any:
    """Return a context in which a neighbour burns a core, if one is wanted."""
    return _neighbour() if wanted else nullcontext()


def burn() -> None:
    """Keep a core busy until the process that started this one has gone."""
    parent = os.getppid()
    while os.getppid() == parent:
        for _ in range(TURNS):
            pass


if __name__ == "__main__":
    burn()
