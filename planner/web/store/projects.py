"""Projects: a case with its versions, kept beside the runs. A version never changes; another one is made of it."""

import secrets
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from planner.web.store.database import Database

TABLES = "tables.json"
"""File of a version, and of a run: the case as plain tables."""
_PROJECT = "id, name, created, archived, tags, note"
_VERSION = "id, project, number, parent, created, title, change, note, author"


@dataclass(frozen=True, slots=True)
class Project:
    """A case that is worked on. Times are seconds since 1970, 0 before the event; tags are separated by blanks."""

    id: str
    name: str
    created: float
    archived: float = 0.0
    tags: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A project in a list: how many versions and runs it has, and when the newest was made."""

    project: Project
    versions: int
    runs: int
    changed: float


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a case, made from the one numbered `parent`; 0 where it is the first or was uploaded on its own."""

    id: str
    project: str
    number: int
    parent: int
    created: float
    title: str
    change: str = ""
    note: str = ""
    author: str = ""
    """The user who stored it, on a server for a team."""

    @property
    def ending(self) -> str:
        """What distinguishes the workbooks of the versions of a case that are made in the page."""
        return f"_v{self.number}"

    @property
    def file_name(self) -> str:
        """The name of its workbook: as it was uploaded, or the name of the first one with the number."""
        return self.title if self.title.lower().endswith((".xlsx", ".xlsm")) else f"{self.title}{self.ending}.xlsx"


