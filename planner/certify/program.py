"""A matrix as the program of a certificate: plain lists in the model's own unit, null for an infinite end."""

from typing import Any

import numpy as np
from scipy.sparse import csc_array

from planner.certify.checker import Program, precision
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.program.mps import column_and_row_names


def program_of(matrix: Matrix) -> dict[str, Any]:
    """Return the program. Costs are scaled by a power of two, so that nothing is rounded."""
    a = csc_array((matrix.value, matrix.index, matrix.start), shape=(matrix.row_lower.size, matrix.cost.size))
    a.sum_duplicates()
    columns, rows = column_and_row_names(matrix)
    return {
        "columns": columns,
        "rows": rows,
        "integer": np.flatnonzero(matrix.integer).tolist(),
        "cost": (matrix.cost / matrix.scale).tolist(),
        "offset": matrix.offset / matrix.scale,
        "col_lower": _ends(matrix.col_lower),
        "col_upper": _ends(matrix.col_upper),
        "row_lower": _ends(matrix.row_lower),
        "row_upper": _ends(matrix.row_upper),
        "start": a.indptr.tolist(),
        "index": a.indices.tolist(),
        "value": a.data.tolist(),
    }


def box_of(program: dict[str, Any]) -> tuple[Floats, Floats]:
    """Return the bounds of the columns as the checker derives them, rounded outwards."""
    checked = Program(program, precision(program))
    checked.close()
    lower = [-np.inf if end is None else np.nextafter(end / (1 << checked.bits), -np.inf) for end in checked.lower]
    upper = [np.inf if end is None else np.nextafter(end / (1 << checked.bits), np.inf) for end in checked.upper]
    return np.array(lower), np.array(upper)


def _ends(values: Floats) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]
