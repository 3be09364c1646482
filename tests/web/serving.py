"""The real server in a process of its own, with a store of its own, and what tests ask of it."""

import atexit
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from planner.web.__main__ import to_environment
from planner.web.serving import Address
from planner.web.settings import Settings
from tests.forks.popen import Popen
from tests.forks.starting import ROOT, environment, forked

PATIENCE_SECONDS = 280.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The object in it."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The text in it."""
        return self.body.decode()


@dataclass(slots=True)
class Server:
    """A running server."""

    url: str
    process: Popen
    store: Path

    def ask(
        self, path: str, body: bytes | None = None, method: str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask for a path, without following redirections."""
        request = urllib.request.Request(self.url + path, body, headers or {}, method=method)
        try:
            with _OPENER.open(request, timeout=PATIENCE_SECONDS) as answer:
                return Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())

    def post_workbook(self, content: bytes, name: str = "case.xlsx", query: str = "", **headers: str) -> Answer:
        """Post a workbook to the API."""
        kind, body = form(name, content)
        return self.ask(f"/api/v1/runs{query}", body, "POST", {"content-type": kind, **headers})

    def run(self, run: str) -> Any:
        """Return how a run stands."""
        return self.ask(f"/api/v1/runs/{run}").json

    def wait(self, run: str, *states: str, seconds: float = PATIENCE_SECONDS) -> Any:
        """Wait until a run is in a state, and return it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.run(run)
            if found["state"] in states:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{run} is {found['state']}, not {states}: {found['message']}")

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End the server as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


_MADE: list[Path] = []


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))


def form(name: str, content: bytes) -> tuple[str, bytes]:
    """Return the type and body of a form with one file."""
    border = uuid4().hex
    quoted = name.replace("\\", "\\\\").replace('"', "%22").replace("\n", "%0A")
    head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\n'
    return f"multipart/form-data; boundary={border}", head.encode() + content + f"\r\n--{border}--\r\n".encode()


@contextmanager
def serving(
    store: Path, *arguments: str, afresh: bool = False, descriptors: int = 0, **settings: float
) -> Iterator[Server]:
    """Start a server on a free port, and end it. What pages share is made once and copied from then on.

    With settings that no option changes, the server is started without the command line. It and its workers are forks,
    but with few descriptors, and where `afresh` asks for processes with limits on memory and a server for a parent.
    """
    if _MADE and not store.exists():
        shutil.copytree(_MADE[0], store / "assets")
    command = ["-m", "planner", "serve", "--port", "0", "--no-browser", "--store", str(store), *arguments]
    variables = {**environment(charts=True), "COLUMNS": "300"}
    if settings:
        handover = json.loads(to_environment(Settings(store), Address("127.0.0.1", 0), False))
        handover["settings"] |= settings
        command, variables["PLANNER_SERVE"] = ["-m", "planner.web"], json.dumps(handover)
    start = Popen if afresh or descriptors else forked(variables, charts=True)
    process = start(
        [sys.executable, *command],
        cwd=ROOT,
        env=variables,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_NOFILE, (descriptors,) * 2) if descriptors else None,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    lines: list[str] = []
    while not (found := re.search(r"http://[^\s?]+", lines[-1] if lines else "")):
        lines.append(process.stderr.readline())
        if not lines[-1]:
            process.wait()
            process.stderr.close()
            raise AssertionError("".join(lines))
    server = Server(found[0].rstrip("/"), process, store)
    if not _MADE:
        _MADE.append(Path(tempfile.mkdtemp(prefix="planner-assets-")) / "assets")
        shutil.copytree(store / "assets", _MADE[0])
        atexit.register(shutil.rmtree, _MADE[0].parent, ignore_errors=True)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                server.ask("/")
                break
            except OSError:
                time.sleep(0.05)
        yield server
    finally:
        if process.poll() is None:
            server.stop()
        process.stderr.close()


def workers(server: Server) -> list[int]:
    """Return the processes that read from a pipe of a server: its workers, forked or not."""
    pipes = {_open(server.process.pid, int(place.name)) for place in Path(f"/proc/{server.process.pid}/fd").iterdir()}
    pipes -= {_open(server.process.pid, stream) for stream in range(3)} | {""}
    return [int(place.name) for place in Path("/proc").glob("[0-9]*") if _open(int(place.name), 0) in pipes]


def _open(pid: int, descriptor: int) -> str:
    """Return what a process has open, a pipe by its number."""
    try:
        return os.readlink(f"/proc/{pid}/fd/{descriptor}")
    except OSError:
        return ""


def memory_mb(pid: int) -> float:
    """Return the memory that a process and those below it hold now."""
    return sum(_resident_mb(one) for one in _family(pid))


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += _family(int(child))
    return found


def _resident_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
