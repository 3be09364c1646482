"""A solving process as its parent sees it: a task goes in, messages come out."""

import queue
import subprocess
import time
from collections.abc import Callable, Iterator

from planner.solver.messages.child import Child, NotStarted
from planner.solver.messages.wire import Done, FeasiblePoint, Message, Task, receive

Inbox = queue.SimpleQueue[tuple["Worker", Message | None]]
"""What workers say; None is the last of each."""
TICK_SECONDS = 0.2
MODULE = "planner.solver.portfolio.worker"


class Worker:
    """A process that works on a task."""

    def __init__(self, task: Task, inbox: Inbox) -> None:
        """Start the process and send it its task. Raises NotStarted."""
        self.role = task.role
        self._child = Child(MODULE, task.role, receive, lambda message: inbox.put((self, message)))
        self.send(task)

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The process."""
        return self._child.process

    @property
    def how_it_ended(self) -> str:
        """How the worker ended, with the last line on its stderr, as the end of a sentence."""
        return self._child.how_it_ended

    def send(self, message: Message) -> None:
        """Send a message without waiting; a worker that has ended misses it."""
        self._child.send(message)

    def wake(self) -> bool:
        """Wake the worker up if somebody has stopped it for a while, and say so."""
        return self._child.wake()

    def end(self) -> None:
        """End the process."""
        self._child.end()


def run_task(
    task: Task, known: FeasiblePoint | None, limit_seconds: float, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Message]:
    """Run one task in a worker, with an incumbent if there is one, and yield its messages.

    The worker is ended after the limit, or at a cancel. Where it cannot be started or dies, the last message is that it
    is done, with the verdict error.
    """
    inbox: Inbox = queue.SimpleQueue()
    try:
        worker = Worker(task, inbox)
    except NotStarted as error:
        yield Done("error", f"could not be started ({error})")
        return
    if known is not None:
        worker.send(known)
    until = time.monotonic() + limit_seconds
    try:
        while time.monotonic() < until and not cancelled():
            try:
                _, message = inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                worker.wake()
                continue
            if message is None:
                yield Done("error", worker.how_it_ended)
                return
            yield message
            if isinstance(message, Done):
                return
    finally:
        worker.end()
