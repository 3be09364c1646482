"""What holds for many tests: where results are looked at, not processes, solvers wait for the next small solve."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.solver.messages import idle

LOOK_AT_RESULTS = {"certify", "examples", "excel", "inputs", "model", "published", "report", "study", "web"}
AND_THESE = {
    "test_benchmarks",
    "test_drafts",
    "test_foreign",
    "test_front_door",
    "test_gap",
    "test_proofs",
    "test_smps",
}
AND_THESE |= {"test_status", "test_time_grid", "test_tree", "test_warm"}

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile the planner again
sys.dont_write_bytecode = False  # and every process of every run would rewrite all tests


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays to the end: half a million objects of tests and modules."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def _waiting() -> Iterator[list[tuple[Any, Any]]]:
    """The solvers that wait while a file that looks at processes has its turn."""
    waiting: list[tuple[Any, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(idle, "surroundings", _surroundings)
        yield waiting
    for child, _ in waiting:
        child.end()


@pytest.fixture(scope="module", autouse=True)
def _solvers_wait(request: pytest.FixtureRequest, _waiting: list[tuple[Any, Any]]) -> Iterator[None]:
    folder = request.path.relative_to(Path(__file__).parent).parts[0]  # and what is below it
    if folder not in LOOK_AT_RESULTS and request.path.stem not in AND_THESE:
        yield
        return
    with idle.reuse():
        idle._waiting += _waiting
        _waiting.clear()
        yield
        here = idle.surroundings()
        _waiting += [(child, there) for child, there in idle._waiting if there == here]
        idle._waiting[:] = [(child, there) for child, there in idle._waiting if there != here]


def _surroundings(inherited: Any = idle.surroundings) -> Any:
    """The same for all tests, although pytest keeps the name of the test in the environment."""
    executable, variables, limits = inherited()
    variables.pop("PYTEST_CURRENT_TEST", None)
    return executable, variables, limits
