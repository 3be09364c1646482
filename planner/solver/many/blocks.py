"""Blocks of a linear program: parts without a row or column in common, which are solved apart."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from planner.solver.program.matrix import Indices, Matrix


class Block(NamedTuple):
    """Rows and columns that belong together, by their numbers, and their program."""

    rows: Indices
    columns: Indices
    matrix: Matrix


def blocks(matrix: Matrix) -> Iterator[Block]:
    """Yield the blocks of a program in the order of their first columns; a column without rows is one of its own."""
    from scipy.sparse import bmat, csc_array
    from scipy.sparse.csgraph import connected_components

    a = csc_array((matrix.value, matrix.index, matrix.start), shape=(matrix.row_lower.size, matrix.cost.size))
    _, label = connected_components(bmat([[None, a], [a.T, None]]), directed=False)
    of_row, of_column = label[: matrix.row_lower.size], label[matrix.row_lower.size :]
    by_row, by_column = _members(of_row), _members(of_column)
    for number in dict.fromkeys(of_column.tolist()):
        rows, columns = by_row.get(number, np.zeros(0, dtype=np.int64)), by_column[number]
        yield Block(rows, columns, part(matrix, rows, columns))


def part(matrix: Matrix, rows: Indices, columns: Indices) -> Matrix:
    """Return the program of some rows and columns, without a constant."""
    from scipy.sparse import csc_array

    a = csc_array((matrix.value, matrix.index, matrix.start), shape=(matrix.row_lower.size, matrix.cost.size))
    inside = csc_array(a[:, columns].tocsr()[rows])
    return replace(
        matrix,
        cost=matrix.cost[columns],
        offset=0.0,
        col_lower=matrix.col_lower[columns],
        col_upper=matrix.col_upper[columns],
        row_lower=matrix.row_lower[rows],
        row_upper=matrix.row_upper[rows],
        start=np.asarray(inside.indptr, dtype=np.int32),
        index=np.asarray(inside.indices, dtype=np.int32),
        value=np.asarray(inside.data, dtype=float),
        integer=matrix.integer[columns],
        columns=tuple(matrix.columns[j] for j in columns.tolist()) if matrix.columns else (),
        rows=tuple(matrix.rows[i] for i in rows.tolist()) if matrix.rows else (),
    )


def _members(label: Indices) -> dict[int, Indices]:
    order = np.argsort(label, kind="stable")
    ends = np.flatnonzero(np.diff(label[order])) + 1
    return {int(label[of[0]]): of.astype(np.int64) for of in np.split(order, ends) if of.size}
