"""A solver that says what is not so makes no plan optimal and loses none; a clock that jumps changes no solve."""

import re
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from planner.model.build import build
from planner.pipeline import solve
from planner.plan.records import Status
from planner.shape.shape import Shape
from planner.solver.direct import best_point
from planner.solver.events import ignore, ignore_incumbent
from planner.solver.messages.wire import Bound, Done, FeasiblePoint
from planner.solver.options import SolveOptions
from planner.solver.portfolio.portfolio import Portfolio
from planner.solver.program.compile import compile_matrix
from tests.cases import tiny

ROOT = Path(__file__).parent.parent.parent
EXACT = SolveOptions(gap=1e-7, threads=1)


@pytest.fixture
def found() -> tuple[Portfolio, FeasiblePoint]:
    """A solve on its way, and the plan that it has found."""
    matrix = compile_matrix(build(Shape(tiny())))
    x = best_point(matrix, matrix.cost, 60.0, 0.0, threading.Event()).x
    assert x is not None
    portfolio = Portfolio(matrix, EXACT, ignore, threading.Event(), None, (), ignore_incumbent, None)
    plan = FeasiblePoint(float(matrix.cost @ x) + matrix.offset, x)
    portfolio._receive("improve", plan)
    return portfolio, plan


@pytest.mark.parametrize("said", ["infeasible", "optimal", "error", "nonsense"])
def test_a_verdict_without_a_bound_proves_nothing_and_costs_no_plan(
    said: str, found: tuple[Portfolio, FeasiblePoint]
) -> None:
    portfolio, plan = found
    portfolio._receive("prove", Done(said))
    outcome = portfolio._outcome()
    assert outcome.status is Status.FEASIBLE
    assert outcome.x is not None
    assert np.array_equal(outcome.x, plan.x)
    assert outcome.bound == -np.inf


@pytest.mark.parametrize("bound", [float("nan"), float("inf")])
def test_a_bound_that_is_no_number_or_above_the_plan_is_no_proof(
    bound: float, found: tuple[Portfolio, FeasiblePoint]
) -> None:
    portfolio, plan = found
    portfolio._receive("prove", Bound(bound))
    portfolio._receive("prove", Done("optimal"))
    outcome = portfolio._outcome()
    assert outcome.status in (Status.FEASIBLE, Status.ERROR)
    assert outcome.x is not None
    assert np.array_equal(outcome.x, plan.x)


def test_a_clock_that_jumps_changes_no_solve(monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter(range(10_000))
    monkeypatch.setattr(time, "time", lambda: 86_400.0 * (-1) ** next(days))
    result = solve(tiny(), SolveOptions(gap=1e-7, threads=1, time_limit_seconds=600.0))
    assert result.status is Status.OPTIMAL
    assert all(seconds >= 0 for seconds in result.seconds.by_step().values())


def test_only_what_stores_a_date_reads_the_clock_that_jumps() -> None:
    reads = re.compile(r"\btime\.time\(|datetime\.now\(|from time import time\b")
    modules = [path for path in (ROOT / "planner").rglob("*.py") if reads.search(path.read_text("utf-8"))]
    files = {path.relative_to(ROOT).parts[1] for path in modules}
    assert files == {"web", "workbook"}, "others measure with a clock that does not jump"
