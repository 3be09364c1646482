"""What a solver's plan must hold before it or a bound beside it is believed."""

import math

import numpy as np

from planner.solver.program.matrix import Floats, Matrix

TOLERANCE = 1e-5
"""Ten times what solvers allow themselves, as a share of the largest figure in a comparison."""


def flaw(matrix: Matrix, x: Floats, reported: float) -> str:
    """Return what is wrong with a point and the objective reported for it, empty where nothing is."""
    if not np.all(np.isfinite(x)):
        return "a value of its plan is not a number"
    short = np.maximum(matrix.col_lower - x, x - matrix.col_upper)
    if np.any(short > TOLERANCE * np.maximum(1.0, np.abs(x))):
        return "its plan breaks the bounds of a variable"
    broken = next(
        (row for row in matrix.slacks(x) if -row.slack > TOLERANCE * max(1.0, row.gross, abs(row.side))), None
    )
    if broken is not None:
        return f"its plan breaks the row {broken.rule} by {-broken.slack:.3g}"
    whole = x[matrix.integer]
    if np.any(np.abs(whole - np.round(whole)) > TOLERANCE):
        return "its plan has fractions where numbers must be whole"
    objective = float(matrix.cost @ x) + matrix.offset
    if math.isfinite(reported) and abs(objective - reported) > TOLERANCE * max(1.0, abs(objective)):
        return f"it reports an objective of {reported:.9g} for a plan of {objective:.9g}"
    return ""
