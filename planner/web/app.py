"""The server's routes, as a table of contents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from planner import __version__
from planner.web import api
from planner.web.http.guard import Guard
from planner.web.pages import about, compare, runs, shared, start, what_if
from planner.web.pages.page import prepare, show
from planner.web.queue.jobs import Jobs
from planner.web.queue.lanes import Lanes
from planner.web.services import Services
from planner.web.settings import Settings
from planner.web.store.assets import Squeezed
from planner.web.store.store import Store

_HERE = Path(__file__).parent


def create_app(settings: Settings) -> FastAPI:
    """Return the application; its queue starts and stops with it."""
    templates = Jinja2Templates(_HERE / "templates")
    prepare(templates)
    store = Store(settings.store)
    jobs = Jobs(store, settings)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        jobs.start()
        yield
        jobs.end()

    app = FastAPI(
        title="fab-planner",
        version=__version__,
        summary="Post a case workbook, follow the solve, fetch the plan.",
        openapi_url=f"{api.PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.services = Services(settings, store, jobs, Lanes(jobs, settings), templates, Squeezed())
    for router in (start.router, runs.router, compare.router, what_if.router, about.router, shared.router, api.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misfit)
    app.add_middleware(Guard, settings=settings)
    return app


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _refusal(request, error.status_code, str(error.detail))


def _misfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return _refusal(request, 422, f"{first['loc'][-1]}: {first['msg']}.")


def _refusal(request: Request, status: int, words: str) -> Response:
    """Return a refusal as a page, or as JSON to other programs."""
    if request.url.path.startswith(api.PREFIX) or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": words}, status)
    # A refused form can be filled in again: its page has the same path as its action.
    again = request.url.path if request.method == "POST" and request.url.path.endswith("/what-if") else ""
    return show(request, "refused.html", status, words=words, code=status, again=again)
