"""A solver that says what is not so makes no plan optimal and loses none; a clock that jumps changes no solve.

Nor does HiGHS on other threads, which somebody else uses in the same process.
"""

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import highspy
import numpy as np
import pytest

from planner.certify.certificate import certify
from planner.certify.part import Effort
from planner.model.build import build
from planner.pipeline import solve
from planner.plan.records import Status
from planner.shape.shape import Shape
from planner.solver.direct import best_point
from planner.solver.events import ignore, ignore_incumbent
from planner.solver.highs import SolverError
from planner.solver.messages.wire import Bound, Done, FeasiblePoint
from planner.solver.options import SolveOptions
from planner.solver.portfolio.portfolio import Portfolio
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Matrix
from planner.solver.prove.presolved import Presolved
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.cli.commands import STARTER

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


@pytest.fixture
def matrix() -> Matrix:
    return compile_matrix(build(Shape(read_case(STARTER))))


@pytest.fixture
def _others() -> Iterator[None]:
    """Others use HiGHS in this thread: it has two threads for whoever comes next."""
    highspy.Highs.resetThreadScheduler(True)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 2)
    solver.addVar(0.0, 1.0)
    solver.changeColCost(0, -1.0)
    solver.addRow(0.0, 0.5, 1, np.array([0], dtype=np.int32), np.array([1.0]))
    assert solver.run() != highspy.HighsStatus.kError
    yield
    highspy.Highs.resetThreadScheduler(True)


@pytest.mark.usefixtures("_others")
def test_a_solve_ends_with_its_verdict_where_others_use_highs(matrix: Matrix) -> None:
    best = best_point(matrix, matrix.cost, 600.0, 1e-7, threading.Event())
    assert best.x is not None
    assert best.is_final


@pytest.mark.usefixtures("_others")
def test_presolve_leaves_something_where_others_use_highs(matrix: Matrix) -> None:
    assert Presolved.of(matrix) is not None


@pytest.mark.usefixtures("_others")
def test_a_plan_is_certified_where_others_use_highs() -> None:
    certificate = certify(tiny(), solve(tiny(), EXACT).plan.schedule, Effort(gap=1e-7), {})
    assert certificate.gap < 1e-6


@pytest.mark.usefixtures("_others")
def test_a_solve_that_does_not_begin_is_an_error(monkeypatch: pytest.MonkeyPatch, matrix: Matrix) -> None:
    monkeypatch.setattr(highspy.Highs, "resetThreadScheduler", lambda blocking: None)
    with pytest.raises(SolverError, match="did not begin"):
        best_point(matrix, matrix.cost, 60.0, 0.0, threading.Event())
    with pytest.raises(SolverError, match="did not begin"):
        Presolved.of(matrix)
    monkeypatch.undo()
