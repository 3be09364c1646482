"""Processes that wait for another task: nothing of the last one is left, and they end with whoever keeps them."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from planner.model.build import build
from planner.pipeline import solve
from planner.plan.records import Plan, Status
from planner.shape.shape import Shape
from planner.solver.messages import idle
from planner.solver.messages.child import Child
from planner.solver.messages.process import run_task
from planner.solver.messages.wire import Cancel, Done, FeasiblePoint, Task
from planner.solver.options import SolveOptions
from planner.solver.portfolio import portfolio
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Matrix
from tests.cases import tiny
from tests.model.worlds import world
from tests.processes import is_running

ALONE = SolveOptions(threads=1, gap=1e-9)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The processes that were started."""
    pids: list[int] = []
    start = Child.__init__

    def noted(self: Child, *arguments: object) -> None:
        start(self, *arguments)  # type: ignore[arg-type]
        pids.append(self.process.pid)

    monkeypatch.setattr(Child, "__init__", noted)
    monkeypatch.setattr(portfolio, "LEAVE_SECONDS", 60.0)
    monkeypatch.setattr(portfolio, "GRACE_SECONDS", 60.0)
    yield pids
    assert idle._waiting == []
    assert not any(map(is_running, pids))


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """A small program."""
    return compile_matrix(build(Shape(tiny())))


def _decisions(plan: Plan) -> tuple[object, ...]:
    return plan.openings, plan.starts, plan.converted, plan.outcome.objective, plan.outcome.bound


@pytest.mark.parametrize("threads", [1, 2])
def test_solves_in_a_row_share_their_processes(started: list[int], threads: int) -> None:
    with idle.reuse():
        solve(tiny(), replace(ALONE, threads=threads))
        first = len(started)
        assert all(solve(tiny(), replace(ALONE, threads=threads)).status is Status.OPTIMAL for _ in range(2))
    assert len(started) == first


def test_nothing_of_another_solve_is_in_a_plan(started: list[int]) -> None:
    asked = SolveOptions(node_limit=20, seed=3, gap=0.0)
    fresh = _decisions(solve(world(3), asked).plan)
    with idle.reuse():
        solve(tiny(), ALONE)
        before = len(started)
        assert [_decisions(solve(world(3), asked).plan) for _ in range(2)] == [fresh] * 2
        assert len(started) == before


def test_what_comes_late_for_one_task_does_not_reach_the_next(started: list[int], matrix: Matrix) -> None:
    plan = solve(tiny(), ALONE).plan
    prove = Task("prove", matrix, 0.0, 0, False, np.inf)
    with idle.reuse():
        before = len(started)
        points = [one for one in run_task(prove, None, np.inf) if isinstance(one, FeasiblePoint)]
        ((child, _),) = idle._waiting
        child.send(FeasiblePoint(-1e9, np.zeros_like(points[-1].x)))
        child.send(Cancel())
        *found, end = run_task(prove, None, np.inf)
        assert len(started) == before + 1
    assert end == Done("optimal")
    assert matrix.unscaled(min(one.objective for one in found if isinstance(one, FeasiblePoint))) == pytest.approx(
        plan.outcome.objective
    )


def test_one_that_has_failed_is_not_kept(started: list[int], matrix: Matrix) -> None:
    with idle.reuse():
        (end,) = run_task(Task("dance", matrix, 0.0, 0, False, np.inf), None, np.inf)
        assert isinstance(end, Done)
        assert end.verdict == "error"
        assert idle._waiting == []


def test_one_that_died_while_it_waited_is_replaced(started: list[int]) -> None:
    with idle.reuse():
        solve(tiny(), ALONE)
        before = len(started)
        for child, _ in idle._waiting:
            os.kill(child.process.pid, signal.SIGKILL)
            child.process.wait()
        result = solve(tiny(), ALONE)
    assert result.status is Status.OPTIMAL
    assert result.note == ""
    assert len(started) == 2 * before


def test_one_that_was_started_elsewhere_is_not_used(started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    with idle.reuse():
        solve(tiny(), ALONE)
        before = len(started)
        monkeypatch.setenv("PLANNER_LOG_LEVEL", "error")
        solve(tiny(), ALONE)
    assert len(started) == 2 * before
