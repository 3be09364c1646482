"""The store: runs, their files and events in one SQLite database, which server and workers share (WAL mode)."""

import json
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from planner.web.store.database import Database
from planner.web.store.projects import Projects
from planner.web.store.records import DATABASE, INPUT, LIVE, Asked, Event, Run, State

_PIECE_BYTES = 1_000_000
_FIELDS = (
    "id", "title", "state", "created", "asked", "started", "ended", "cancel_asked", "case_name", "status", "message",
    "sha256", "parent", "change", "figures",
)  # fmt: skip


class Store:
    """A folder with the database. Threads and processes can share it."""

    def __init__(self, folder: Path, create: bool = True) -> None:
        """Open the store; create it where there is none, unless it has to be there."""
        self.folder = folder
        self.work = folder / "work"
        self._database = Database(folder)
        self.projects = Projects(self._database)
        if create:
            self._create()

    def _create(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.work.mkdir(exist_ok=True, mode=0o700)
            self._database.create()
        except (sqlite3.OperationalError, OSError):  # on a full or read-only disk it can still be read
            if not (self.folder / DATABASE).exists():
                raise
            self.runs(1)

    def add(self, title: str, content: BinaryIO, asked: Asked, **known: str) -> str:
        """Store a workbook, chunk by chunk, as a new run to be checked, and return its id."""
        run = secrets.token_hex(8)
        length = content.seek(0, os.SEEK_END)
        content.seek(0)
        columns = {
            "id": run,
            "title": title,
            "state": State.CHECKING,
            "created": time.time(),
            "asked": json.dumps(asdict(asked)),
            **known,
        }
        with self._database.writing() as db:
            db.execute(
                f"INSERT INTO runs ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                tuple(columns.values()),
            )
            row = db.execute("INSERT INTO files VALUES (?, ?, zeroblob(?))", (run, INPUT, length)).lastrowid
            assert row is not None
            with db.blobopen("files", "content", row) as blob:
                while piece := content.read(_PIECE_BYTES):
                    blob.write(piece)
        return run

    def run(self, run: str) -> Run | None:
        """Return a run, if there is one of that id."""
        with self._database.reading() as db:
            row = db.execute(f"SELECT {', '.join(_FIELDS)} FROM runs WHERE id = ?", (run,)).fetchone()
            return None if row is None else _run(row, _files(db, run))

    def runs(self, limit: int = 1000, *states: State) -> list[Run]:
        """Return runs, the newest first, or only those in some states."""
        where = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        # In the order in which they were added: the clock may be set back.
        order = "ORDER BY rowid DESC LIMIT ?"
        return self._listed(f"{where} {order}", (*states, limit))

    def of_project(self, project: str) -> list[tuple[Run, int]]:
        """Return the runs of a project, the newest first, each with the number of its version."""
        numbers = self.projects.runs(project)
        version = "SELECT run FROM run_versions JOIN versions ON versions.id = version WHERE project = ?"
        runs = self._listed(f"WHERE id IN ({version}) ORDER BY rowid DESC", (project,))
        return [(run, numbers[run.id]) for run in runs if run.id in numbers]

    def _listed(self, which: str, values: tuple[Any, ...]) -> list[Run]:
        """Return runs with the names of their files, in two queries however many there are."""
        with self._database.reading() as db:
            db.execute("BEGIN")  # both queries see the same runs
            rows = db.execute(f"SELECT {', '.join(_FIELDS)} FROM runs {which}", values).fetchall()
            chosen = f"SELECT id FROM runs {which}"
            query = f"SELECT run, name FROM files WHERE run IN ({chosen}) ORDER BY name"
            names: dict[str, list[str]] = {}
            for run, name in db.execute(query, values):
                names.setdefault(run, []).append(name)
        return [_run(row, tuple(names.get(row[0], ()))) for row in rows]

    def state(self) -> str:
        """Return a text that changes with the newest runs and their states."""
        columns = "id, state, status, case_name, message, cancel_asked, figures"
        with self._database.reading() as db:
            rows = db.execute(f"SELECT {columns} FROM runs ORDER BY rowid DESC LIMIT 200").fetchall()
        return sha256(repr(rows).encode()).hexdigest()

    def studies(self, run: str) -> list[Run]:
        """Return the studies of a run, the newest first."""
        return [child for child in self._listed("WHERE parent = ? ORDER BY rowid DESC", (run,)) if child.is_study]

    def move(self, run: str, to: State, *came_from: State, **columns: Any) -> bool:
        """Change the state of a run if it is in one of some states, add an event, and return whether it was."""
        changed = {"state": to, **columns}
        if "figures" in changed:
            changed["figures"] = json.dumps(changed["figures"])
        # A clock that is set back must not end a run before its start.
        sets = ", ".join(f"{name} = {'max(?, started)' if name == 'ended' else '?'}" for name in changed)
        where = f"id = ? AND state IN ({', '.join('?' * len(came_from))})"
        with self._database.writing() as db:
            done = db.execute(f"UPDATE runs SET {sets} WHERE {where}", (*changed.values(), run, *came_from))
            if done.rowcount:
                _add_event(db, run, "state", {"state": to, "message": str(columns.get("message", ""))})
            return done.rowcount > 0

    def ask(self, run: str, asked: Asked) -> None:
        """Change the options of a run."""
        with self._database.writing() as db:
            db.execute("UPDATE runs SET asked = ? WHERE id = ?", (json.dumps(asdict(asked)), run))

    def ask_to_cancel(self, run: str) -> bool:
        """Request that a run stops, and return whether it can."""
        with self._database.writing() as db:
            states = (State.QUEUED, State.RUNNING)
            done = db.execute(
                "UPDATE runs SET cancel_asked = ? WHERE id = ? AND state IN (?, ?) AND cancel_asked = 0",
                (time.time(), run, *states),
            )
            return done.rowcount > 0

    def add_event(self, run: str, kind: str, body: dict[str, Any]) -> None:
        """Add an event."""
        with self._database.writing() as db:
            _add_event(db, run, kind, body)

    def events(self, run: str, after: int = 0) -> list[Event]:
        """Return the events of a run after a number, in order."""
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT number, kind, body FROM events WHERE run = ? AND number > ? ORDER BY number", (run, after)
            ).fetchall()
        return [Event(number, kind, json.loads(body)) for number, kind, body in rows]

    def put(self, run: str, files: Mapping[str, bytes]) -> None:
        """Store files, all of them or none; one of the same name is replaced."""
        with self._database.writing() as db:
            for name, content in files.items():
                db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (run, name, content))

    def file(self, run: str, name: str) -> bytes | None:
        """Return a file of a run, if it has it."""
        with self._database.reading() as db:
            row = db.execute("SELECT content FROM files WHERE run = ? AND name = ?", (run, name)).fetchone()
        return None if row is None else bytes(row[0])

    def files(self, runs: Iterable[str], name: str) -> dict[str, bytes]:
        """Return a file of each of some runs that have it, read together: a list of runs may be long."""
        query = "SELECT content FROM files WHERE run = ? AND name = ?"
        with self._database.reading() as db:
            rows = {run: db.execute(query, (run, name)).fetchone() for run in runs}
        return {run: bytes(row[0]) for run, row in rows.items() if row is not None}

    def length(self, run: str, name: str) -> int | None:
        """Return the length of a file of a run in bytes, if it has it."""
        with self._database.reading() as db:
            row = db.execute("SELECT length(content) FROM files WHERE run = ? AND name = ?", (run, name)).fetchone()
        return None if row is None else int(row[0])

    def pieces(self, run: str, name: str) -> Iterator[bytes]:
        """Yield a file in chunks. Nothing is held open between them, since the client may be slow."""
        row, place, piece = None, 0, b" "
        while piece:
            with self._database.reading() as db:
                row = row or db.execute("SELECT rowid FROM files WHERE run = ? AND name = ?", (run, name)).fetchone()
                with db.blobopen("files", "content", row[0], readonly=True) as blob:
                    blob.seek(place)
                    piece = blob.read(_PIECE_BYTES)
            place += len(piece)
            yield piece

    def delete(self, run: str) -> bool:
        """Delete a run that has ended, and return whether there was one."""
        with self._database.writing() as db:
            live = ", ".join("?" * len(LIVE))
            gone = db.execute(f"DELETE FROM runs WHERE id = ? AND state NOT IN ({live})", (run, *LIVE)).rowcount > 0
        if gone:
            self.clear(run)
            shutil.rmtree(self.solves(run), ignore_errors=True)
            for study in self.studies(run):
                self.delete(study.id)
        return gone

    def solves(self, run: str) -> Path:
        """Return the folder with the finished solves of the studies of a run."""
        return self.folder / "solves" / run

    def clear(self, run: str) -> None:
        """Remove the working files of a killed worker."""
        for path in self.work.glob(f"{run}-*"):
            shutil.rmtree(path, ignore_errors=True)
        (self.work / f"{run}.lock").unlink(missing_ok=True)

    def forget_oldest(self, keep: int) -> None:
        """Delete ended runs of no project, except the newest `keep` with a plan and as many without.

        So workbooks without a plan never displace runs with one.
        """
        of_projects = self.projects.runs()
        runs = [run for run in self.runs(1_000_000) if run.id not in of_projects]
        for alike in ([run for run in runs if run.has_plan], [run for run in runs if not run.has_plan]):
            for run in alike[keep:]:
                self.delete(run.id)


def _add_event(db: sqlite3.Connection, run: str, kind: str, body: dict[str, Any]) -> None:
    db.execute(
        "INSERT INTO events SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ? FROM events WHERE run = ?",
        (run, kind, json.dumps(body), run),
    )


def _files(db: sqlite3.Connection, run: str) -> tuple[str, ...]:
    return tuple(name for (name,) in db.execute("SELECT name FROM files WHERE run = ? ORDER BY name", (run,)))


def _run(row: tuple[Any, ...], files: tuple[str, ...]) -> Run:
    values = dict(zip(_FIELDS, row, strict=True))
    values["state"] = State(values["state"])
    values["asked"] = Asked(**json.loads(values["asked"]))
    values["figures"] = json.loads(values["figures"])
    return Run(**values, files=files)
