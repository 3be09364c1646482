"""Refusals: one sentence with its status, as a page or as JSON; what passes by itself says when to try again."""

import logging
import sqlite3

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from planner.web.pages.page import show
from planner.web.services import services
from planner.web.store.trouble import Trouble, Unavailable, trouble_of

log = logging.getLogger(__name__)

_RETRY_SECONDS = "5"
_DEFECT = "The server failed at this request. Its log says why; stored runs are not affected."


def add_refusals(app: FastAPI, api_prefix: str) -> None:
    """Answer every error of an application with a refusal."""
    app.state.api_prefix = api_prefix
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misfit)
    for kind in (Unavailable, sqlite3.Error, OSError, MemoryError, RuntimeError):
        app.add_exception_handler(kind, _unavailable)
    app.add_exception_handler(Exception, _defect)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # An upload that does not fit on the disk of temporary files is reported by the framework as a bad request.
    trouble = trouble_of(error.__cause__, services(request).store.folder) if error.__cause__ else None
    return _in_trouble(request, trouble) if trouble else _refusal(request, error.status_code, str(error.detail))


def _misfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return _refusal(request, 422, f"{first['loc'][-1]}: {first['msg']}.")


def _unavailable(request: Request, error: Exception) -> Response:
    trouble = trouble_of(error, services(request).store.folder)
    if trouble is None:
        raise error
    return _in_trouble(request, trouble)


def _in_trouble(request: Request, trouble: Trouble) -> Response:
    log.warning("%s", trouble.sentence)
    answer = _refusal(request, trouble.status, trouble.sentence)
    answer.headers["retry-after"] = _RETRY_SECONDS
    return answer


def _defect(request: Request, error: Exception) -> Response:
    return _refusal(request, 500, _DEFECT)


def _refusal(request: Request, status: int, words: str) -> Response:
    """Return a refusal as a page, or as JSON to other programs."""
    prefix = request.app.state.api_prefix
    if request.url.path.startswith(prefix) or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": words}, status)
    # A refused form can be filled in again: its page has the same path as its action.
    again = request.url.path if request.method == "POST" and request.url.path.endswith("/what-if") else ""
    return show(request, "refused.html", status, words=words, code=status, again=again, trouble=None)
