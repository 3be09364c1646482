"""The server's routes, as a table of contents."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from starlette.staticfiles import StaticFiles

from planner import __version__
from planner.web import api, api_studies
from planner.web.http.connections import Connections
from planner.web.http.guard import Guard
from planner.web.pages import about, compare, handout, plans, runs, shared, start, studies, team, what_if, words
from planner.web.pages.page import prepare
from planner.web.pages.refusals import add_refusals
from planner.web.projects import difference, editor, fresh
from planner.web.projects import pages as projects
from planner.web.queue.jobs import Jobs
from planner.web.queue.lanes import Lanes
from planner.web.services import Services
from planner.web.settings import Settings
from planner.web.store.assets import Squeezed
from planner.web.store.lasting import LastingStore

_HERE = Path(__file__).parent


def create_app(settings: Settings, connections: Connections) -> FastAPI:
    """Return the application; its queue starts and stops with it."""
    templates = Jinja2Templates(_HERE / "templates")
    prepare(templates)
    store = LastingStore(settings.store)
    jobs = Jobs(store, settings)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(connections.on_loop_error)
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
    for part in (start, runs, plans, compare, what_if, studies, handout, words, team, about, shared, api, api_studies):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    for case_page in (fresh, projects, editor, difference):
        app.include_router(case_page.router)
    add_refusals(app, api.PREFIX)
    app.add_middleware(Guard, settings=settings)
    return app
