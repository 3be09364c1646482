"""What is fuzzed, one trial at a time: the readers of cases and of plans, the command line, and the server."""

import asyncio
import contextlib
import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planner.audit import audit
from planner.cli.commands.check import ODD
from planner.cli.exits import Exit
from planner.cli.reading import exit_of
from planner.pipeline import solve
from planner.report.readback.claims import wrong_claims
from planner.report.readback.plan_workbook import read_plan, read_schedule
from planner.report.readback.reader_sheets import wrong_cells
from planner.solver.options import SolveOptions
from planner.workbook.edit.parse import parse_edits
from planner.workbook.edit.write import write_edited
from planner.workbook.faults.fault import InputFaults
from planner.workbook.marking.mark import mark
from planner.workbook.reader import read_case, read_workbook
from tests.fuzz.damage import damaged
from tests.workbook.books import save, sound

Trial = Callable[[random.Random], str]
"""Tries something drawn, and returns what it was. What is not documented is raised."""


@contextmanager
def cases(folder: Path) -> Iterator[Trial]:
    """Damaged case workbooks: read, marked with their faults, read again, and edited."""
    good = save(folder / "good.xlsx", sound()).read_bytes()
    path, marked = folder / "case.xlsx", folder / "marked.xlsx"

    def trial(draw: random.Random) -> str:
        kind, data = damaged(good, draw)
        path.write_bytes(data)
        reading = read_workbook(path)
        assert reading.case is not None or reading.faults, "nothing is read, and nothing is said"
        if exit_of(reading.faults) is not Exit.USAGE:
            with contextlib.suppress(*ODD):
                mark(path, marked, reading.faults)
                assert read_workbook(marked).faults == reading.faults, "a marked copy has other faults"
        if reading.tables is not None:
            edits = parse_edits(["budget[*].* *= 2"], reading.tables)
            with contextlib.suppress(OSError):
                write_edited(path, folder / "edited.xlsx", reading.tables, edits)
        return f"{kind}: {' '.join(sorted({fault.code for fault in reading.faults})) or 'no fault'}"

    yield trial


@contextmanager
def plans(folder: Path) -> Iterator[Trial]:
    """Damaged plan workbooks: read back, audited, and taken as a start."""
    source = save(folder / "good.xlsx", sound())
    case, path = read_case(source), folder / "plan.xlsx"
    good = solve(case, SolveOptions(threads=1)).write(folder / "whole.xlsx").read_bytes()

    def trial(draw: random.Random) -> str:
        kind, data = damaged(good, draw)
        path.write_bytes(data)
        with contextlib.suppress(InputFaults):
            read_schedule(path, case)
        try:
            plan = read_plan(path, case)
        except InputFaults:
            return f"{kind}: refused"
        verdict = audit(case, plan)
        wrong = [*verdict.findings, *wrong_claims(path, case, plan), *wrong_cells(path, case, plan, verdict)]
        return f"{kind}: {'findings' if wrong else 'clean'}"

    yield trial


_WORDS = (
    "", " ", "-", "--", "-1", "0", "1", "nan", "inf", "1e999", "0.5", "50%", "101%", "1h", "-3s", "a=b", "=", "A,N3=1",
    "purse=5", "purse=-5", "purse=inf", "here", "A", "N3", "2027Q1", "1999Q9", "\u6771\u4eac", "\udcff", "x" * 5000,
    "/", "..", "/dev/null", "/nowhere/x", "{}", "%s", "*", "--help", "@x", "demand:chip=1.5", "yes", "optimal",
    "1,2,3", "'",
)  # fmt: skip
_SLOW = {"serve", "scenarios", "stress", "worth", "frontier", "alternatives", "calendar", "coalitions", "sensitivity",
         "explain", "replan", "rerun", "certify"}  # fmt: skip
"""Commands that solve many times: they are tried with a case that cannot be read."""


@contextmanager
def options(folder: Path) -> Iterator[Trial]:
    """Commands with options and arguments that make no sense, each in a child of its own."""
    from typer.main import get_command

    from planner.cli.main import app

    case = save(folder / "good.xlsx", sound())
    plan = solve(read_case(case), SolveOptions(threads=1)).write(folder / "plan.xlsx")
    (folder / "empty.xlsx").write_bytes(b"")
    commands: dict[str, Any] = dict(get_command(app).commands)  # type: ignore[attr-defined]

    def trial(draw: random.Random) -> str:
        name = draw.choice(sorted(commands))
        files = ["empty.xlsx", "none.xlsx", str(folder)] + ([] if name in _SLOW else [str(case), str(plan)] * 2)
        arguments = [name]
        for parameter in commands[name].params:
            is_option = parameter.param_type_name == "option"
            if is_option and draw.random() < 0.75:
                continue
            value = draw.choice(files) if not is_option or draw.random() < 0.2 else draw.choice(_WORDS)
            if not is_option:
                arguments += [value]
            elif parameter.is_flag:
                arguments += [draw.choice(parameter.opts)]
            else:
                arguments += [draw.choice(parameter.opts), value]
        if draw.random() < 0.2:
            arguments.insert(draw.randint(0, len(arguments)), draw.choice((*_WORDS, "--unknown", "-Q")))
        code, err = _forked(arguments, folder)
        if code is None:
            assert name == "serve", f"{arguments} has no end: {err[-2000:]}"
            return "serve: serves"
        assert code in set(Exit) - {Exit.INTERNAL}, f"exit code {code} of {arguments}: {err[-2000:]}"
        assert "Traceback" not in err, f"{arguments}: {err[-2000:]}"
        return f"{name}: exit {code}"

    yield trial


PATIENCE_SECONDS = 280.0
"""How long a command may run, however busy the machine is; a server runs on."""


