"""Results of a task that are not lost while the store cannot be written."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from planner.web.queue.lifeline import Lifeline
from planner.web.store.store import Store
from planner.web.store.trouble import trouble_of

T = TypeVar("T")
_RETRY_SECONDS = 2.0
_ORPHANED_SECONDS = 600.0
"""A worker whose server is gone waits so long for the store."""
_EVENTS = 1000


def store_when_possible(store: Store, lifeline: Lifeline, write: Callable[[], T]) -> T:
    """Return what a function that writes into the store returns, once it can write.

    Raises what keeps it from that if the server has been gone for a while.
    """
    orphaned_seconds = 0.0
    while True:
        try:
            return write()
        except Exception as error:
            if trouble_of(error, store.folder) is None or orphaned_seconds > _ORPHANED_SECONDS:
                raise
        lifeline.report_waiting()
        time.sleep(_RETRY_SECONDS)
        orphaned_seconds += _RETRY_SECONDS if lifeline.orphaned else 0.0


@dataclass(slots=True)
class Events:
    """The events of a run, stored in order; while that is not possible, the latest are kept in memory."""

    store: Store
    run: str
    _unsent: deque[tuple[str, dict[str, Any]]] = field(default_factory=lambda: deque(maxlen=_EVENTS))
    _rested_at: float = 0.0

    def add(self, kind: str, body: dict[str, Any]) -> None:
        """Add an event."""
        self._unsent.append((kind, body))
        if time.monotonic() < self._rested_at:
            return
        try:
            self.send()
        except Exception as error:
            if trouble_of(error, self.store.folder) is None:
                raise
            self._rested_at = time.monotonic() + _RETRY_SECONDS

    def send(self) -> None:
        """Store all events."""
        while self._unsent:
            self.store.add_event(self.run, *self._unsent[0])
            self._unsent.popleft()
