"""Uploads that mean harm are refused or shown harmless, and nobody else is any the worse for them."""

import contextlib
import http.client
import io
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from tests.cli.commands import STARTER
from tests.web import hostile
from tests.web.serving import PATIENCE_SECONDS, Server, memory_mb, serving

_MOST_MB = 600.0
_CROWD = 14
_MOST_OF_A_CROWD_MB = 150.0
"""What so many uploads of 25 MB at once may take: they do not fit into it."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose workers have limits on their memory."""
    with serving(tmp_path_factory.mktemp("hostile") / "store", afresh=True) as running:
        yield running


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose workers are forks, for what takes no memory."""
    with serving(tmp_path_factory.mktemp("quick") / "store") as running:
        yield running


@pytest.fixture(scope="module")
def other(server: Server) -> str:
    """A run of somebody else, solved before any harm is tried, with pictures in its workbook."""
    run: str = server.post_workbook(STARTER.read_bytes()).json["id"]
    assert server.wait(run, "ended")["status"] == "optimal"
    plan = server.ask(f"/api/v1/runs/{run}/files/plan.xlsx").body
    with zipfile.ZipFile(io.BytesIO(plan)) as parts:
        assert any(name.startswith("xl/media/") for name in parts.namelist())
    return run


@pytest.fixture
def peak_mb(server: Server) -> Iterator[list[float]]:
    """The most memory that the server and its workers held at once."""
    with watched(server) as held:
        yield held


@contextlib.contextmanager
def watched(server: Server) -> Iterator[list[float]]:
    """Yield the most memory that a server and its children have held at once."""
    held, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.is_set():
            held[0] = max(held[0], memory_mb(server.process.pid))
            time.sleep(0.1)

    thread = threading.Thread(target=watch)
    thread.start()
    yield held
    ended.set()
    thread.join()


@pytest.mark.parametrize("make", hostile.LARGE, ids=lambda make: make.__name__)
def test_what_would_fill_the_memory_is_refused(
    server: Server, other: str, peak_mb: list[float], make: hostile.Maker
) -> None:
    _is_refused(server, make())
    assert peak_mb[0] < _MOST_MB
    assert server.run(other)["status"] == "optimal"


@pytest.mark.parametrize("make", hostile.REFUSED, ids=lambda make: make.__name__)
def test_what_means_harm_is_refused(quick: Server, make: hostile.Maker) -> None:
    _is_refused(quick, make())


def _is_refused(server: Server, content: bytes) -> None:
    answer = server.post_workbook(content, query="?solve=false")
    assert answer.status == 201
    run = answer.json
    assert run["state"] in ("faulty", "failed"), run
    page = server.ask(f"/runs/{run['id']}/check")
    assert page.status == 200
    assert b"root:" not in page.body
    assert server.ask(f"/runs/{run['id']}/files/marked.xlsx").status in (200, 404, 422)


@pytest.mark.parametrize("make", hostile.WIDE, ids=lambda make: make.__name__)
def test_what_is_large_without_harm_is_read_in_little_memory(
    server: Server, peak_mb: list[float], make: hostile.Maker
) -> None:
    run = server.post_workbook(make(), query="?solve=false").json
    assert run["state"] == "ready", run
    assert peak_mb[0] < _MOST_MB


@pytest.mark.parametrize("make", hostile.HARMLESS, ids=lambda make: make.__name__)
def test_what_only_looks_like_harm_is_read(quick: Server, make: hostile.Maker) -> None:
    run = quick.post_workbook(make(), query="?solve=false").json
    assert run["state"] == "ready", run


def test_three_hundred_megabytes_are_refused_unread(server: Server, peak_mb: list[float]) -> None:
    with closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE_SECONDS)) as connection:
        connection.putrequest("POST", "/api/v1/runs")
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.putheader("Content-Length", str(300_000_000))
        connection.endheaders()
        with connection.getresponse() as answer:
            assert answer.status == 413
            assert b"at most 25 MB" in answer.read()
    assert peak_mb[0] < _MOST_MB


def test_a_body_without_a_length_is_cut_off(server: Server, peak_mb: list[float]) -> None:
    sent = 0
    with socket.create_connection(
        (urlsplit(server.url).hostname, urlsplit(server.url).port), timeout=PATIENCE_SECONDS
    ) as connection:
        host = urlsplit(server.url).netloc
        head = f"POST /api/v1/runs HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n"
        part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        connection.sendall(head.encode() + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
        connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(300):  # the server hangs up in the middle
                connection.sendall(b"%x\r\n%s\r\n" % (1_000_000, bytes(1_000_000)))
                sent += 1_000_000
    assert sent < 60_000_000
    assert peak_mb[0] < _MOST_MB
    assert server.ask("/").status == 200


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "C:\\\\temp\\\\..\\\\x.xlsx", "<script>alert(1)</script>.xlsx", "=cmd()", "a\x00b", ""],
)
def test_a_name_is_shown_and_never_followed(quick: Server, name: str) -> None:
    run = quick.post_workbook(STARTER.read_bytes(), name=name, query="?solve=false")
    if run.status == 422:
        assert name == "", "only a file without a name is no file"
        return
    page = quick.ask(f"/runs/{run.json['id']}/check").text
    assert "<script>alert" not in page
    assert "/" not in run.json["title"]
    assert "\\" not in run.json["title"]
    header = quick.ask(f"/runs/{run.json['id']}/files/input.xlsx").headers["content-disposition"]
    assert header.startswith("attachment; filename=")
    assert all(character not in header for character in "<>/\\\x00")


def test_scripts_and_formulas_in_cells_are_shown_as_text(quick: Server) -> None:
    evil = b"&lt;img src=x onerror=alert(1)&gt;=cmd|&#39;/C calc&#39;!A1"
    content = hostile.starter_with({"xl/worksheets/sheet4.xml": hostile.instead(b"Kaohsiung", evil)})
    run = quick.post_workbook(content).json
    assert run["state"] == "faulty"
    page = quick.ask(f"/runs/{run['id']}/check").text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)" in page


def test_a_flood_of_large_uploads_is_taken_in_piece_by_piece(tmp_path: Path) -> None:
    content = Random(3).randbytes(24_900_000)
    with serving(tmp_path / "store") as server, watched(server) as peak_mb:  # a fork, whose checks are quick
        most_mb = memory_mb(server.process.pid) + _MOST_OF_A_CROWD_MB
        with ThreadPoolExecutor(_CROWD) as crowd:
            answers = list(crowd.map(lambda number: server.post_workbook(content, f"{number}.xlsx"), range(_CROWD)))
        assert {(answer.status, answer.json["state"]) for answer in answers} == {(201, "faulty")}
        assert peak_mb[0] < most_mb
        ids = [answer.json["id"] for answer in answers]
        assert server.ask(f"/api/v1/runs/{ids[-1]}/files/input.xlsx").body == content
        with ThreadPoolExecutor(_CROWD) as crowd:
            begun = threading.Barrier(_CROWD)
            paths = [f"/api/v1/runs/{run}/files/input.xlsx" for run in ids]
            lengths = set(crowd.map(lambda path: _read_late(server, path, begun), paths))
        assert lengths == {len(content)}
        assert peak_mb[0] < most_mb


def _read_late(server: Server, path: str, begun: threading.Barrier) -> int:
    """Return the length of an answer, which is left lying until all have begun, and a moment longer."""
    with closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE_SECONDS)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            begun.wait(PATIENCE_SECONDS)
            time.sleep(0.5)
            return sum(len(piece) for piece in iter(lambda: answer.read(1_000_000), b""))


def test_a_good_upload_is_answered_while_hostile_ones_are_still_read(server: Server, peak_mb: list[float]) -> None:
    hostile_content = hostile.endless_rows()
    with ThreadPoolExecutor(2) as crowd:
        slow = [crowd.submit(server.post_workbook, hostile_content) for _ in range(2)]
        time.sleep(1)
        answered = server.post_workbook(STARTER.read_bytes(), query="?solve=false")
        assert answered.json["state"] == "ready"
        assert not any(one.done() for one in slow), "the hostile ones are still under way"
        refused = [one.result().json for one in slow]
    assert {run["state"] for run in refused} <= {"faulty", "failed"}, refused
    assert server.ask(f"/runs/{refused[0]['id']}/check").status == 200
    assert peak_mb[0] < _MOST_MB
