"""Solving processes that wait for their next task: a small solve takes less time than Python and its imports.

A process is kept only where somebody asks for it (`reuse`), and only one that has reported the end of its task. What
comes for that task later is read and dropped before it reads the next one, since a pipe keeps the order.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from planner.solver.messages.child import Child

_lock = threading.Lock()
_waiting: list[tuple[Child, Any]] = []
_users = 0


@contextmanager
def reuse() -> Iterator[None]:
    """Keep processes from here to the end of the block, for all threads."""
    global _users
    with _lock:
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            unwanted = [] if _users else [child for child, _ in _waiting]
            if not _users:
                _waiting.clear()
        for child in unwanted:
            child.end()


def give(child: Child) -> bool:
    """Keep a process that has done its task, and say so."""
    with _lock:
        if not _users:
            return False
        child.connect("idle", lambda message: None)
        _waiting.append((child, surroundings()))
        return True


def take() -> Child | None:
    """Return a process that waits and would start in the same surroundings now, if there is one."""
    with _lock:
        here = surroundings()
        for place in reversed(range(len(_waiting))):
            child, there = _waiting[place]
            if there == here:
                del _waiting[place]
                if child.process.poll() is None:
                    return child
                child.end()
    return None


def surroundings() -> Any:
    """Return what a process inherits from this one and its solves depend on."""
    try:
        import resource

        limits = (resource.getrlimit(resource.RLIMIT_DATA), resource.getrlimit(resource.RLIMIT_AS))
    except ImportError:  # platforms without such limits
        limits = None
    return sys.executable, dict(os.environ), limits
