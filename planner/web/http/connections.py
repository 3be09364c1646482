"""Connections of the server: how many there may be, and how long one may take to send or to receive.

When there are as many as allowed, a new connection replaces the one that has been idle longest: idle ones never keep
anybody out, and descriptors remain for the store and the workers.
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
_SURPLUS = 32
"""So many connections above the limit are answered with a refusal; others are closed at once."""
_SWEEP_SECONDS = 0.5


class Connections:
    """The open connections of a server."""

    def __init__(self, settings: Settings) -> None:
        """Start without connections."""
        self.settings = settings
        self._open: dict[Connection, str] = {}
        self._idle: dict[Connection, None] = {}
        self._sweep: asyncio.TimerHandle | None = None

    def add(self, connection: "Connection", client: str) -> int:
        """Add a connection; return how many there are too many, after closing an idle one in its place."""
        limit = self._limit()
        of_client = sum(other == client for other in self._open.values())
        surplus = 1 + max(len(self._open) - limit, of_client - limit // 2)
        if surplus > 0:
            surplus -= self.close_idle(1, client)
        self._open[connection] = client
        self._idle[connection] = None
        if self._sweep is None:
            self._sweep = connection.loop.call_later(_SWEEP_SECONDS, self._close_late, connection.loop)
        return surplus

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

    def close_idle(self, count: int, client: str = "") -> int:
        """Close the connections that have been idle longest, those of one client first; return how many."""
        longest_first = sorted(self._idle, key=lambda connection: self._open[connection] != client)
        for connection in longest_first[:count]:
            self.remove(connection)
            connection.transport.close()
        return len(longest_first[:count])

    def on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle what no connection does: where descriptors have run out, idle connections are closed."""
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            log.warning("No free file descriptors for a new connection: idle ones are closed.")
            self.close_idle(_SURPLUS)
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
        self._has_data = False
        self._began_at = self._received_at = self.loop.time()
        self._stalled_at = math.inf

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Open it; where there are too many, its request is refused."""
        super().connection_made(transport)
        surplus = self._all.add(self, self.client[0] if self.client else "")
        if surplus > _SURPLUS:
            transport.abort()
        elif surplus > 0:
            self.app = _refuse

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
