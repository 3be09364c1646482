"""Locks between processes, which end with their holder: one server for a store, one worker for a run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):  # noqa: N818  it says what is the case
    """Another process holds the lock."""


@contextmanager
def held(path: Path, wait: bool) -> Iterator[None]:
    """Hold a lock; raises Taken where another process does and it is not to be waited for."""
    try:
        import fcntl
    except ImportError:  # without such locks, what they keep apart is kept apart by nothing
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken(str(path)) from error
        yield
    finally:
        os.close(handle)
