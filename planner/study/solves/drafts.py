"""The best plan so far, made now and then: a draft costs an audit, and time to solve is what a solve needs most."""

import math
import time
from collections.abc import Callable

from planner.pipeline import Draft, Result

REST = 10.0
"""A draft is made when this multiple of the time that the last one took has passed."""


class Drafts:
    """Keeps the newest draft, and makes it unless the last one is too recent."""

    def __init__(self, keep: Callable[[Result], bool]) -> None:
        """Pass every plan that the audit finds clean on to a function, which says whether it could keep it."""
        self._keep = keep
        self._draft: Draft | None = None
        self._rested_at = -math.inf

    def on_plan(self, draft: Draft) -> None:
        """Handle a better plan."""
        self._draft = draft

    def make(self) -> None:
        """Make a draft where there is a new one and the last one is long ago; call this in the thread that solves."""
        now = time.monotonic()
        if self._draft is None or now < self._rested_at:
            return
        draft, self._draft = self._draft, None
        result = draft()
        if result.audit is not None and result.audit.clean and not self._keep(result):
            self._draft = draft  # and tries again
        self._rested_at = time.monotonic() + REST * (time.monotonic() - now)
