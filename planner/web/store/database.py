"""The database of a store: connections for reading and for writing, and one that stays open.

Every call opens its own connection, so that threads and processes can share the store. The one that stays open keeps
SQLite's shared memory file in place: without it, a full disk could not be read either.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.web.store.records import DATABASE

_BUSY_SECONDS = 10.0
_LOG_BYTES = 4_000_000
"""Size to which the write-ahead log shrinks after a large workbook."""
_UNWRITABLE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL, created REAL NOT NULL, asked TEXT NOT NULL,
    started REAL NOT NULL DEFAULT 0, ended REAL NOT NULL DEFAULT 0, cancel_asked REAL NOT NULL DEFAULT 0,
    case_name TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '', parent TEXT NOT NULL DEFAULT '', change TEXT NOT NULL DEFAULT '',
    figures TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS files (
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, name TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (run, name)
);
CREATE TABLE IF NOT EXISTS events (
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, number INTEGER NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (run, number)
);
CREATE TABLE IF NOT EXISTS projects (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, created REAL NOT NULL, archived REAL NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS versions (
    id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects(id) ON DELETE CASCADE, number INTEGER NOT NULL,
    parent INTEGER NOT NULL, created REAL NOT NULL, title TEXT NOT NULL, change TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '', author TEXT NOT NULL DEFAULT '', UNIQUE (project, number)
);
CREATE TABLE IF NOT EXISTS version_files (
    version TEXT NOT NULL REFERENCES versions(id) ON DELETE CASCADE, name TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (version, name)
);
CREATE TABLE IF NOT EXISTS run_versions (
    run TEXT PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
    version TEXT NOT NULL REFERENCES versions(id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS runs_of_a_version ON run_versions (version);
CREATE INDEX IF NOT EXISTS runs_by_parent ON runs (parent);
"""


class Database:
    """The database in the folder of a store."""

    def __init__(self, folder: Path) -> None:
        """Refer to the database; nothing is opened."""
        self._path = folder / DATABASE
        self._open: sqlite3.Connection | None = None
        self._inode = 0

    def create(self) -> None:
        """Create the tables where there are none."""
        with self._connection("mode=rwc") as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)

    def hold(self) -> None:
        """Keep one connection open, to the file that is there now."""
        inode = self._path.stat().st_ino
        if self._open is not None and inode == self._inode:
            return
        self.release()
        db = sqlite3.connect(self._uri("mode=rw"), uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)
        try:
            db.execute("SELECT count(*) FROM runs").fetchone()
        except BaseException:
            db.close()
            raise
        self._open, self._inode = db, inode

    def release(self) -> None:
        """Close the connection that stays open."""
        if self._open is not None:
            self._open.close()
            self._open = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection for reading, also where nothing can be written beside the database."""
        with contextlib.ExitStack() as stack:
            yield self._readable(stack)

    def _readable(self, stack: contextlib.ExitStack) -> sqlite3.Connection:
        # A missing file is never created: an empty store in the place of a lost one would hide the loss.
        db = stack.enter_context(self._connection("mode=rw"))
        try:
            db.execute("SELECT 1 FROM runs LIMIT 1")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _UNWRITABLE or not self._path.exists():
                raise
            return stack.enter_context(self._connection("mode=ro&immutable=1"))  # nobody else can write either
        return db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection in a transaction."""
        with self._connection("mode=rw") as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # a full disk has rolled it back already
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def _connection(self, mode: str) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._uri(mode), uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            if "immutable" not in mode:
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
            yield db
        finally:
            db.close()

    def _uri(self, mode: str) -> str:
        return f"{self._path.absolute().as_uri()}?{mode}"
