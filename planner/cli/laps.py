"""Seconds of each step."""

import time
from collections.abc import Mapping


class Laps:
    """A stopwatch: `end` closes the current step and starts the next."""

    def __init__(self) -> None:
        """Start."""
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def end(self, step: str) -> None:
        """Record the seconds of a step."""
        now = time.perf_counter()
        self.seconds[step] = round(now - self._last, 3)
        self._last = now

    def adopt(self, run: Mapping[str, str | int | float]) -> None:
        """Add the steps that a run timed itself, and continue from here."""
        steps = {key.removeprefix("seconds_"): seconds for key, seconds in run.items() if key.startswith("seconds_")}
        self.seconds |= {step: float(seconds) for step, seconds in steps.items()}
        self._last = time.perf_counter()
