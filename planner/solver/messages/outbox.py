"""Messages on their way to a worker. A thread of their own writes them: a worker that does not read blocks nobody."""

import logging
import threading
from typing import Any, BinaryIO

from planner.solver.messages.frames import write
from planner.solver.messages.wire import FeasiblePoint, ReferencePoint

SUPERSEDED = (FeasiblePoint, ReferencePoint)
"""Of these only the newest is worth reading."""
_LAST_SECONDS = 1.0
log = logging.getLogger(__name__)


class Outbox:
    """The messages that a worker has not read yet, in order."""

    def __init__(self, stream: BinaryIO) -> None:
        """Start the thread. Raises RuntimeError where there can be no more threads."""
        self._stream = stream
        self._waiting: list[Any] = []
        self._closed = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def put(self, message: Any) -> None:
        """Queue a message and return at once; a worker that has ended misses it."""
        with self._news:
            if isinstance(message, SUPERSEDED):
                self._waiting = [other for other in self._waiting if type(other) is not type(message)]
            self._waiting.append(message)
            self._news.notify()

    def close(self) -> None:
        """End the thread. A write that is under way ends when the worker does."""
        with self._news:
            self._closed = True
            self._news.notify()
        self._thread.join(_LAST_SECONDS)

    def _write(self) -> None:
        while (message := self._next()) is not None:
            try:
                write(self._stream, message)
            except (OSError, ValueError):
                return
            except Exception:
                # No memory to copy a message, say. The worker sees the end of its messages, and ends too.
                log.exception("a message to a worker was lost")
                self._stream.close()
                return

    def _next(self) -> Any:
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._closed)
            return None if self._closed else self._waiting.pop(0)
