"""Locks between processes, which end with their holder: one server for a store, one worker for a run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Locked(Exception):  # noqa: N818  named for the state
    """Another process holds the lock."""


@contextmanager
def held(path: Path, wait: bool) -> Iterator[None]:
    """Hold a lock; raises Locked where another process holds it and `wait` is false."""
    try:
        import fcntl
    except ImportError:  # platforms without such locks run unprotected
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked(str(path)) from error
        yield
    finally:
        os.close(handle)
