"""Sweeps: neighbourhoods that have their turn one after the other, and again once the incumbent is clearly better.

A window of a few periods, or one node whose phases may stand elsewhere, is searched to its end in about the time of one
LP relaxation. Together they cover what chance leaves out.
"""

from typing import Generic, TypeVar

FIRST_SHARE, SMALLEST_PERIODS = 0.2, 2
"""The first windows are as wide as this share of the horizon, and none is narrower than so many periods."""
WIDER, NARROWER = 1.05, 0.9


Item = TypeVar("Item")


class Sweep(Generic[Item]):
    """What has not had its turn yet, in order."""

    def __init__(self, worth: float) -> None:
        """Begin anew when the incumbent is better by this share than the last one that was tried."""
        self._worth = worth
        self._left: list[Item] = []
        self._tried = float("inf")

    def is_due(self, objective: float) -> bool:
        """Say whether anything is left to try around an incumbent."""
        return bool(self._left) or objective < self._tried - self._worth * abs(objective)

    def take(self, objective: float, all_of_them: list[Item]) -> Item:
        """Return what to try next around an incumbent; where nothing is left, all of them have their turn again."""
        if not self._left:
            self._left = all_of_them[::-1]
        self._tried = objective
        return self._left.pop()


class Windows:
    """Windows that overlap by half; they are as wide as their effort allows."""

    def __init__(self, periods: int) -> None:
        """Prepare for a horizon of so many periods."""
        self._periods = periods
        self._width = max(float(SMALLEST_PERIODS), FIRST_SHARE * periods)

    def all(self) -> list[tuple[int, int]]:
        """Return the first period, which may lie before the horizon, and the length of every window."""
        width = round(self._width)
        step = max(1, width // 2)
        return [(begin, width) for begin in range(step - width, self._periods - 1, step)]

    def learn(self, share: float) -> None:
        """Size the windows by what share of its effort one took."""
        factor = NARROWER if share > 0.9 else WIDER if share < 0.3 else 1.0
        self._width = min(float(self._periods), max(float(SMALLEST_PERIODS), self._width * factor))
