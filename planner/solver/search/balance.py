"""The balance: how much of a worker's effort helps with the proof, by what search and help have gained lately."""

import math

MEMORY_EFFORT = 20.0
"""After so much effort, in LP relaxations, a gain counts for a third of what it did."""
EFFORT_ALONE = 60.0
"""So much goes to the search before any help: a proof does not make up for plans that are missing."""
SMALLEST_SHARE, LARGEST_SHARE = 0.1, 0.5
SMALLEST_EFFORT = 2.0
"""Less is not worth handing nodes over for: help waits until so much is due."""


class Balance:
    """Gains of the search (a better plan) and of the help (a higher bound), as shares of the objective."""

    def __init__(self) -> None:
        """Start with both alike: nothing is known of the help before the first time."""
        self._search = _Rate()
        self._help = _Rate()
        self._due = 0.0
        self._searched = 0.0

    @property
    def due(self) -> float:
        """The effort that help should get now, 0 while that is too little."""
        return self._due if self._due >= SMALLEST_EFFORT else 0.0

    @property
    def is_time_to_help(self) -> bool:
        """Whether the search has had its effort alone; to look for nodes before that would only take time from it."""
        return self._searched >= EFFORT_ALONE

    def searched(self, gain: float, effort: float, *, is_help_wanted: bool) -> None:
        """Record a step of the search; where there is something to help with, that gets its share of the effort."""
        self._search.add(gain, effort)
        self._searched += effort
        if not is_help_wanted or not self.is_time_to_help:
            return
        share = min(LARGEST_SHARE, max(SMALLEST_SHARE, self._share))
        self._due += effort * share / (1.0 - share)

    def helped(self, gain: float, effort: float) -> None:
        """Record what help gained."""
        self._help.add(gain, effort)
        self._due = 0.0

    @property
    def _share(self) -> float:
        both = self._search.per_effort + self._help.per_effort
        return 0.5 if self._help.effort == 0.0 or both == 0.0 else self._help.per_effort / both


class _Rate:
    """Gain for each unit of effort; what lies far back counts less."""

    def __init__(self) -> None:
        self._gain = self.effort = 0.0

    def add(self, gain: float, effort: float) -> None:
        weight = math.exp(-effort / MEMORY_EFFORT)
        self._gain, self.effort = weight * self._gain + gain, weight * self.effort + effort

    @property
    def per_effort(self) -> float:
        return self._gain / self.effort if self.effort > 0.0 else 0.0
