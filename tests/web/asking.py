"""The application without a server: requests straight to it, and its tasks in this process."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI

from planner.web.app import create_app
from planner.web.http.connections import Connections
from planner.web.queue.lifeline import Lifeline
from planner.web.services import Services
from planner.web.settings import Settings
from planner.web.store.records import Asked, State
from planner.web.store.store import Store
from planner.web.tasks import check, solve

ONE_CORE = "local:64"
"""So many solves at once leave each of them one core, in this process."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The text in it."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The object in it."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Site:
    """An application with a store of its own; its queue does not run."""

    app: FastAPI
    store: Store

    @staticmethod
    def asked() -> Asked:
        """Return the options of a solve."""
        return Asked(60.0)

    def get(self, path: str, token: str = "") -> Reply:
        """Ask for a page."""
        return asyncio.run(_asked(self.app, "GET", path, b"", token))

    def post(self, path: str, token: str = "", **fields: str) -> Reply:
        """Send a form."""
        return asyncio.run(_asked(self.app, "POST", path, urlencode(fields).encode(), token))

    def api(self, method: str, path: str, body: object = None) -> Reply:
        """Ask the HTTP API, with a body of JSON where there is one."""
        content = b"" if body is None else json.dumps(body).encode()
        return asyncio.run(_asked(self.app, method, f"/api/v1{path}", content, "", "application/json"))

    def solved(self, workbook: Path, *, parent: str = "", change: str = "", seconds: float = 60.0) -> str:
        """Return a run of a workbook that is solved here."""
        with workbook.open("rb") as file:
            run = self.store.add(workbook.name, file, Asked(seconds), parent=parent, change=change)
        check.work(self.store, run, Lifeline())
        assert self.store.move(run, State.RUNNING, State.READY)
        solve.work(self.store, run, Lifeline(ONE_CORE))
        return run


def site(folder: Path, **settings: Any) -> Site:
    """Return an application with an empty store."""
    made = Settings(folder, **settings)
    app = create_app(made, Connections(made))
    services: Services = app.state.services
    return Site(app, services.store)


_FORM = "application/x-www-form-urlencoded"


async def _asked(app: FastAPI, method: str, path: str, body: bytes, token: str, kind: str = _FORM) -> Reply:
    where, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1"), (b"accept", b"text/html"), (b"content-length", str(len(body)).encode())]
    headers.append((b"content-type", kind.encode()))
    if token:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": where, "raw_path": where.encode(), "root_path": "", "query_string": query.encode(), "headers": headers,
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    is_sent = False

    async def receive() -> dict[str, Any]:
        nonlocal is_sent
        if is_sent:
            await asyncio.sleep(3600)
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:]))