def _forked(arguments: list[str], folder: Path) -> tuple[int | None, str]:
    """Run the command line in a child with its output in files, and return its exit code and what it wrote.

    There is no exit code where it had to be ended.
    """
    said = folder / "said.txt"
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.setsid()
            to = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            nothing = os.open(os.devnull, os.O_RDONLY)
            for number, stream in ((0, nothing), (1, to), (2, to)):
                os.dup2(stream, number)
            os.chdir(folder)
            os.environ |= {"COLUMNS": "200", "XDG_DATA_HOME": str(folder)}
            sys.argv = ["planner", *arguments]
            from planner.cli.main import main

            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)
    until = time.monotonic() + (5 if "serve" in arguments[:2] else PATIENCE_SECONDS)
    ended, status = os.waitpid(child, os.WNOHANG)
    while not ended and time.monotonic() < until:
        time.sleep(0.01)
        ended, status = os.waitpid(child, os.WNOHANG)
    if not ended:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if ended else None, said.read_text("utf-8", "replace")


_METHODS = ("GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "FOO")
_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain",
          "application/json", "", "multipart/form-data; boundary=" + "y" * 300)  # fmt: skip
_PIECES = ("", "x", "..", "%00", "%2e%2e%2f", "0", "-1", "9" * 400, "%ff", "\u6771", "input.xlsx", "a" * 3000, "?",
           "nan", "<script>", "null", "%0d%0aX:1")  # fmt: skip
DOCUMENTED = (503, 507)
"""The server may say that the store or the disk cannot be used."""


@contextmanager
def server(folder: Path) -> Iterator[Trial]:
    """Requests that make no sense, to the application without a socket around it."""
    from planner.web.app import create_app
    from planner.web.http.connections import Connections
    from planner.web.settings import Settings

    made = Settings(folder / "store")
    app = create_app(made, Connections(made))
    book = save(folder / "good.xlsx", sound()).read_bytes()
    paths = _paths(app.routes)
    run = app.state.services.store.add("good.xlsx", io.BytesIO(book), _asked())

    def trial(draw: random.Random) -> str:
        path = draw.choice(paths)
        while "{" in path:
            before, _, rest = path.partition("{")
            name, _, after = rest.partition("}")
            value = run if "run" in name and draw.random() < 0.7 else draw.choice(_PIECES)
            path = before + value + after
        if draw.random() < 0.4:
            path += "?" + "&".join(f"{draw.choice(_FIELDS)}={draw.choice(_PIECES)}" for _ in range(draw.randint(1, 4)))
        kind, body = _body(book, draw)
        method = draw.choice(_METHODS)
        status = asyncio.run(_sent(app, method, path, kind, body, draw))
        assert status < 500 or status in DOCUMENTED, f"status {status} of {method} {path} {kind} {body[:300]!r}"
        return f"{method}: {status}"

    yield trial


_FIELDS = ("run", "seed", "gap", "time_limit", "seconds", "after", "solve", "page", "token", "file", "sheet", "cell",
           "kind", "other", "project", "name", "value", "a", "b", "question", "row", "q", "charts", "parent",
           "lang")  # fmt: skip


def _asked() -> Any:
    from planner.web.store.records import Asked

    return Asked(60.0)


def _paths(routes: Any) -> list[str]:
    return [route.path for route in routes if hasattr(route, "path") and "static" not in route.path]


def _body(book: bytes, draw: random.Random) -> tuple[str, bytes]:
    kind = draw.choice(_TYPES)
    fields = "&".join(f"{draw.choice(_FIELDS)}={draw.choice(_PIECES)}" for _ in range(draw.randint(0, 5))).encode()
    if not kind.startswith("multipart"):
        return kind, draw.choice((b"", fields, b"{}", b'{"a":', b"\xff" * 50, b"&" * 2000))
    content = draw.choice((b"", b"x", book, damaged(book, draw)[1]))
    name = draw.choice(("a.xlsx", "", "../x", "\u6771.xlsx", "a" * 300, 'x"y'))
    head = (
        f'--x\r\nContent-Disposition: form-data; name="{draw.choice(("file", "book", ""))}"; filename="{name}"\r\n\r\n'
    )
    return kind, draw.choice((b"", b"--x--", head.encode() + content + b"\r\n--x--\r\n", head.encode() + content))


async def _sent(app: Any, method: str, path: str, kind: str, body: bytes, draw: random.Random) -> int:
    where, _, query = path.partition("?")
    headers = [(b"host", draw.choice((b"127.0.0.1", b"127.0.0.1", b"127.0.0.1", b"evil.example", b"", b"[::1]:x")))]
    headers += [
        (b"content-type", kind.encode()),
        (b"content-length", draw.choice((str(len(body)).encode(), b"x", b"-1"))),
    ]
    if draw.random() < 0.3:
        headers.append(draw.choice(((b"origin", b"http://evil.example"), (b"authorization", b"Bearer \xff"),
                                    (b"cookie", b"a=\xff; token="), (b"accept", b"text/html"),
                                    (b"range", b"bytes=9-1"), (b"if-none-match", b'"x'))))  # fmt: skip
    from urllib.parse import unquote

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(where), "raw_path": where.encode("utf-8", "replace"), "root_path": "",
        "query_string": query.encode(), "headers": headers, "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
        "app": app,
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(messages, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(message)

    await asyncio.wait_for(app(scope, receive, send), 60)
    return int(sent[0]["status"])


ROOMS: dict[str, Callable[[Path], contextlib.AbstractContextManager[Trial]]] = {
    "cases": cases, "plans": plans, "options": options, "server": server,
}  # fmt: skip
