"""Branching: which column to round next, by what rounding has cost so far.

A column's pseudocosts are the mean gain of the bound per unit that it was rounded down and up (Benichou et al. 1971);
one that was never tried is given its rank's. Those of most promise are tried out first, with few iterations each
(reliability branching: Achterberg, Koch and Martin 2005), and what ends with the higher product of both gains is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.solver.program.decisions import WHOLE
from planner.solver.program.matrix import Floats, Indices, Ints
from planner.solver.prove.presolved import OTHER, TOTAL

DOWN, UP = range(2)
FIRST_NODES = 6
"""So many nodes use strong branching: pseudocosts have no data yet, and decisions near the root matter most."""
FIRST_ITERATIONS, TRIES = 20, 8
PATIENCE_TRIES = 6
MIN_GAIN = 1e-7
Try = Callable[[int, int], float]
"""The bound's gain when a column is rounded in a direction."""


@dataclass(frozen=True, slots=True)
class Fractional:
    """Places among the integer columns that are not whole at a point, with their values."""

    places: Indices
    values: Floats

    @classmethod
    def of(cls, x: Floats) -> "Fractional":
        """Find them at a point of the integer columns."""
        places = np.flatnonzero(np.abs(x - np.round(x)) > WHOLE)
        return cls(places, x[places])

    @property
    def depths(self) -> Floats:
        """How far each is to be rounded down and up, as two rows."""
        return np.array([self.values - np.floor(self.values), np.ceil(self.values) - self.values])


class Pseudocosts:
    """Pseudocosts of each place."""

    def __init__(self, rank: Ints, scale: float) -> None:
        """Start without data; gains are counted from a millionth of a per cent of the scale."""
        self._rank = rank
        self._gained = np.zeros((2, rank.size))
        self._times = np.zeros((2, rank.size))
        self._min_gain = MIN_GAIN * scale
        self.branched = 0

    def scale(self, scale: float) -> None:
        """Count gains from a millionth of a per cent of a scale."""
        self._min_gain = MIN_GAIN * scale

    @property
    def learned(self) -> tuple[Floats, Floats]:
        """The sums of the gains per unit of each place, down and up, and how many there were."""
        return self._gained.copy(), self._times.copy()

    def adopt(self, gained: Floats, times: Floats) -> None:
        """Adopt another worker's pseudocosts for places without data here."""
        unknown = self._times == 0
        self._gained[unknown], self._times[unknown] = gained[unknown], times[unknown]
        if times.any():
            self.branched = max(self.branched, FIRST_NODES)

    def learn(self, place: int, direction: int, depth: float, gain: float) -> None:
        """Record a gain from rounding a place by a depth."""
        self._gained[direction, place] += gain / max(depth, WHOLE)
        self._times[direction, place] += 1

    def expected(self, direction: int, fractional: Fractional) -> Floats:
        """Return the gain that rounding each fractional place promises."""
        gained, times = self._gained[direction], self._times[direction]
        mean = np.bincount(self._rank, gained, OTHER + 1) / np.maximum(1, np.bincount(self._rank, times, OTHER + 1))
        places = fractional.places
        known = gained[places] / np.maximum(1, times[places])
        per_unit = np.where(times[places] > 0, known, mean[self._rank[places]])
        return np.asarray(per_unit * fractional.depths[direction])

    def choose(self, fractional: Fractional, attempt: Try) -> int:
        """Return the position in `fractional` to branch on; `attempt` probes where there is no data."""
        places, depths = fractional.places, fractional.depths
        expected = np.maximum(self._min_gain, [self.expected(direction, fractional) for direction in (DOWN, UP)])
        score = expected[DOWN] * expected[UP]
        near_root = self.branched < FIRST_NODES
        rank = self._rank[places] if near_root else np.zeros(places.size, dtype=np.int32)
        best, best_score, tries, idle = 0, -1.0, 0, 0
        for position in np.lexsort((-np.minimum(*depths), -score, rank)).tolist():
            if self._known(places[position]):
                score_here = float(score[position])
            elif tries < (FIRST_ITERATIONS if near_root else TRIES):
                tries += 1
                score_here = self._tried(fractional, position, attempt)
            else:
                continue
            if score_here > best_score:
                best, best_score, idle = position, score_here, 0
            elif not near_root:
                idle += 1
                if idle >= PATIENCE_TRIES:
                    break
        if near_root:
            self._try_totals(fractional, attempt)
        self.branched += 1
        return best

    def _known(self, place: int) -> bool:
        return bool(self._times[:, place].min() > 0)

    def _tried(self, fractional: Fractional, position: int, attempt: Try) -> float:
        gains = [attempt(position, direction) for direction in (DOWN, UP)]
        for direction, gain in enumerate(gains):
            depth = float(fractional.depths[direction, position])
            self.learn(int(fractional.places[position]), direction, depth, gain)
        return max(gains[DOWN], self._min_gain) * max(gains[UP], self._min_gain)

    def _try_totals(self, fractional: Fractional, attempt: Try) -> None:
        """Probe some totals, so that they can compete with the counters later."""
        totals = np.flatnonzero(self._rank[fractional.places] == TOTAL)
        for position in [p for p in totals.tolist() if not self._known(fractional.places[p])][:FIRST_ITERATIONS]:
            self._tried(fractional, position, attempt)
