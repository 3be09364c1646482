"""The construction decisions of a matrix: which columns they are, and the site, node and period of each."""

from dataclasses import dataclass

import numpy as np

from planner.registry.variables import OF_SITES, PHASES
from planner.solver.program.matrix import Floats, Indices, Matrix

# A count this close to a whole number is one.
WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Decisions:
    """The construction columns with the site, node and period of each; openings and shells have the node -1.

    `series` numbers the sequences of cumulative counts; the columns of one follow each other by period.
    """

    columns: Indices
    site: Indices
    node: Indices
    period: Indices
    series: Indices

    @classmethod
    def of(cls, matrix: Matrix) -> "Decisions":
        """Read the decisions off the columns' names."""
        sites: dict[str, int] = {}
        nodes: dict[str, int] = {}
        series: dict[tuple[str, ...], int] = {}
        rows = []
        for column, (name, index) in enumerate(matrix.columns):
            if name in PHASES or name in OF_SITES:
                *place, t = index
                node = nodes.setdefault(place[1], len(nodes)) if name in PHASES else -1
                line = series.setdefault((name, *place), len(series))
                rows.append((column, sites.setdefault(place[0], len(sites)), node, t, line))
        rows.sort(key=lambda row: (row[4], row[3]))
        return cls(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)

    def shifted(self, values: Floats, periods: int) -> Floats:
        """Return for every decision the value of its own count so many periods later (earlier where negative).

        Before its first column a count is 0; after its last it stays.
        """
        at = np.arange(self.columns.size)
        target = at + periods
        first = np.searchsorted(self.series, self.series, side="left")
        last = np.searchsorted(self.series, self.series, side="right") - 1
        return np.where(target < first, 0.0, values[np.clip(target, first, last)])