class Projects:
    """The projects in the database of a store."""

    def __init__(self, database: Database) -> None:
        """Use a database."""
        self._database = database

    def add(self, name: str, title: str, change: str, files: Mapping[str, bytes], author: str = "") -> Version:
        """Store a new project with its first version."""
        project = secrets.token_hex(8)
        with self._database.writing() as db:
            db.execute("INSERT INTO projects (id, name, created) VALUES (?, ?, ?)", (project, name, time.time()))
            return _added(db, Version("", project, 1, 0, time.time(), title, change, "", author), files)

    def get(self, project: str) -> Project | None:
        """Return a project, if there is one of that id."""
        with self._database.reading() as db:
            row = db.execute(f"SELECT {_PROJECT} FROM projects WHERE id = ?", (project,)).fetchone()
        return row and Project(*row)

    def listed(self, words: str = "", is_archived: bool = False) -> list[Listed]:
        """Return the projects whose name, tags or note hold every word, those with the newest version or run first."""
        said = "instr(lower(name || ' ' || tags || ' ' || projects.note), ?) > 0"
        where = "".join(f" AND {said}" for _ in words.split())
        columns = ", ".join(f"projects.{name}" for name in _PROJECT.split(", "))
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT {columns}, count(DISTINCT versions.id), count(run_versions.run), "
                "max(coalesce(max(versions.created), 0), coalesce(max(runs.created), 0), projects.created) AS changed "
                "FROM projects LEFT JOIN versions ON versions.project = projects.id "
                "LEFT JOIN run_versions ON run_versions.version = versions.id "
                "LEFT JOIN runs ON runs.id = run_versions.run "
                f"WHERE (archived > 0) = ?{where} GROUP BY projects.id ORDER BY changed DESC",
                (is_archived, *words.lower().split()),
            ).fetchall()
        return [Listed(Project(*row[:6]), *row[6:]) for row in rows]

    def change(self, project: str, **columns: str | float) -> None:
        """Change the name, tags, note or archive time of a project."""
        sets = ", ".join(f"{name} = ?" for name in columns)
        with self._database.writing() as db:
            db.execute(f"UPDATE projects SET {sets} WHERE id = ?", (*columns.values(), project))

    def delete(self, project: str) -> None:
        """Delete a project with its versions; its runs are then runs of no project."""
        with self._database.writing() as db:
            db.execute("DELETE FROM projects WHERE id = ?", (project,))

    def add_version(
        self,
        project: str,
        parent: int,
        title: str,
        change: str,
        files: Mapping[str, bytes],
        note: str = "",
        author: str = "",
    ) -> Version:
        """Store a version with the next number, whatever others have stored since its parent."""
        with self._database.writing() as db:
            newest = db.execute("SELECT max(number) FROM versions WHERE project = ?", (project,)).fetchone()[0]
            version = Version("", project, newest + 1, parent, time.time(), title, change, note, author)
            return _added(db, version, files)

    def annotate(self, version: str, note: str) -> None:
        """Change the note of a version."""
        with self._database.writing() as db:
            db.execute("UPDATE versions SET note = ? WHERE id = ?", (note, version))

    def versions(self, project: str) -> list[Version]:
        """Return the versions of a project, the newest first."""
        with self._database.reading() as db:
            order = "ORDER BY number DESC"
            rows = db.execute(f"SELECT {_VERSION} FROM versions WHERE project = ? {order}", (project,)).fetchall()
        return [Version(*row) for row in rows]

    def version(self, project: str, number: int) -> Version | None:
        """Return a version by its number, if there is one."""
        with self._database.reading() as db:
            where = "project = ? AND number = ?"
            row = db.execute(f"SELECT {_VERSION} FROM versions WHERE {where}", (project, number)).fetchone()
        return row and Version(*row)

    def file(self, version: str, name: str) -> bytes | None:
        """Return a file of a version, if it has it."""
        with self._database.reading() as db:
            where = "version = ? AND name = ?"
            row = db.execute(f"SELECT content FROM version_files WHERE {where}", (version, name)).fetchone()
        return None if row is None else bytes(row[0])

    def ancestor(self, version: str, name: str) -> str | None:
        """Return the nearest version before another one, parent by parent, that has a file."""
        with self._database.reading() as db:
            row = db.execute(
                "WITH RECURSIVE line (id, project, parent, steps) AS ("
                "SELECT id, project, parent, 0 FROM versions WHERE id = ? UNION ALL "
                "SELECT versions.id, versions.project, versions.parent, steps + 1 FROM line "
                "JOIN versions ON versions.project = line.project AND versions.number = line.parent) "
                "SELECT line.id FROM line JOIN version_files ON version = line.id AND name = ? "
                "WHERE steps > 0 ORDER BY steps LIMIT 1",
                (version, name),
            ).fetchone()
        return None if row is None else str(row[0])

    def put(self, version: str, name: str, content: bytes) -> None:
        """Store a file of a version."""
        with self._database.writing() as db:
            db.execute("INSERT OR REPLACE INTO version_files VALUES (?, ?, ?)", (version, name, content))

    def link(self, run: str, version: str) -> None:
        """Note that a run is of a version."""
        with self._database.writing() as db:
            db.execute("INSERT OR REPLACE INTO run_versions VALUES (?, ?)", (run, version))

    def link_like(self, run: str, other: str) -> None:
        """Note that a run is of the version of another run, if that is of one."""
        version = self.of_run(other)
        if version is not None:
            self.link(run, version.id)

    def of_run(self, run: str) -> Version | None:
        """Return the version that a run is of, if any."""
        columns = ", ".join(f"versions.{name}" for name in _VERSION.split(", "))
        with self._database.reading() as db:
            joined = "run_versions JOIN versions ON versions.id = run_versions.version"
            row = db.execute(f"SELECT {columns} FROM {joined} WHERE run = ?", (run,)).fetchone()
        return row and Version(*row)

    def state(self, project: str) -> str:
        """Return a text that changes with the versions of a project and the states of their runs."""
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT versions.number, runs.id, runs.state FROM versions "
                "LEFT JOIN run_versions ON run_versions.version = versions.id LEFT JOIN runs ON runs.id = run "
                "WHERE project = ? ORDER BY versions.number, runs.rowid",
                (project,),
            ).fetchall()
        return sha256(repr(rows).encode()).hexdigest()

    def runs(self, project: str = "") -> dict[str, int]:
        """Return the number of the version by run, of a project or of all."""
        where, values = ("WHERE versions.project = ?", (project,)) if project else ("", ())
        with self._database.reading() as db:
            joined = "run_versions JOIN versions ON versions.id = run_versions.version"
            return dict(db.execute(f"SELECT run, number FROM {joined} {where}", values).fetchall())


def _added(db: sqlite3.Connection, version: Version, files: Mapping[str, bytes]) -> Version:
    stored = replace(version, id=secrets.token_hex(8))
    values = [getattr(stored, name) for name in _VERSION.split(", ")]
    db.execute(f"INSERT INTO versions ({_VERSION}) VALUES ({', '.join('?' * len(values))})", values)
    for name, content in files.items():
        db.execute("INSERT INTO version_files VALUES (?, ?, ?)", (stored.id, name, content))
    return stored
