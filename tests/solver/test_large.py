"""Large models: bounds from prices of any quality, and plans a few sites at a time."""

import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.messages.wire import Bound, Done, FeasiblePoint, Message, Task
from planner.solver.options import SolveOptions
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.portfolio.proof import prove
from planner.solver.program import matrix as matrices
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Matrix
from planner.solver.prove.safe_bound import SafeBounds, implied
from planner.solver.search import subproblems as parts
from planner.solver.search.lns import improve
from tests.model.worlds import world
from tests.solver.messages import messages_of


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return compile_matrix(build(Shape(world(3))))


@pytest.fixture(scope="module")
def best(matrix: Matrix) -> float:
    """The optimum in the scaled unit."""
    return solve_matrix(matrix, SolveOptions(gap=1e-7, threads=1)).objective * matrix.scale


def test_no_prices_prove_more_than_the_optimum(matrix: Matrix, best: float) -> None:
    rng = np.random.default_rng(1)
    columns = implied(matrix)
    assert np.isfinite(columns[0]).all()
    assert np.isfinite(columns[1]).all()
    safe = SafeBounds(matrix)
    for size in (0.0, 1e-3, 1.0, 100.0):
        prices = size * rng.standard_normal(matrix.row_lower.size)
        assert -np.inf < safe.bound(prices) <= best


def test_implied_bounds_hold_for_the_best_plan(matrix: Matrix) -> None:
    x = solve_matrix(matrix, SolveOptions(gap=1e-7, threads=1)).x
    assert x is not None
    lower, upper = implied(matrix)
    room = 1e-6 * np.maximum(1.0, np.abs(x))
    assert (lower - room <= x).all()
    assert (x <= upper + room).all()


def test_a_large_model_is_proven_by_its_relaxation_first(
    matrix: Matrix, best: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrices, "LARGE_MODEL_INTEGERS", 0)
    task = Task("prove", matrix, 1e-6, 0, helped=False, time_limit_seconds=np.inf)
    heard = messages_of(prove, task, lambda _: False)
    bounds = [message.bound for message in heard if isinstance(message, Bound)]
    # The first bound is that of the relaxation model; branch and bound, which follows, proves more.
    assert bounds[0] < best - 1e-6 * abs(best)
    assert bounds[-1] == pytest.approx(best, rel=1e-5)
    assert heard[-1] == Done("optimal")


def test_a_large_model_is_planned_on_a_grid_and_then_a_few_sites_at_a_time(
    matrix: Matrix, best: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrices, "LARGE_MODEL_INTEGERS", 0)
    monkeypatch.setattr(parts, "SUBPROBLEM_INTEGERS", 0.3 * matrix.integer.sum())
    task = Task("improve", matrix, 1e-6, 0, helped=True, time_limit_seconds=np.inf)

    def near(heard: list[Message]) -> bool:
        return any(
            isinstance(message, FeasiblePoint) and message.objective <= best + 0.01 * abs(best) for message in heard
        )

    found = [message.objective for message in messages_of(improve, task, near) if isinstance(message, FeasiblePoint)]
    assert found[0] > found[-1]
    assert found[-1] >= best - 1e-5 * abs(best)
