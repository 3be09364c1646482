"""Child processes as their parent finds them: how one ended, and whether somebody has stopped one without ending it.

And what a child does by itself: it leaves with its parent, and keeps to a limit on memory.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

STOPPED_SECONDS = 3.0
"""A process may be stopped for a moment, to slow it down or to look at it; after this long it is woken up."""
_LOOKS, _LOOK_SECONDS = 20, 0.05
CAN_LOOK = hasattr(os, "waitid")


class Watch:
    """Wakes up a child process that has been stopped for a while."""

    def __init__(self, pid: int) -> None:
        """Watch the child that leads a process group of its own."""
        self._pid = pid
        self._stopped_at: float | None = None

    def wake(self) -> bool:
        """Wake the process up if it has been stopped for a while, and say so; call this every now and then."""
        if not _is_stopped(self._pid):
            self._stopped_at = None
            return False
        now = time.monotonic()
        if self._stopped_at is None:
            self._stopped_at = now
        if now - self._stopped_at < STOPPED_SECONDS:
            return False
        self._stopped_at = None
        os.killpg(self._pid, signal.SIGCONT)
        return True


def how_it_ended(pid: int) -> str:
    """Return how a child process ended, as the end of a sentence; whoever started it can still wait for it."""
    for _ in range(_LOOKS if CAN_LOOK else 0):
        try:
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            break
        if ended is not None:
            killed = ended.si_code != os.CLD_EXITED
            return f"was ended by signal {ended.si_status}" if killed else f"ended with code {ended.si_status}"
        time.sleep(_LOOK_SECONDS)
    return "ended"


def leave() -> NoReturn:
    """End this process at once, and the group that it leads: its parent is gone."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


@contextmanager
def limited(memory_mb: int) -> Iterator[None]:
    """Limit the memory of this process and of those that it starts meanwhile, where the system can; 0 is no limit."""
    try:
        import resource
    except ImportError:  # platforms without such limits
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    if memory_mb:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory_mb * 2**20, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _is_stopped(pid: int) -> bool:
    if not CAN_LOOK:
        return False
    try:
        return os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return False
