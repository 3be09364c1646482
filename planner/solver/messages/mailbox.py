"""A worker's view of its parent: the best incumbent so far, a cancel flag, and a way to send."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from planner.solver.messages.wire import Done, FeasiblePoint, Message, ReferencePoint

log = logging.getLogger(__name__)


class Mailbox:
    """Shared by the thread that listens and the solver's callbacks."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        """Send through the function given, one message at a time."""
        self._send = send
        self._lock = threading.Lock()
        self._delivery = threading.Lock()
        self._best: FeasiblePoint | None = None
        self._reference: ReferencePoint | None = None
        self._posts: deque[Message] = deque()
        self._cancelled = threading.Event()
        self._news = threading.Event()
        self.has_failed = False

    def send(self, message: Message) -> None:
        """Send a message to the parent."""
        with self._lock:
            self._send(message)

    def deliver(self, point: FeasiblePoint) -> None:
        """Keep an incumbent if it is better. Two threads may deliver at once."""
        with self._delivery:
            if self._best is None or point.objective < self._best.objective:
                self._best = point
                self._news.set()

    def share(self, point: FeasiblePoint) -> None:
        """Keep an incumbent of the worker's own and send it."""
        self.deliver(point)
        self.send(point)

    def set_reference_point(self, reference: ReferencePoint) -> None:
        """Keep a reference point."""
        self._reference = reference

    def take_reference_point(self) -> ReferencePoint | None:
        """Return the newest reference point once."""
        reference, self._reference = self._reference, None
        return reference

    def post(self, message: Message) -> None:
        """Queue a message about shared work."""
        self._posts.append(message)
        self._news.set()

    @property
    def has_posts(self) -> bool:
        """Whether a message about shared work waits."""
        return bool(self._posts)

    def take_posts(self) -> list[Message]:
        """Return the queued messages in order, and empty the queue."""
        return [self._posts.popleft() for _ in range(len(self._posts))]

    def cancel(self) -> None:
        """Ask the worker to stop."""
        self._cancelled.set()
        self._news.set()

    def fail(self, error: Exception) -> None:
        """Report an error inside a solver callback, which no exception may leave, and stop the worker."""
        self.has_failed = True
        log.error("error in a callback of the solver", exc_info=error)
        self.send(Done("error", f"{type(error).__name__}: {error}"))
        self.cancel()

    @property
    def best(self) -> FeasiblePoint | None:
        """The best incumbent so far."""
        return self._best

    @property
    def cancelled(self) -> bool:
        """Whether the worker should stop."""
        return self._cancelled.is_set()

    def wait(self, seconds: float) -> None:
        """Wait for a message, at most so long."""
        self._news.wait(seconds)
        self._news.clear()
