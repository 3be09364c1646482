"""The separator: cuts that a point of the LP relaxation violates, by rounding the rows that are tight there.

Each of these rows is rounded in all its forms, and the deepest cut of each row counts. Rows of counts alone are rounded
with their counts drawn back too, and rows that count phases by age give cuts of their own. Cuts that say nearly the
same as a deeper one are left out.
"""

import numpy as np

from planner.solver.messages.wire import Cuts
from planner.solver.program.matrix import Floats
from planner.solver.prove.cuts import stacked
from planner.solver.prove.presolved import Presolved
from planner.solver.prove.rounding import Cut, rounded
from planner.solver.prove.rows import Row, Rows
from planner.solver.prove.stairs import Stairs

SHALLOWEST = 1e-3
"""Cuts that move the point by less are not worth a row."""
PARALLEL = 0.7
"""Of two cuts whose normals have a larger cosine than this the deeper one is used."""
MAX_CUTS = 300
"""Of one round."""


class Separator:
    """The rows of one presolved program, and which of them have given cuts."""

    def __init__(self, presolved: Presolved) -> None:
        """Prepare; the rows are read when the first cuts are looked for."""
        self._presolved = presolved
        self._rows: Rows | None = None
        self._stairs: Stairs | None = None
        self._fruitful: set[int] = set()

    def cuts(self, x: Floats, limit: int = MAX_CUTS, *, from_fruitful: bool = False) -> Cuts:
        """Return the deepest cuts that a point violates, from all rows or from those that have given cuts before."""
        if self._rows is None or self._stairs is None:
            program = self._presolved.program
            whole = np.zeros(program.num_col_, dtype=bool)
            whole[self._presolved.integers] = True
            self._rows = Rows(program, whole, self._presolved.series)
            self._stairs = Stairs(self._rows)
        rows = self._rows
        among = np.array(sorted(self._fruitful), dtype=np.int64) if from_fruitful else None
        deep = self._stairs.cuts(x, SHALLOWEST)
        for number, row in rows.tight(x, among):
            forms = list(rows.forms(row, x))
            drawn_back = (rows.drawn_back(form, x) for form in (forms if rows.is_knapsack(number) else ()))
            for alike in (forms, [form for form in drawn_back if form is not None]):
                deepest = _deepest(alike, x, rows)
                if deepest is not None:
                    deep.append(deepest)
                    self._fruitful.add(number)
        return stacked([cut.row for cut in _unlike(deep, limit)])


def _deepest(forms: list[Row], x: Floats, rows: Rows) -> Cut | None:
    cuts = [rounded(form, x, rows, SHALLOWEST) for form in forms]
    return max(filter(None, cuts), key=lambda cut: cut.depth, default=None)


def _unlike(cuts: list[Cut], limit: int) -> list[Cut]:
    """Return the deepest cuts, without those that say nearly the same as a deeper one."""
    chosen: list[tuple[Cut, dict[int, float]]] = []
    for cut in sorted(cuts, key=lambda cut: -cut.depth):
        unit = cut.row.values / np.linalg.norm(cut.row.values)
        normal: dict[int, float] = dict(zip(cut.row.columns.tolist(), unit.tolist(), strict=True))
        if all(_cosine(normal, other) <= PARALLEL for _, other in chosen):
            chosen.append((cut, normal))
            if len(chosen) == limit:
                break
    return [cut for cut, _ in chosen]


def _cosine(one: dict[int, float], other: dict[int, float]) -> float:
    small, large = sorted((one, other), key=len)
    return sum(value * large.get(column, 0.0) for column, value in small.items())
