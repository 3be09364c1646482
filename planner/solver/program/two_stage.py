"""A matrix of several scenarios in two stages: what is decided before, and the same program of each scenario.

Columns that the scenario indexes belong to it, and with them every row that they are in. Wafers that start before the
horizon are decided before. A column or row that one scenario has and another has not is empty there: without costs,
coefficients and sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.registry.rows import ROWS
from planner.registry.variables import VARIABLES
from planner.solver.program.matrix import Indices, Matrix

Name = tuple[str, Any]
"""The family of a column or row, and its index."""


class NotTwoStageError(ValueError):
    """The matrix is no two-stage program. The text says why."""


@dataclass(frozen=True)
class Stage:
    """The program of one scenario: coefficients by row and column, sides by row, costs by column; nothing that is 0."""

    entries: Mapping[tuple[Name, Name], float]
    sides: Mapping[Name, float]
    costs: Mapping[Name, float]


@dataclass(frozen=True)
class TwoStage:
    """Columns and rows of the first stage by number, and the second stage of each scenario by common names."""

    matrix: Matrix
    columns: Indices
    rows: Indices
    second_columns: Mapping[Name, int]
    """Every name of the second stage, with a column that has it; as are its rows."""
    second_rows: Mapping[Name, int]
    stages: tuple[Stage, ...]


def two_stage(matrix: Matrix, probabilities: Sequence[float]) -> TwoStage:
    """Split the matrix of a case with scenarios of these probabilities. Raises NotTwoStageError."""
    of_column = np.array([_scenario(VARIABLES, name) for name in matrix.columns], dtype=np.int64)
    column_of = np.repeat(np.arange(matrix.cost.size), np.diff(matrix.start))
    of_row = np.full(matrix.row_lower.size, -1)
    second = of_column[column_of] >= 0
    of_row[matrix.index[second]] = of_column[column_of[second]]
    if (of_row[matrix.index[second]] != of_column[column_of[second]]).any():
        i = next(i for i, j in zip(matrix.index[second], column_of[second], strict=True) if of_row[i] != of_column[j])
        raise NotTwoStageError(f"{matrix.rows[i][0]} ties scenarios to each other")
    if matrix.integer[of_column >= 0].any():
        name = next(
            name for name, k, whole in zip(matrix.columns, of_column, matrix.integer, strict=True) if whole and k >= 0
        )
        raise NotTwoStageError(f"{name[0]} is whole and differs by scenario")
    columns = [_common(VARIABLES, name) if k >= 0 else name for name, k in zip(matrix.columns, of_column, strict=True)]
    rows = [_common(ROWS, name) if k >= 0 else name for name, k in zip(matrix.rows, of_row, strict=True)]
    return TwoStage(
        matrix,
        np.flatnonzero(of_column < 0),
        np.flatnonzero(of_row < 0),
        _first_of_name(columns, of_column),
        _first_of_name(rows, of_row),
        tuple(
            _stage(matrix, k, probability, (columns, of_column), (rows, of_row), column_of)
            for k, probability in enumerate(probabilities)
        ),
    )


def _stage(
    matrix: Matrix,
    scenario: int,
    probability: float,
    columns: tuple[list[Name], Indices],
    rows: tuple[list[Name], Indices],
    column_of: Indices,
) -> Stage:
    """Return the program of a scenario. One that cannot happen costs nothing."""
    per_usd_bn = 1.0 / (matrix.scale * probability) if probability > 0 else 0.0
    own = np.flatnonzero(columns[1] == scenario)
    at = np.flatnonzero(rows[1][matrix.index] == scenario)
    # A flow that is stopped in a scenario is there without coefficients, as if it were not in it.
    held = {columns[0][j] for j in own.tolist() if matrix.col_upper[j] == 0}
    entries: dict[tuple[Name, Name], float] = {}
    for e in at.tolist():
        i, j = int(matrix.index[e]), int(column_of[e])
        if columns[0][j] not in held or columns[1][j] < 0:
            entries[rows[0][i], columns[0][j]] = float(matrix.value[e])
    sides = {rows[0][i]: _side(matrix, i) for i in np.flatnonzero(rows[1] == scenario).tolist()}
    costs = {columns[0][j]: float(matrix.cost[j] * per_usd_bn) for j in own.tolist() if columns[0][j] not in held}
    return Stage(
        dict(entries), {name: side for name, side in sides.items() if side}, {n: c for n, c in costs.items() if c}
    )


def _side(matrix: Matrix, row: int) -> float:
    low, high = matrix.row_lower[row], matrix.row_upper[row]
    return float(high if np.isfinite(high) else low)


def _scenario(families: Mapping[str, Any], name: Name) -> int:
    """Return the scenario that a column belongs to, -1 for one that is decided before."""
    family, index = name
    fields: tuple[str, ...] = families[family].fields if family in families else ()
    if "scenario" not in fields:
        return -1
    if "period" in fields and index[fields.index("period")] < 0:
        return -1
    return int(index[fields.index("scenario")])


def _common(families: Mapping[str, Any], name: Name) -> Name:
    """Return a name without its scenario."""
    family, index = name
    at = families[family].fields.index("scenario")
    return family, (*index[:at], *index[at + 1 :])


def _first_of_name(names: Sequence[Name], scenario: Indices) -> dict[Name, int]:
    first: dict[Name, int] = {}
    for number, (name, k) in enumerate(zip(names, scenario.tolist(), strict=True)):
        if k >= 0:
            first.setdefault(name, number)
    return first
