"""Many right-hand sides of one program: every optimum is that of a solve of its own, by a known basis or by simplex."""

from dataclasses import replace

import numpy as np
import pytest

from planner.solver.direct import objective_and_duals
from planner.solver.many import many as module
from planner.solver.many.blocks import blocks
from planner.solver.many.many import Many
from planner.solver.program.matrix import Floats, Matrix


def program(a: Floats, cost: Floats, upper: Floats, low: Floats, high: Floats) -> Matrix:
    """Minimise cost x with 0 <= x <= upper and low <= a x <= high."""
    from scipy.sparse import csc_array

    sparse = csc_array(a)
    rows, columns = a.shape
    return Matrix(
        cost=cost, offset=0.0, scale=1.0, col_lower=np.zeros(columns), col_upper=upper, row_lower=low, row_upper=high,
        start=sparse.indptr.astype(np.int32), index=sparse.indices.astype(np.int32), value=sparse.data,
        integer=np.zeros(columns, dtype=bool),
        columns=tuple(("x", j) for j in range(columns)), rows=tuple(("row", i) for i in range(rows)),
    )  # fmt: skip


def transport(rng: np.random.Generator) -> Matrix:
    """Two plants serve three markets, twice, in two blocks; what is short costs 10."""
    plant = np.kron(np.eye(2), np.ones((1, 3)))
    market = np.hstack([np.kron(np.ones((1, 2)), np.eye(3)), np.eye(3)])
    one = np.vstack([np.hstack([plant, np.zeros((2, 3))]), market])
    a = np.kron(np.eye(2), one)
    cost = np.concatenate([np.append(rng.integers(1, 9, 6), [10.0] * 3) for _ in range(2)]).astype(float)
    low = np.tile([-np.inf, -np.inf, 4.0, 4.0, 4.0], 2)
    return program(a, cost, np.full(18, 8.0), low, np.tile([6.0, 5.0, 4.0, 4.0, 4.0], 2))


@pytest.mark.parametrize("small_rows", [0, 1000])
def test_every_optimum_is_that_of_a_solve_of_its_own(small_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SMALL_ROWS", small_rows)
    rng = np.random.default_rng(small_rows)
    matrix = transport(rng)
    demand = rng.uniform(0, 8, (60, 10)) * np.isfinite(matrix.row_lower)
    low = np.where(np.isfinite(matrix.row_lower), demand, -np.inf)
    high = np.where(np.isfinite(matrix.row_lower), demand, matrix.row_upper)
    measures = np.vstack([matrix.cost, np.ones(18)])
    many = Many(matrix, measures)
    solved = many.solve(low, high, with_duals=True)
    assert solved.duals is not None
    for f in range(60):
        alone = objective_and_duals(replace(matrix, row_lower=low[f], row_upper=high[f]))
        assert alone is not None
        assert solved.objective[f] == pytest.approx(alone[0])
        assert solved.measures[f, 0] == pytest.approx(alone[0])
        # Strong duality, with no column at its upper bound above the markets' own: what a basis claims is proven.
        held = np.where(solved.duals[f] > 0, low[f], high[f])
        columns = np.minimum(0.0, matrix.cost - dense(matrix).T @ solved.duals[f]) @ matrix.col_upper
        assert float(np.where(solved.duals[f] != 0, held, 0.0) @ solved.duals[f]) + columns == pytest.approx(alone[0])
    assert solved.mean_duals == pytest.approx(solved.duals.mean(axis=0))
    assert (solved.simplex < 60) == (small_rows > 0)
    assert many.solve(low, high).simplex == (0 if small_rows else 120)


def dense(matrix: Matrix) -> Floats:
    from scipy.sparse import csc_array

    shape = matrix.row_lower.size, matrix.cost.size
    return np.asarray(csc_array((matrix.value, matrix.index, matrix.start), shape=shape).todense())


def test_what_has_no_optimum_is_nan_and_spoils_nothing_else() -> None:
    matrix = program(np.ones((1, 2)), np.array([1.0, 2.0]), np.array([1.0, 1.0]), np.zeros(1), np.full(1, np.inf))
    low = np.array([[1.0], [3.0], [1.5]])
    solved = Many(matrix).solve(low, np.full((3, 1), np.inf))
    assert solved.objective == pytest.approx([1.0, np.nan, 2.0], nan_ok=True)


def test_blocks_have_no_row_or_column_in_common() -> None:
    parts = list(blocks(transport(np.random.default_rng(1))))
    assert [(part.rows.tolist(), part.columns.tolist()) for part in parts] == [
        (list(range(5)), list(range(9))),
        (list(range(5, 10)), list(range(9, 18))),
    ]
