"""A solving process as its parent sees it: a task goes in, messages come out."""

import queue
import subprocess
import time
from collections.abc import Callable, Iterator

from planner.solver.messages import idle
from planner.solver.messages.child import Child, NotStarted
from planner.solver.messages.wire import Done, FeasiblePoint, Message, Task, receive
from planner.solver.options import HIGHS

Inbox = queue.SimpleQueue[tuple["Worker", Message | None]]
"""What workers say; None is the last of each."""
TICK_SECONDS = 0.2
MODULE = "planner.solver.portfolio.worker"


class Worker:
    """A process that works on a task: one that waits for a task, or a new one."""

    def __init__(self, task: Task, inbox: Inbox) -> None:
        """Send the task to a process. Raises NotStarted."""
        self.role = task.role
        self.is_done = False
        # Large models take long anyway, and much memory; other solvers leave files behind.
        self._may_stay = task.solver == HIGHS and not task.matrix.large
        self._inbox = inbox
        child = idle.take() if self._may_stay else None
        if child is None:
            child = Child(MODULE, task.role, receive, self._hear)
        else:
            child.connect(task.role, self._hear)
        self._child = child
        self.send(task)

    def _hear(self, message: Message | None) -> None:
        self.is_done = isinstance(message, Done) and message.verdict != "error"
        self._inbox.put((self, message))

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
        """End the process, or let it wait for another task where it has done this one."""
        if not (self.is_done and self._may_stay and idle.give(self._child)):
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
