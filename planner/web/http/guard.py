"""Access control: allowed callers, hosts, origins and sizes, and the security headers of all responses."""

import hmac
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi.concurrency import run_in_threadpool

from planner.web.settings import Settings
from planner.web.store.trouble import trouble_of
from planner.web.team.audit_log import record
from planner.web.team.users import CURRENT, User, user_of

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

COOKIE = "planner_token"
TOKEN = "token"
"""The query parameter of the address that the server prints."""
_SAFE = ("GET", "HEAD")
_UNCHANGING = "/check"
"""The end of a path to which tables are posted only to be looked at."""
_FORM_BYTES = 64_000
"""Size of a form without the workbook in it."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_NO_TOKEN = "A token is required: open the address that the server printed, or send the token as a bearer token."
_WRONG_TOKEN = "This token is not valid: copy the whole token from the address that the server printed."
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)


_DOOR = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Fab planner: token</title></head>
<body><main><h1>Fab planner</h1>
<p role="alert">{words}</p>
<p>Whoever started the server has the token.</p>
<form method="get">{hidden}<label>Token
<input type="password" name="{token}" autocomplete="current-password" required autofocus>
</label> <button>Open</button></form></main></body></html>
"""


class _TooMuch(Exception):  # noqa: N818  never leaves this module
    """The request is larger than allowed."""


class Guard:
    """Passes allowed requests on, and refuses others with one sentence."""

    def __init__(self, app: App, settings: Settings) -> None:
        """Wrap an application."""
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        left = self._settings.upload_bytes + _FORM_BYTES
        is_over, is_started = False, False

        async def counted() -> Message:
            """Receive until a body without a length, or with a wrong one, has grown too large."""
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooMuch
            return message

        async def dressed(message: Message) -> None:
            """Send a response with the security headers; if the request was too large, send a refusal instead."""
            nonlocal is_over, is_started
            is_started = True
            if is_over:
                return
            if message["type"] == "http.response.start":
                if left < 0:
                    is_over = True
                    await _answer(_dressed(send), 413, self._limit())
                    return
                message = _with_headers(message)
            await send(message)

        status, led_to = 0, ""

        async def noted(message: Message) -> None:
            """Send a response, and note what it says for the audit log."""
            nonlocal status, led_to
            if message["type"] == "http.response.start":
                status = message["status"]
                led_to = dict(message.get("headers", ())).get(b"location", b"").decode("latin-1")
            await dressed(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            is_page = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
            if is_page and refusal[0] == 401:
                await _ask_for_token(_dressed(send), refusal[1], _query(scope))
            else:
                await _answer(_dressed(send), *refusal)
            return
        user = self._user(headers)
        CURRENT.set(user)
        try:
            await self._app(scope, counted, noted)
        except _TooMuch:
            if not is_over:
                await _answer(_dressed(send), 413, self._limit())
        except Exception as error:
            # Too late for a refusal: the answer is cut off, which the client sees from its length.
            trouble = trouble_of(error.__cause__ or error, self._settings.store) if is_started else None
            if trouble is None:
                raise
            log.warning("An answer is cut off. %s", trouble.sentence)
        finally:
            if scope["method"] not in _SAFE and not scope["path"].endswith(_UNCHANGING):
                client = (scope.get("client") or ("",))[0]
                did = user.name if user else "", client, scope["method"], scope["path"], status, led_to
                await run_in_threadpool(record, self._settings.store, *did)

    def _refusal(self, scope: Message, headers: dict[str, str]) -> tuple[int, str, str] | tuple[int, str] | None:
        host = headers.get("host", "")
        if _name(host) not in self._settings.hosts and not self._is_called(_name(host), scope):
            return 421, "This host name is not allowed. Start the server with --allow-host NAME to allow it."
        if scope["method"] not in _SAFE and not _is_own(host, headers):
            return 403, "Requests from pages of other sites are refused."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._settings.upload_bytes + _FORM_BYTES:
            return 413, self._limit()
        needs_token = self._settings.token or self._settings.users
        return self._without_token(scope, headers) if needs_token else None

    def _is_called(self, name: str, scope: Message) -> bool:
        """True where a name is the IP address that was called; no other site can have that name."""
        called = (scope.get("server") or ("",))[0]
        return bool(self._settings.token or self._settings.users) and name in (called, f"[{called}]") and name != ""

    def _without_token(self, scope: Message, headers: dict[str, str]) -> tuple[int, str, str] | tuple[int, str] | None:
        if any(self._is_token(token) for token in _given(headers)):
            return None
        query = _query(scope)
        if scope["method"] == "GET" and any(key == TOKEN and self._is_token(value) for key, value in query):
            rest = urlencode([(key, value) for key, value in query if key != TOKEN])
            path = "/" + quote(scope["path"].lstrip("/"))  # two slashes would lead to another server
            given_token = next(value for key, value in query if key == TOKEN and self._is_token(value))
            return 303, path + (f"?{rest}" if rest else ""), given_token
        is_wrong = any(_given(headers)) or any(key == TOKEN for key, _ in query)
        return 401, _WRONG_TOKEN if is_wrong else _NO_TOKEN

    def _is_token(self, given: str) -> bool:
        own = self._settings.token
        is_own = bool(own) and hmac.compare_digest(given.encode(), own.encode())
        return is_own or user_of(self._settings.users, given) is not None

    def _user(self, headers: dict[str, str]) -> User | None:
        """Return who sends a request, where the server has users."""
        users = (user_of(self._settings.users, token) for token in _given(headers) if token)
        return next(filter(None, users), None)

    def _limit(self) -> str:
        return f"The upload is too large: at most {self._settings.upload_bytes / 1e6:,.0f} MB."


def _with_headers(message: Message) -> Message:
    """Return the start of an answer with the headers of all answers."""
    own = {name for name, _ in message.get("headers", ())}
    extra = [(name, value) for name, value in _HEADERS if name not in own]
    return {**message, "headers": [*message.get("headers", ()), *extra]}


def _dressed(send: Send) -> Send:
    """Return a send function that adds these headers."""

    async def dressed(message: Message) -> None:
        await send(_with_headers(message) if message["type"] == "http.response.start" else message)

    return dressed


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


def _query(scope: Message) -> list[tuple[str, str]]:
    """Return the query parameters of a request."""
    return parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)


def _given(headers: dict[str, str]) -> list[str]:
    """Return the tokens that a request carries."""
    cookie = _cookies(headers.get("cookie", "")).get(COOKIE)
    return [headers.get("authorization", "").removeprefix("Bearer "), cookie.value if cookie else ""]


def _cookies(header: str) -> SimpleCookie:
    """Return the cookies of a request; none where the header is malformed."""
    try:
        return SimpleCookie(header)
    except CookieError:
        return SimpleCookie()


def _is_own(host: str, headers: dict[str, str]) -> bool:
    """True where a request that changes something comes from a page of this server, or not from a page."""
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return False
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:  # not an address at all
        return False


async def _answer(send: Send, status: int, words: str, token: str = "") -> None:
    """Send a sentence, or a redirection that leaves the token in a cookie."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    if status == 303:
        cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
        headers += [(b"location", words.encode("latin-1", "replace")), (b"set-cookie", cookie.encode())]
        words = ""
    body = words.encode()
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _ask_for_token(send: Send, words: str, query: list[tuple[str, str]]) -> None:
    """Send a page on which the token can be given. It says why, and leads to the address that was asked for."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in query if key != TOKEN
    )
    body = _DOOR.format(words=escape(words), hidden=hidden, token=TOKEN).encode("utf-8", "replace")
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"connection", b"close")]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})
