"""Whole phases near a point of the relaxed master: masters in the box around it, cut at their own point and halfway."""

import time
from dataclasses import replace

import numpy as np

from planner.solver.direct import best_point
from planner.solver.events import relative_gap
from planner.solver.program.decisions import WHOLE
from planner.solver.program.matrix import Floats
from planner.study.futures.benders.state import State

GAP, TRY_SHARE, SHARE = 3e-3, 0.1, 0.75
"""The gap of a master, its share of the time left, and the share of all of them."""
ROUNDS = 40
HALFWAY = 0.5


def look_near(state: State, x: Floats) -> None:
    """Look for plans near a relaxed point."""
    ends_at = time.monotonic() + SHARE * state.left
    whole = np.flatnonzero(state.master.matrix.integer)
    low, high = np.floor(x[whole] + WHOLE), np.ceil(x[whole] - WHOLE)
    point: Floats | None = None
    for number in range(1, ROUNDS + 1):
        if time.monotonic() > ends_at or state.is_done:
            return
        matrix = state.settled(state.cuts.matrix)
        lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
        lower[whole], upper[whole] = np.maximum(lower[whole], low), np.minimum(upper[whole], high)
        boxed = replace(matrix, col_lower=lower, col_upper=np.maximum(lower, upper))
        seconds = max(1.0, TRY_SHARE * state.left)
        point = best_point(boxed, matrix.cost, seconds, GAP, state.cancel, point).x
        costed = state.evaluate(point)
        if point is None or costed is None:
            return
        state.report(f"near the relaxed point {number}", costed.objective)
        if relative_gap(costed.objective, state.master.matrix.objective(point)) <= GAP:
            return
        state.cut_by_period(point)
        state.cut(HALFWAY * (point + x))
