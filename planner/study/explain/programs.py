"""Programs of a case with some rules relaxed, and what the solver says of them.

Strengthening rows are left out: they follow from the rules, and would have to move with them.
"""

import math
import threading
import time
from pathlib import Path

import numpy as np

from planner.case.checks import CaseProblems
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.direct import best_point
from planner.solver.program.compile import ContradictionError, compile_matrix
from planner.solver.program.matrix import Floats, Matrix
from planner.study.explain.goal import Reachable
from planner.study.explain.known_points import KnownPoints
from planner.study.explain.levers.lever import Amounts, edits_of
from planner.study.solves.session import StudyCancelled
from planner.study.variant import Variant
from planner.workbook.edit.edits import EditError

GAP = 0.005
"""Least amounts are rounded up anyhow."""
PATIENCE = 4
"""No solve may take more than one part in so many of what is left of the time."""
Program = tuple[Shape, Matrix]


class Programs:
    """Builds and solves the programs of one case. `solves` counts them.

    `is_cut` says that the time was over before the last of them: what was found need not be the smallest.
    """

    def __init__(
        self,
        base: Variant,
        seconds: float,
        cancel: threading.Event,
        total_seconds: float = math.inf,
        folder: Path | None = None,
    ) -> None:
        """Each solve may take so many seconds, and all until so many seconds from now. Nothing is reached later.

        What is finished is kept in the folder, if there is one.
        """
        self.base = base
        self.solves = 0
        self.is_cut = False
        self._seconds, self._cancel = seconds, cancel
        self._known = KnownPoints(folder)
        self._deadline = time.monotonic() + total_seconds
        self._last: tuple[tuple[tuple[int, float], ...], Program | None] | None = None

    def of(self, amounts: Amounts) -> Program | None:
        """Return the program with some rules relaxed; nothing where its rules contradict each other outright."""
        asked = tuple((id(lever), amount) for lever, amount in amounts.items())
        if self._last is None or self._last[0] != asked:
            self._last = asked, self._built(amounts)
        return self._last[1]

    def _built(self, amounts: Amounts) -> Program | None:
        try:
            shape = Shape(self.base.with_edits("relaxed", edits_of(amounts)).case)
            return shape, compile_matrix(build(shape, ()))
        except (ContradictionError, CaseProblems, EditError):
            return None

    def reaches(self, amounts: Amounts, goal: Reachable | None) -> bool:
        """Say whether a plan was found that keeps the relaxed rules and reaches the goal."""
        program = self.of(amounts) if self._seconds_left() > 0 else None
        if program is None:
            return False
        shape, matrix = program
        if goal is not None:
            matrix = goal.within(shape, matrix)
        return self.solved(matrix, np.zeros(matrix.cost.size)) is not None

    def solved(self, matrix: Matrix, cost: Floats) -> Floats | None:
        """Return a plan of least cost within the gap, or the best one found in time; nothing without any.

        Raises StudyCancelled where the study is stopped.
        """
        left = self._seconds_left()
        if left <= 0:
            return None
        self.solves += 1
        known = self._known.find(matrix, cost, GAP)
        if known is not None:
            return known[0]
        best = best_point(matrix, cost, min(self._seconds, left / PATIENCE), GAP, self._cancel)
        if self._cancel.is_set():
            raise StudyCancelled("stopped")
        if best.is_final:
            self._known.keep(matrix, cost, GAP, best.x)
        return best.x

    def _seconds_left(self) -> float:
        left = self._deadline - time.monotonic()
        self.is_cut = self.is_cut or left <= 0
        return left
