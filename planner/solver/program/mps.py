"""A matrix as free MPS, in the model's own unit, with names that say what a column or row is.

Readers differ on three points, and the file leaves them no choice. A constant in the objective has no agreed sign, so
it is a column of its own that is fixed at 1. An integer column without bounds is taken for binary by some, so every
column has its bounds. Which of several objectives counts is not agreed, so there is one.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import numpy as np

from planner.solver.program.matrix import Matrix

OBJECTIVE = "cost_usd_bn"
CONSTANT = "constant_usd_bn"
FIRST = "first_objective"
LONGEST_NAME = 100
"""CBC and some older programs do not take names of more than 255 characters."""


def write_mps(file: TextIO, title: str, stages: tuple[Matrix, ...]) -> None:
    """Write the last of the objectives; the one before it, if any, is the value of a free column `first_objective`."""
    columns, rows = column_and_row_names(stages[-1])
    file.writelines(f"{line}\n" for line in _lines(title, stages, columns, rows))


def column_and_row_names(matrix: Matrix) -> tuple[list[str], list[str]]:
    """Return the names of the columns and of the rows in the file."""
    columns = _unique([*_names(matrix.columns)], {CONSTANT, FIRST})
    return columns, _unique([*_names(matrix.rows)], {OBJECTIVE, f"{FIRST}_value"})


def _lines(title: str, stages: tuple[Matrix, ...], columns: list[str], rows: list[str]) -> Iterator[str]:
    matrix, first = stages[-1], stages[0] if len(stages) > 1 else None
    yield f"NAME {_clean(title) or 'case'}"
    yield "ROWS"
    yield f" N {OBJECTIVE}"
    kinds = [_kind(*ends) for ends in zip(matrix.row_lower.tolist(), matrix.row_upper.tolist(), strict=True)]
    yield from (f" {kind} {name}" for kind, name in zip(kinds, rows, strict=True))
    if first is not None:
        yield f" E {FIRST}_value"
    yield "COLUMNS"
    yield from _columns(matrix, first, columns, rows)
    yield "RHS"
    for name, kind, low, high in zip(rows, kinds, matrix.row_lower.tolist(), matrix.row_upper.tolist(), strict=True):
        side = high if kind == "L" else low
        if kind != "N" and side:
            yield f" RHS {name} {side!r}"
    has_ends = np.isfinite(matrix.row_lower) & np.isfinite(matrix.row_upper)
    ranged = np.flatnonzero(has_ends & (matrix.row_lower < matrix.row_upper))
    if ranged.size:
        yield "RANGES"
        yield from (f" RNG {rows[i]} {float(matrix.row_upper[i] - matrix.row_lower[i])!r}" for i in ranged)
    yield "BOUNDS"
    for name, low, high in zip(columns, matrix.col_lower.tolist(), matrix.col_upper.tolist(), strict=True):
        yield from _bounds(name, low, high)
    yield from _bounds(CONSTANT, 1.0, 1.0)
    if first is not None:
        yield from _bounds(FIRST, -math.inf, math.inf)
    yield "ENDATA"


def _columns(matrix: Matrix, first: Matrix | None, columns: list[str], rows: list[str]) -> Iterator[str]:
    """Yield the entries column by column, runs of integer columns between markers."""
    costs = (matrix.cost / matrix.scale).tolist()
    counted = _first_costs(first, matrix.cost.size)
    starts, index, value = matrix.start.tolist(), matrix.index.tolist(), matrix.value.tolist()
    whole, marks = False, 0
    for j, (name, integer) in enumerate(zip(columns, matrix.integer.tolist(), strict=True)):
        if integer != whole:
            whole, marks = integer, marks + 1
            yield _marker(marks, integer)
        if costs[j] or starts[j] == starts[j + 1]:  # a column is known by its entries
            yield f" {name} {OBJECTIVE} {costs[j]!r}"
        yield from (f" {name} {rows[index[k]]} {value[k]!r}" for k in range(starts[j], starts[j + 1]))
        if counted[j]:
            yield f" {name} {FIRST}_value {counted[j]!r}"
    if whole:
        yield _marker(marks + 1, False)
    yield f" {CONSTANT} {OBJECTIVE} {matrix.offset / matrix.scale!r}"
    if first is not None:
        yield f" {CONSTANT} {FIRST}_value {first.offset / first.scale!r}"
        yield f" {FIRST} {FIRST}_value -1.0"


def _first_costs(first: Matrix | None, columns: int) -> list[float]:
    return [0.0] * columns if first is None else [float(cost) for cost in first.cost / first.scale]


def _marker(number: int, begins: bool) -> str:
    return f" M{number} 'MARKER' '{'INTORG' if begins else 'INTEND'}'"


def _kind(lower: float, upper: float) -> str:
    if lower == upper:
        return "E"
    if math.isfinite(lower):
        return "G"
    return "L" if math.isfinite(upper) else "N"


def _bounds(name: str, lower: float, upper: float) -> Iterator[str]:
    if lower == upper:
        yield f" FX BND {name} {lower!r}"
    elif math.isinf(lower) and math.isinf(upper):
        yield f" FR BND {name}"
    else:
        yield f" LO BND {name} {lower!r}" if math.isfinite(lower) else f" MI BND {name}"
        yield f" UP BND {name} {upper!r}" if math.isfinite(upper) else f" PL BND {name}"


def _names(of: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for name, index in of:
        parts = index if isinstance(index, tuple) else () if index is None else (index,)
        inside = ",".join(_clean(str(part)) for part in parts)
        yield f"{_clean(name)}[{inside}]" if parts else _clean(name)


def _clean(text: str) -> str:
    """Return text without accents and with nothing but letters, digits, points and underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "_", plain)


def _unique(names: list[str], used: set[str]) -> list[str]:
    """Return names that differ from each other and from those used, and are not too long."""
    unique = []
    for name in names:
        short, number = name[:LONGEST_NAME], 1
        while short in used:
            number += 1
            short = f"{name[:LONGEST_NAME]}~{number}"
        used.add(short)
        unique.append(short)
    return unique
