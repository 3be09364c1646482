"""Connections of the server: how many there may be, and how long one may take to send or to receive.

When there are more than allowed, those that have been idle longest are closed: idle ones never keep anybody out, and
descriptors remain for the store and the workers. Where too many requests are in progress, another one is refused.
"""

import asyncio
import contextlib
import errno
import logging
import math
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from planner.web.settings import Settings

log = logging.getLogger(__name__)

_BUSY = b"The server has too many connections: close some of its pages, and try again in a few seconds."
_LATE = b"The request was not sent in time: send it again."
_SWEEP_SECONDS, _SHRINK_SECONDS = 0.5, 0.05


class Connections:
    """The open connections of a server."""

    def __init__(self, settings: Settings) -> None:
        """Start without connections."""
        self.settings = settings
        self._open: dict[Connection, str] = {}
        self._idle: dict[Connection, None] = {}
        self._sweep: asyncio.TimerHandle | None = None
        self._shrink: asyncio.TimerHandle | None = None

    def add(self, connection: "Connection", client: str) -> None:
        """Add a connection; if there are too many, idle ones are closed as soon as what has been sent is read."""
        limit = self._limit()
        self._open[connection] = client
        self._idle[connection] = None
        if len(self._open) > limit + limit // 2:  # no descriptors to wait with
            self._close_idle(1)
        elif self._shrink is None and (len(self._open) > limit or self._count(client) > limit // 2):
            self._shrink = connection.loop.call_later(_SHRINK_SECONDS, self._close_surplus)
        if self._sweep is None:
            self._sweep = connection.loop.call_later(_SWEEP_SECONDS, self._close_late, connection.loop)

    def accepts(self, client: str) -> bool:
        """Whether there may be another request in progress, of this client and in all."""
        limit = self._limit()
        busy = [other for connection, other in self._open.items() if connection not in self._idle]
        return len(busy) < limit and busy.count(client) < limit // 2

    def remove(self, connection: "Connection") -> None:
        """Remove a connection that is closed."""
        self._open.pop(connection, None)
        self._idle.pop(connection, None)

    def set_idle(self, connection: "Connection", is_idle: bool) -> None:
        """Record whether a connection is without a request in progress."""
        if is_idle and connection in self._open:
            self._idle.setdefault(connection)
        else:
            self._idle.pop(connection, None)

    def _close_idle(self, count: int, client: str = "") -> None:
        """Close the connections, of one client or of all, that have been idle longest."""
        longest_first = [idle for idle in self._idle if client in ("", self._open[idle])]
        for connection in longest_first[:count]:
            self.remove(connection)
            connection.transport.close()

    def on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle what no connection does: where descriptors have run out, idle connections are closed."""
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            log.warning("No free file descriptors for a new connection: idle ones are closed.")
            if self._shrink is None:  # one error for each connection that waits to be accepted
                self._shrink = loop.call_later(_SHRINK_SECONDS, self._close_half)
        else:
            loop.default_exception_handler(context)

    def _limit(self) -> int:
        """Return how many may be open: at most half of the descriptors, and a client has at most half of them."""
        try:
            import resource
        except ImportError:  # platforms without such limits
            return self.settings.max_connections
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return self.settings.max_connections if soft < 0 else min(self.settings.max_connections, soft // 2)

    def _count(self, client: str) -> int:
        return list(self._open.values()).count(client)

    def _close_surplus(self) -> None:
        self._shrink = None
        limit = self._limit()
        for client in set(self._open.values()):
            self._close_idle(max(0, self._count(client) - limit // 2), client)
        self._close_idle(max(0, len(self._open) - limit))

    def _close_half(self) -> None:
        self._shrink = None
        self._close_idle(len(self._idle) // 2 + 1)

    def _close_late(self, loop: asyncio.AbstractEventLoop) -> None:
        for connection in list(self._open):
            try:
                connection.close_if_late(loop.time())
            except Exception:  # none may keep the others open
                log.exception("A connection cannot be closed.")
                self.remove(connection)
        self._sweep = loop.call_later(_SWEEP_SECONDS, self._close_late, loop) if self._open else None


class Connection(H11Protocol):
    """A connection with time limits."""

    def __init__(self, connections: Connections, *args: Any, **kwargs: Any) -> None:
        """Prepare a connection of a server."""
        super().__init__(*args, **kwargs)
        self._all = connections
        self._client_name = "-"
        self._has_data = False
        self._began_at = self._received_at = self.loop.time()
        self._stalled_at = math.inf

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Open it."""
        super().connection_made(transport)
        self._client_name = self.client[0] if self.client else "-"
        self._all.add(self, self._client_name)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove it."""
        self._all.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Receive a part of a request."""
        self._received_at = self.loop.time()
        if self._is_idle() and not self._has_data:
            self._began_at = self._received_at
        self._has_data = True
        if self._is_idle():
            self.app = self.config.loaded_app if self._all.accepts(self._client_name) else _refuse
        super().data_received(data)
        self._all.set_idle(self, self._is_idle())

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._began_at = self.loop.time()
        self._has_data = bool(self.conn.trailing_data[0])
        self._all.set_idle(self, self._is_idle())

    def pause_writing(self) -> None:
        """Wait for a slow client."""
        super().pause_writing()
        self._stalled_at = self.loop.time()

    def resume_writing(self) -> None:
        """Continue to send."""
        super().resume_writing()
        self._stalled_at = math.inf

    def close_if_late(self, now: float) -> None:
        """Close it if the client takes too long to send a request or to receive the answer."""
        limits = self._all.settings
        if now - self._stalled_at > limits.write_seconds:
            self.transport.abort()
        elif self._is_idle():
            if now - self._began_at > limits.head_seconds:
                self._close_late()
        elif self.cycle.more_body and not self.flow.read_paused:
            is_paused = now - self._received_at > limits.body_seconds
            if is_paused or now - self._began_at > limits.request_seconds:
                self._close_late()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _close_late(self) -> None:
        """Close it, with a sentence where a request was half sent."""
        if self.cycle is not None:
            self.cycle.disconnected = True
        if self._has_data and self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            head = h11.Response(status_code=408, headers=_headers(_LATE), reason=b"Request Timeout")
            for part in (head, h11.Data(data=_LATE), h11.EndOfMessage()):
                with contextlib.suppress(h11.LocalProtocolError):
                    self.transport.write(self.conn.send(part) or b"")
        self.transport.close()


def _headers(body: bytes) -> list[tuple[bytes, bytes]]:
    length = b"%d" % len(body)
    return [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), (b"content-length", length)]


async def _refuse(scope: Any, receive: Any, send: Any) -> None:
    """Refuse a request for want of connections."""
    headers = [*_headers(_BUSY), (b"retry-after", b"5")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": _BUSY})
