"""The extensive form: the matrices of all futures side by side, with one column for what is decided before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.registry.variables import CREDIT, DECISIONS, DRAWN, WAFER_STARTS, WAFERS
from planner.solver.program.compile import aimed
from planner.solver.program.matrix import Indices, Matrix

_MONEY = (CREDIT.name, DRAWN.name)
_WAFERS = (WAFERS.name, WAFER_STARTS.name)


@dataclass(frozen=True)
class Stack:
    """The matrices of a case with recourse, one for each objective, and where the columns of each future are."""

    stages: tuple[Matrix, ...]
    places: tuple[Indices, ...]
    """The columns of each future among all columns."""


def is_shared(name: str, index: Any, until: int) -> bool:
    """Say whether a column has one value in all futures: decided by a period, or started before the horizon.

    What fund groups draw and incentives grant until then is decided with the starts. The last field of all these
    indices is their period.
    """
    if name in _WAFERS:
        return bool(index[-1] < 0)
    return (name in DECISIONS or name in _MONEY) and bool(index[-1] <= until)


def stack(parts: Sequence[tuple[Matrix, ...]], weights: Sequence[float], until: int) -> Stack:
    """Return the matrices of all futures together: costs are expected, and decisions until a period shared."""
    from scipy.sparse import block_diag, csc_array, csr_array

    firsts = [stages[-1] for stages in parts]
    number: dict[Any, int] = {}
    places = tuple(
        np.array([number.setdefault(_key(k, *column, until), len(number)) for column in part.columns], dtype=np.int64)
        for k, part in enumerate(firsts)
    )
    size, everywhere = len(number), np.concatenate(places)
    matrices = [csc_array((m.value, m.index, m.start), shape=(m.row_lower.size, m.cost.size)) for m in firsts]
    onto = csr_array(
        (np.ones(everywhere.size), (np.arange(everywhere.size), everywhere)), shape=(everywhere.size, size)
    )
    a = csc_array(block_diag(matrices, format="csr") @ onto)
    a.sort_indices()
    lower, upper, integer = np.full(size, -np.inf), np.full(size, np.inf), np.zeros(size, dtype=bool)
    np.maximum.at(lower, everywhere, np.concatenate([m.col_lower for m in firsts]))
    np.minimum.at(upper, everywhere, np.concatenate([m.col_upper for m in firsts]))
    np.logical_or.at(integer, everywhere, np.concatenate([m.integer for m in firsts]))
    whole = replace(
        firsts[0],
        col_lower=lower,
        col_upper=upper,
        row_lower=np.concatenate([m.row_lower for m in firsts]),
        row_upper=np.concatenate([m.row_upper for m in firsts]),
        start=np.asarray(a.indptr, dtype=np.int32),
        index=np.asarray(a.indices, dtype=np.int32),
        value=np.asarray(a.data, dtype=float),
        integer=integer,
        columns=tuple(number),
        rows=tuple((name, (k, index)) for k, part in enumerate(firsts) for name, index in part.rows),
    )
    return Stack(tuple(_expected(whole, stages, weights, places) for stages in zip(*parts, strict=True)), places)


def _key(k: int, name: str, index: Any, until: int) -> tuple[str, Any]:
    """Return the name of a column among those of all futures; of a decision, place and period stay at the ends."""
    if is_shared(name, index, until):
        return name, index
    return name, (*index[:-1], f"in future {k}", index[-1]) if name in DECISIONS else (k, index)


def _expected(whole: Matrix, stages: Sequence[Matrix], weights: Sequence[float], places: Sequence[Indices]) -> Matrix:
    cost, offset = np.zeros(whole.col_lower.size), 0.0
    for part, weight, place in zip(stages, weights, places, strict=True):
        np.add.at(cost, place, weight * part.cost / part.scale)
        offset += weight * part.offset / part.scale
    return aimed(whole, cost, offset)
