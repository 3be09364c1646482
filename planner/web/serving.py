"""Runs a server from its settings until it stops."""

import logging
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import uvicorn

from planner.study.solves.where import LOCAL
from planner.web.app import create_app
from planner.web.http.connections import Connection, Connections
from planner.web.queue.executor import solves_at_once
from planner.web.queue.shared_files import make_assets
from planner.web.settings import LOOPBACK, Settings
from planner.web.store import assets
from planner.web.store.lock import Locked, held
from planner.web.store.store import Store

log = logging.getLogger(__name__)

_GRACE_SECONDS = 2
_BACKLOG = 64
"""Connections accepted at once, before any of them can be closed for want of descriptors."""


class Busy(Exception):  # noqa: N818  named for the state
    """Another server uses the same folder."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address to listen on, and additional host names to accept."""

    host: str
    port: int
    names: tuple[str, ...] = ()


def run(settings: Settings, address: Address, open_browser: bool, report: Callable[[str], None]) -> None:
    """Serve until interrupted. Raises Busy, ExecutorError, or OSError where the address is not available."""
    store = Store(settings.store)
    try:
        with held(settings.store / "server.lock", wait=False), _listen(address) as listener:
            slots = solves_at_once(settings.executor)
            if not assets.exist(settings.store):
                report("Preparing the chart runtime and the examples, once for this version ...")
            make_assets(settings)
            port = listener.getsockname()[1]
            opened = replace(_open_to(settings, address), solves_at_once=slots)
            shown = "127.0.0.1" if address.host in ("0.0.0.0", "") else address.host
            url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
            door = f"{url}?token={opened.token}" if opened.token else url
            if opened.users:
                report(f"{len(opened.users)} users: each opens {url}?token=TOKEN once, with their own token.")
            report(f"Fab planner at {door}")
            report(
                f"Runs are stored in {store.folder}. Ctrl-C stops the server; a running solve then keeps its best plan."
            )
            if settings.executor != LOCAL:
                report(f"Solves run on {settings.executor}, up to {slots} at once.")
            if open_browser:
                threading.Timer(0.5, _open_browser, [door]).start()
            connections = Connections(opened)
            config = uvicorn.Config(
                create_app(opened, connections),
                http=_protocol(connections),
                ws="none",
                backlog=_BACKLOG,
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
                h11_max_incomplete_event_size=64_000,
            )
            uvicorn.Server(config).run([listener])
    except Locked as error:
        raise Busy(f"Another planner serve is using {settings.store}: use that one, or give --store.") from error


def _protocol(connections: Connections) -> type[Connection]:
    """Return the class of the connections of one server."""

    class Own(Connection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(connections, *args, **kwargs)

    return Own


def _open_browser(url: str) -> None:
    try:
        webbrowser.open(url)
    except Exception as error:  # in a thread of its own, where nothing else would report it
        log.warning("The browser cannot be opened (%s): open %s.", error, url)


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
    except OSError as error:
        listener.close()
        message = f"Cannot listen on {address.host}:{address.port} ({error.strerror}): give another --port."
        raise OSError(message) from error
    listener.listen(128)
    return listener


def _open_to(settings: Settings, address: Address) -> Settings:
    """Return the settings with the allowed host names, and a token where other machines can reach the server."""
    names = {name.lower() for name in address.names}
    if f"[{address.host}]" in LOOPBACK or address.host in LOOPBACK:
        return replace(settings, hosts=LOOPBACK | names)
    own = {address.host.lower(), f"[{address.host.lower()}]", socket.gethostname().lower(), socket.getfqdn().lower()}
    token = settings.token or ("" if settings.users else secrets.token_urlsafe(18))
    return replace(settings, hosts=LOOPBACK | names | own, token=token)
