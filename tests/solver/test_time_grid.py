"""A grid in time: fewer columns, and every point of it a point of the model with the same objective."""

from dataclasses import replace

import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.highs import load, point
from planner.solver.program.compile import compile_matrix
from planner.solver.program.decisions import Decisions
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.search import time_grid as grids
from planner.solver.search.time_grid import Grid, coarsest
from tests.cases import tiny
from tests.model.worlds import world


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return compile_matrix(build(Shape(world(3))))


def best(matrix: Matrix) -> Floats:
    solver = load(matrix, mip_rel_gap=0.0)
    solver.run()
    return point(solver)


def kept(matrix: Matrix, x: Floats) -> bool:
    """Say whether a point keeps all bounds and rows."""
    inside = np.all(x >= matrix.col_lower - 1e-6) and np.all(x <= matrix.col_upper + 1e-6)
    return bool(inside) and min(row.slack for row in matrix.slacks(x)) >= -1e-6


def test_columns_of_a_block_become_one() -> None:
    # One pair, a lead of one quarter in a year: starts in quarters 0 to 2, so blocks of two hold {0, 1} and {2}.
    matrix = compile_matrix(build(Shape(tiny())))
    decisions = Decisions.of(matrix)
    grid = Grid.of(matrix, decisions, 2)
    assert [matrix.columns[c][1][-1] for c in decisions.columns] == [0, 1, 2]
    assert [grid.matrix.columns[c][1][-1] for c in grid.decisions.columns] == [0, 2]
    x = grid.point(np.arange(grid.matrix.cost.size, dtype=float))
    assert x[decisions.columns[0]] == x[decisions.columns[1]] != x[decisions.columns[2]]


@pytest.mark.parametrize("periods", [1, 2, 3, 6])
def test_a_plan_on_a_grid_is_a_plan_of_the_model(matrix: Matrix, periods: int) -> None:
    grid = Grid.of(matrix, Decisions.of(matrix), periods)
    y = best(grid.matrix)
    x = grid.point(y)
    assert kept(matrix, x)
    assert matrix.objective(x) == pytest.approx(grid.matrix.objective(y), rel=1e-9)
    assert matrix.objective(x) >= matrix.objective(best(matrix)) - 1e-6
    assert np.array_equal(grid.start(x), y)


def test_a_block_that_a_lock_divides_stays_as_it_is(matrix: Matrix) -> None:
    decisions = Decisions.of(matrix)
    first, second = decisions.columns[:2]
    assert decisions.series[0] == decisions.series[1]
    lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
    upper[first], lower[second] = 0.0, 1.0
    locked = replace(matrix, col_lower=lower, col_upper=upper)
    grid = Grid.of(locked, decisions, 2)
    assert grid.column[first] != grid.column[second]
    assert np.all(grid.matrix.col_lower <= grid.matrix.col_upper)


@pytest.mark.parametrize(("periods", "block"), [(1, 1), (12, 1), (20, 2), (40, 4), (60, 4), (80, 8), (120, 8)])
def test_ten_blocks_or_more_make_the_coarsest_grid(periods: int, block: int) -> None:
    none = np.zeros(periods, dtype=np.int64)
    assert coarsest(Decisions(none, none, none, np.arange(periods), none)) == block


def test_very_many_columns_make_a_coarser_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MAX_COLUMNS", 3)
    none = np.zeros(24, dtype=np.int64)
    assert coarsest(Decisions(none, none, none, np.arange(24), none)) == 8


def test_moving_a_plan_by_blocks_brackets_it(matrix: Matrix) -> None:
    grid = Grid.of(matrix, Decisions.of(matrix), 2)
    x = grid.point(best(grid.matrix))
    counts = grid.start(x)[grid.decisions.columns]
    still, moved = grid.moved(x, 0), grid.moved(x, 1)
    assert np.array_equal(still.lower, np.round(counts))
    assert np.array_equal(still.upper, np.round(counts))
    assert np.all(moved.lower <= still.lower)
    assert np.all(moved.upper >= still.upper)
    assert np.any(moved.lower < still.lower)
