"""The crew: the workers of a run by role. One that dies is started again; what it cost is reported at the end."""

import logging
import queue
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from planner.solver.messages.child import NotStarted
from planner.solver.messages.process import Inbox, Worker
from planner.solver.messages.wire import Cancel, Done, FeasiblePoint, Message, Task

MAX_STARTS = 4
LISTEN_SECONDS = 0.08
PROCESSES = {
    "warm": "The process of the warm start",
    "prove": "The process that proves",
    "improve": "The process that searches for plans",
    "polish": "The process that polishes the plan",
}
log = logging.getLogger(__name__)


class Crew:
    """Workers side by side, each in a process of its own."""

    def __init__(self, tasks: Mapping[str, Task], inbox: Inbox, best: FeasiblePoint | None) -> None:
        """Start a worker for each role, from the best plan if there is one."""
        self._tasks = tasks
        self._inbox = inbox
        self._workers: dict[str, Worker] = {}
        self._starts = dict.fromkeys(tasks, 0)
        self._notes: dict[str, str] = {}
        for role in tasks:
            self._start(role, tasks[role].time_limit_seconds, best)

    @property
    def roles(self) -> set[str]:
        """The roles that somebody fills."""
        return set(self._workers)

    @property
    def note(self) -> str:
        """What happened to workers, empty if nothing did."""
        return " ".join(self._notes.values())

    @property
    def at_work(self) -> set[str]:
        """The roles whose task is not done."""
        return {role for role, worker in self._workers.items() if not worker.is_done}

    def holds(self, worker: Worker) -> bool:
        """Say whether a worker is one of the crew, and not one whose place another has taken."""
        return self._workers.get(worker.role) is worker

    def send(self, role: str, message: Message) -> None:
        """Send a message to a role; nobody gets it where nobody fills it."""
        if role in self._workers:
            self._workers[role].send(message)

    def send_all(self, message: Message, but: str = "") -> None:
        """Send a message to all, but for one role."""
        for role in self.roles - {but}:
            self.send(role, message)

    def wake(self) -> None:
        """Wake up whom somebody has stopped."""
        for role, worker in self._workers.items():
            if worker.wake():
                self._note(role, "had been stopped from outside and was woken up.")

    def replace_dead(self, role: str, seconds: float, best: FeasiblePoint | None, why: str = "") -> bool:
        """Start a worker again that has died, with so many seconds left; say whether there is one again."""
        dead = self._workers.pop(role)
        how = f"failed ({why})" if why else dead.how_it_ended
        dead.end()
        if self._starts[role] < MAX_STARTS and self._start(role, seconds, best):
            self._note(role, f"{how}; it was started again{'' if best is None else ' from the best plan'}.")
            return True
        if self._starts[role] >= MAX_STARTS:
            self._note(role, f"{how}, for the {MAX_STARTS}th time; it was not started again.")
        return False

    def replace(self, role: str, seconds: float, best: FeasiblePoint | None) -> None:
        """End a worker and start another in its place."""
        if role in self._workers:
            self._workers.pop(role).end()
            self._starts[role] -= 1
            self._start(role, seconds, best)

    def last_messages(self, grace_seconds: Callable[[], float]) -> Iterator[tuple[str, Message]]:
        """Ask all workers to stop, and yield what they still say with their roles, for so long at most."""
        self.send_all(Cancel())
        talking, now = self.at_work, time.monotonic()
        while talking and time.monotonic() < now + grace_seconds():
            try:
                worker, message = self._inbox.get(timeout=LISTEN_SECONDS)
            except queue.Empty:
                continue
            if message is None or isinstance(message, Done):
                talking.discard(worker.role)
            elif self.holds(worker):
                yield worker.role, message

    def end(self) -> None:
        """End all workers."""
        for worker in self._workers.values():
            worker.end()

    def _start(self, role: str, seconds: float, best: FeasiblePoint | None) -> bool:
        self._starts[role] += 1
        try:
            worker = Worker(replace(self._tasks[role], time_limit_seconds=seconds), self._inbox)
        except NotStarted as error:
            self._note(role, f"could not be started ({error}).")
            return False
        self._workers[role] = worker
        if best is not None:
            worker.send(best)
        return True

    def _note(self, role: str, what: str) -> None:
        self._notes[role] = f"{PROCESSES[role]} {what}"
        log.info("%s", self._notes[role])
