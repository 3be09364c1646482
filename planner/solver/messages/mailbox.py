"""A worker's view of its parent: the best incumbent told so far, a cancel flag, and a way to send."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from planner.solver.messages.wire import Done, Found, Guide, Message

log = logging.getLogger(__name__)


class Mailbox:
    """Shared by the thread that listens and the solver's callbacks."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        """Send through the function given, one message at a time."""
        self._send = send
        self._lock = threading.Lock()
        self._delivery = threading.Lock()
        self._best: Found | None = None
        self._guide: Guide | None = None
        self._posts: deque[Message] = deque()
        self._cancelled = threading.Event()
        self._news = threading.Event()

    def send(self, message: Message) -> None:
        """Send a message to the parent."""
        with self._lock:
            self._send(message)

    def deliver(self, found: Found) -> None:
        """Take note of an incumbent. Worker and listener may both bring one at once, and the better one must stay."""
        with self._delivery:
            if self._best is None or found.objective < self._best.objective:
                self._best = found
                self._news.set()

    def share(self, found: Found) -> None:
        """Take note of an incumbent of the worker's own and send it."""
        self.deliver(found)
        self.send(found)

    def direct(self, guide: Guide) -> None:
        """Take note of a guide."""
        self._guide = guide

    def take_guide(self) -> Guide | None:
        """Return the newest guide once."""
        guide, self._guide = self._guide, None
        return guide

    def post(self, message: Message) -> None:
        """Keep a message about shared work until the worker asks for it."""
        self._posts.append(message)
        self._news.set()

    def take_posts(self) -> list[Message]:
        """Return what was posted since the last call, in order."""
        return [self._posts.popleft() for _ in range(len(self._posts))]

    def cancel(self) -> None:
        """Ask the worker to stop."""
        self._cancelled.set()
        self._news.set()

    def fail(self, error: Exception) -> None:
        """Report an error inside a callback of the solver, from which nothing may escape, and stop the worker."""
        log.error("error in a callback of the solver", exc_info=error)
        self.send(Done("error", f"{type(error).__name__}: {error}"))
        self.cancel()

    @property
    def best(self) -> Found | None:
        """The best incumbent told so far."""
        return self._best

    @property
    def cancelled(self) -> bool:
        """Whether the worker should stop."""
        return self._cancelled.is_set()

    def wait(self, seconds: float) -> None:
        """Wait for news, at most so long."""
        self._news.wait(seconds)
        self._news.clear()
