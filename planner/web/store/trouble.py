"""What can keep the server from storing or reading: each state with its HTTP status and a sentence for the page.

These states pass by themselves or by what somebody does outside the server, so callers wait and try again.
"""

import errno
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from planner.web.store.records import DATABASE

FULL, UNAVAILABLE = 507, 503
_FREE_BYTES = 1_000_000
"""With less space than this, an unclear error of the database is put down to a full disk."""
_WAITING = "Stored runs can still be read, and waiting runs continue by themselves."


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the server cannot do its work at the moment."""

    status: int
    sentence: str


class Unavailable(Exception):  # noqa: N818  named for the state
    """A worker could not do its task because of such a state."""

    def __init__(self, trouble: Trouble) -> None:
        """Raise it for a state."""
        super().__init__(trouble.sentence)
        self.trouble = trouble


def trouble_of(error: BaseException, store: Path) -> Trouble | None:
    """Return the state behind an error, or nothing where the error is a defect of the program."""
    match error:
        case Unavailable():
            return error.trouble
        case sqlite3.Error():
            return _of_database(error, store)
        case MemoryError():
            return _memory()
        case OSError():
            return _of_system(error, store)
        case RuntimeError() if "start new thread" in str(error):
            return _memory()
    return None


def _of_system(error: OSError, store: Path) -> Trouble | None:
    place = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else store
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _full(place if store not in place.parents else store)
        case errno.EMFILE | errno.ENFILE:
            return _descriptors()
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return _read_only(place)
        case errno.ENOMEM | errno.EAGAIN:
            return _memory()
        case errno.EIO | errno.ESTALE:
            return _unclear(error, store)
        case errno.ENOENT if not (store / DATABASE).exists():
            return _missing(store)
    return None


def _of_database(error: sqlite3.Error, store: Path) -> Trouble | None:
    database = store / DATABASE
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:  # the rest is a detail
        case sqlite3.SQLITE_FULL:
            return _full(store)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            sentence = f"Another program has locked the run store: close the program that uses {database}. {_WAITING}"
            return Trouble(UNAVAILABLE, sentence)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return _read_only(store)
        case sqlite3.SQLITE_NOMEM:
            return _memory()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _damaged(database)
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR:
            return _looked_up(error, store)
    return _damaged(database) if "no such table" in str(error) else None


def _looked_up(error: sqlite3.Error, store: Path) -> Trouble:
    """Return the state behind an error of the database that can have several reasons."""
    if not (store / DATABASE).exists():
        return _missing(store)
    try:
        os.close(os.open(store / DATABASE, os.O_RDONLY))
        if shutil.disk_usage(store).free < _FREE_BYTES:
            return _full(store)
    except OSError as reason:
        return _of_system(reason, store) or _unclear(error, store)
    return _unclear(error, store) if os.access(store, os.W_OK) else _read_only(store)


def _full(place: Path) -> Trouble:
    what = f"The disk is full, so nothing can be stored: free some space on the disk of {place}."
    return Trouble(FULL, f"{what} {_WAITING}")


def _read_only(place: Path) -> Trouble:
    return Trouble(UNAVAILABLE, f"The run store is read-only: let the server write to {place}. {_WAITING}")


def _missing(store: Path) -> Trouble:
    fix = f"put {store / DATABASE} back, or restart planner serve to begin with an empty store"
    return Trouble(UNAVAILABLE, f"The run store is missing: {fix}.")


def _damaged(database: Path) -> Trouble:
    return Trouble(
        UNAVAILABLE,
        f"The run store is damaged: {database} is not a database of runs. Stop the server, and restore the file from a "
        "backup or move it away.",
    )


def _unclear(error: Exception, store: Path) -> Trouble:
    return Trouble(UNAVAILABLE, f"The run store cannot be used ({error}): check the disk of {store}. {_WAITING}")


def _descriptors() -> Trouble:
    return Trouble(
        UNAVAILABLE,
        "The server has too many open files and connections: close some of its pages, or start it with a higher limit "
        f"(ulimit -n). {_WAITING}",
    )


def _memory() -> Trouble:
    return Trouble(
        UNAVAILABLE, f"The machine has no free memory or processes for the server: close other programs. {_WAITING}"
    )
