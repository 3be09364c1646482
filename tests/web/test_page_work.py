"""The work of a page, counted: what others store costs it nothing, and a long list no more queries than a short one."""

import sqlite3
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest

from planner.web.store.projects import TABLES
from planner.web.store.records import INPUT, VIEW, State
from tests.cli.commands import ROOT
from tests.web.asking import Site, site

CASE = ROOT / "examples" / "scanner_shortage" / "case.xlsx"
STEPS = 1000
"""Of SQLite's machine, which are counted together."""


@dataclass(slots=True)
class Work:
    """What a page took: connections, statements and thousands of steps of SQLite, and the bytes of its answer."""

    connections: int = 0
    statements: int = 0
    steps: int = 0
    bytes: int = 0


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Counts whatever is asked of SQLite."""
    work, connect = Work(), sqlite3.connect

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*arguments, **options)
        work.connections += 1
        db.set_trace_callback(lambda _: _add(work, "statements"))
        db.set_progress_handler(lambda: _add(work, "steps"), STEPS)
        return db

    monkeypatch.setattr(sqlite3, "connect", connected)
    return work


def _add(work: Work, what: str) -> int:
    setattr(work, what, getattr(work, what) + 1)
    return 0


def _of_pages(pages: Site, counted: Work, paths: tuple[str, ...]) -> dict[str, Work]:
    """Return the work of each page, asked for a second time: what is made once is not counted."""
    works = {}
    for path in paths:
        pages.get(path)
        counted.connections = counted.statements = counted.steps = 0
        reply = pages.get(path)
        assert reply.status == 200, path
        works[path] = Work(counted.connections, counted.statements, counted.steps, len(reply.body))
    return works


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, str, str]:
    """A site with two solved runs, of which the second is derived from the first, and a project."""
    pages = site(tmp_path_factory.mktemp("store"))
    first = pages.solved(CASE)
    second = pages.solved(CASE, parent=first, change="nothing")
    location = pages.post(f"/runs/{first}/edit").headers["location"]
    project = location.split("/")[2]
    _runs_of(pages, project, 3, 2)
    return pages, first, second


def _runs_of(pages: Site, project: str, runs: int, versions: int) -> None:
    """Add versions to a project, and runs to its newest one: each with files, as after a solve."""
    store = pages.store
    figures = next(run.figures for run in store.runs(1_000) if run.figures)
    files = {TABLES: b'{"periods": [], "sheets": {}}', INPUT: b"PK"}
    for at in range(versions):
        number = store.projects.versions(project)[0].number
        version = store.projects.add_version(project, number, "case.xlsx", f"change {at}", files)
    for at in range(runs):
        run = store.add(f"case {at}.xlsx", BytesIO(b"PK"), Site.asked(), state=State.READY, case_name="A case")
        store.put(run, {VIEW: b"{}"})
        store.move(run, State.ENDED, State.READY, status="optimal", figures=figures)
        store.projects.link(run, version.id)


def test_what_others_store_costs_a_page_nothing(stored: tuple[Site, str, str], counted: Work) -> None:
    pages, first, second = stored
    version = pages.store.projects.of_run(first)
    assert version is not None
    project, at = f"/projects/{version.project}", f"/projects/{version.project}/versions/{version.number}"
    runs = tuple(f"/runs/{first}/{part}" for part in ("check", "progress", "plan", "studies", "what-if"))
    paths = (*runs, f"/compare?run={first}&run={second}", project, at, f"{project}/state", "/words")
    before = _of_pages(pages, counted, paths)
    other = pages.store.projects.add("Another", "case.xlsx", "first", {TABLES: b"{}", INPUT: b"PK"})
    _runs_of(pages, other.project, 240, 60)
    after = _of_pages(pages, counted, paths)
    for path in paths:
        assert after[path].connections <= before[path].connections, path
        assert after[path].statements <= before[path].statements, path
        # A plan offers the last runs to compare with, a hundred at most; all else is as it was.
        more = 12_000 if path.endswith(("/plan", "/studies")) or "compare" in path else 100
        assert after[path].bytes <= before[path].bytes + more, path
        assert after[path].steps <= before[path].steps + 10, path


def test_lists_take_as_many_queries_however_long_they_are(stored: tuple[Site, str, str], counted: Work) -> None:
    pages, first, _ = stored
    version = pages.store.projects.of_run(first)
    assert version is not None
    project = f"/projects/{version.project}"
    paths = ("/", "/state", "/projects", "/projects?q=case", project, f"{project}/state", "/api/v1/runs")
    before = _of_pages(pages, counted, paths)
    _runs_of(pages, version.project, 240, 60)
    after = _of_pages(pages, counted, paths)
    for path in paths:
        assert after[path].connections == before[path].connections, path
        assert after[path].statements <= before[path].statements + (50 if "api" in path else 0), path
        # A row of a list takes some hundred steps of SQLite, never some for each other row.
        assert after[path].steps <= before[path].steps + 240, path
    assert after["/"].bytes < 60_000, "the first page lists the last fifty runs"
    assert after[project].bytes < before[project].bytes + 300 * 1_500
