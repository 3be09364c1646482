"""A server without space, without descriptors, or without its store says so, keeps reading, and recovers by itself."""

import contextlib
import logging
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from planner.web.http.seldom import Seldom
from planner.web.queue.lifeline import Lifeline
from planner.web.store import database
from planner.web.store.assets import folder
from planner.web.store.records import CHECK, DATABASE, INPUT, PLAN_BOOK, VIEW
from planner.web.tasks import check
from tests.cli.commands import STARTER
from tests.web.asking import Reply, site
from tests.web.serving import PATIENCE_SECONDS, Answer, Server, serving, workers

PAGE = {"accept": "text/html"}
ONLY_CHECK = "?solve=false"
FULL = "The disk is full, so nothing can be stored: free some space on the disk of"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with few descriptors and little patience."""
    store = tmp_path_factory.mktemp("exhausted") / "store"
    with serving(store, descriptors=256, head_seconds=8.0, body_seconds=8.0) as running:
        yield running


def _connect(server: Server, sent: bytes = b"") -> socket.socket:
    address = urlsplit(server.url)
    connection = socket.create_connection((address.hostname, address.port), timeout=PATIENCE_SECONDS)
    connection.sendall(sent)
    return connection


def _until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture(scope="module")
def submitted(server: Server) -> str:
    """A run in the queue."""
    run: str = server.post_workbook(STARTER.read_bytes()).json["id"]
    return run


def test_idle_connections_keep_nobody_out(server: Server, submitted: str) -> None:
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(closing(_connect(server))) for _ in range(300)]
        assert server.ask("/", headers=PAGE).status == 200
        assert server.post_workbook(STARTER.read_bytes(), query=ONLY_CHECK).json["state"] == "ready"
        assert server.wait(submitted, "ended")["status"] == "optimal"
        assert len(idle) == 300


@pytest.fixture(scope="module")
def half_sent(server: Server) -> Iterator[list[socket.socket]]:
    """Connections on which nothing, half a head and half a body is sent; other tests pass while they are open."""
    head = b"GET / HTTP/1.1\r\nHost: "
    body = (
        b"POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
    )
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(closing(_connect(server, sent))) for sent in (b"", head, body)]


@pytest.mark.usefixtures("half_sent")
@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a]b", "//[", "\\", "http://[v]"])
def test_a_malformed_origin_is_refused(server: Server, origin: str) -> None:
    assert server.post_workbook(STARTER.read_bytes(), origin=origin).status == 403


def _refused(answer: Answer | Reply, status: int, words: str) -> None:
    assert answer.status == status, answer.text
    assert words in answer.text


def test_a_store_that_another_program_has_locked_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.2)
    pages = site(tmp_path / "store")
    with STARTER.open("rb") as file:
        run = pages.store.add("starter.xlsx", file, pages.asked())
    check.work(pages.store, run, Lifeline())
    with closing(sqlite3.connect(pages.store.folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = pages.api("POST", f"/runs/{run}/solve")
        _refused(refused, 503, "Another program has locked the run store: close the program that uses")
        assert "retry-after" in refused.headers
        assert pages.get(f"/runs/{run}/check").status == 200
    assert pages.api("POST", f"/runs/{run}/solve").status == 202
    assert pages.api("POST", f"/runs/{run}/cancel").status == 202


def test_a_store_that_has_vanished_is_not_replaced_by_an_empty_one(server: Server) -> None:
    elsewhere = server.store.with_name("elsewhere")
    server.store.rename(elsewhere)
    _refused(server.ask("/", headers=PAGE), 503, "The run store is missing: put")
    _refused(server.post_workbook(STARTER.read_bytes()), 503, "The run store is missing: put")
    _refused(server.ask("/vega.js"), 503, "The run store is missing: put")
    assert not server.store.exists()
    elsewhere.rename(server.store)
    assert server.post_workbook(STARTER.read_bytes(), query=ONLY_CHECK).json["state"] == "ready"


def test_shared_files_and_working_folders_that_are_deleted_are_made_again(server: Server) -> None:
    (folder(server.store) / "vega.js").unlink()
    shutil.rmtree(server.store / "work")
    assert server.ask("/vega.js").status == 200
    assert server.post_workbook(STARTER.read_bytes(), query=ONLY_CHECK).json["state"] == "ready"


def test_files_of_a_run_that_are_deleted_by_hand_are_named(server: Server, submitted: str) -> None:
    run = submitted
    server.wait(run, "ended")
    with closing(sqlite3.connect(server.store / DATABASE, isolation_level=None)) as other:
        other.execute(f"DELETE FROM files WHERE run = ? AND name IN ('{INPUT}', '{CHECK}', '{PLAN_BOOK}')", (run,))
    _refused(server.ask(f"/runs/{run}/files/{PLAN_BOOK}"), 404, "It has been deleted from the run store")
    _refused(server.ask(f"/runs/{run}/check"), 200, "The result of the check has been deleted from the run store")
    _refused(server.ask(f"/api/v1/runs/{run}/solve", b"", "POST"), 404, "The workbook of this run has been deleted")
    assert server.ask(f"/runs/{run}/plan").status == 200
    with closing(sqlite3.connect(server.store / DATABASE, isolation_level=None)) as other:
        other.execute(f"DELETE FROM files WHERE run = ? AND name = '{VIEW}'", (run,))
    _refused(server.ask(f"/runs/{run}/plan"), 404, "This run has no plan.")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode != 0:
        pytest.skip("needs the right to mount a disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def _fill(place: Path) -> Path:
    """Write a file that leaves no space on a disk."""
    path = place / "ballast"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(handle, bytes(512))
    os.close(handle)
    return path


def _first_page(server: Server) -> str:
    page = server.ask("/", headers=PAGE)
    assert page.status == 200
    return page.text


@pytest.mark.slow
def test_a_full_disk_loses_no_run(small_disk: Path) -> None:
    with serving(small_disk / "store") as server:
        runs = [server.post_workbook(STARTER.read_bytes()).json["id"] for _ in range(2)]
        _until(lambda: server.run(runs[0])["state"] == "running" and bool(workers(server)))
        at_work = workers(server)  # stopped, so that no plan is stored before the disk is full
        for worker in at_work:
            os.kill(worker, signal.SIGSTOP)
        assert "plan" not in server.run(runs[0])["links"]
        ballast = _fill(small_disk)
        for worker in at_work:
            os.kill(worker, signal.SIGCONT)
        _refused(server.post_workbook(STARTER.read_bytes()), 507, FULL)
        _until(lambda: "its plan is stored as soon as the run store can be written" in _first_page(server))
        for path in (f"/runs/{runs[0]}/progress", f"/runs/{runs[1]}/check", "/api/v1/runs"):
            assert server.ask(path, headers=PAGE).status == 200, path
        assert server.run(runs[1])["state"] == "queued"
        server.kill()
    with serving(small_disk / "store") as server:
        assert server.run(runs[0])["state"] == "interrupted"
        assert server.run(runs[1])["state"] == "queued"
        assert FULL in _first_page(server)
        ballast.unlink()
        assert server.wait(runs[1], "ended")["status"] == "optimal"
        _until(lambda: "plan" in server.run(runs[0])["links"])


def test_a_flood_of_log_lines_of_one_kind_is_written_once(caplog: pytest.LogCaptureFixture) -> None:
    logger, seldom = logging.getLogger("tests.flood"), Seldom()
    logger.addFilter(seldom)
    for _ in range(1000):
        logger.warning("no descriptors: %s", "accept")
        logger.warning("no descriptors: %s", "open")
    logger.removeFilter(seldom)
    assert [record.getMessage() for record in caplog.records] == ["no descriptors: accept", "no descriptors: open"]


def test_a_request_that_is_half_sent_or_not_at_all_is_closed(half_sent: list[socket.socket]) -> None:
    """Seconds after it was begun: the last test of this file, so that nobody waits for it."""
    silent, *half = half_sent
    assert silent.recv(1) == b""
    for connection in half:
        answer = b"".join(iter(partial(connection.recv, 4096), b""))
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert answer.endswith(b"The request was not sent in time: send it again.")
