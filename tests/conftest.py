"""What holds for many tests: where results are looked at, not processes, solvers wait for the next small solve."""

from collections.abc import Iterator

import pytest

from planner.solver.messages.idle import reuse

LOOK_AT_RESULTS = {"examples", "excel", "inputs", "model", "published", "report", "study"}


@pytest.fixture(scope="module", autouse=True)
def _solvers_wait(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.path.parent.name not in LOOK_AT_RESULTS:
        yield
        return
    with reuse():
        yield
