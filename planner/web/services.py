"""The services of all routes, created once per server."""

from dataclasses import dataclass

from fastapi import HTTPException, Request
from fastapi.templating import Jinja2Templates

from planner.web.queue.jobs import Jobs
from planner.web.queue.lanes import Lanes
from planner.web.settings import Settings
from planner.web.store.assets import Squeezed
from planner.web.store.lasting import LastingStore
from planner.web.store.records import Run


@dataclass(frozen=True, slots=True)
class Services:
    """Settings, store, queue, concurrency limits and templates."""

    settings: Settings
    store: LastingStore
    jobs: Jobs
    lanes: Lanes
    templates: Jinja2Templates
    squeezed: Squeezed


def services(request: Request) -> Services:
    """Return the services of the server that received a request."""
    state: Services = request.app.state.services
    return state


def run_of(request: Request, run: str) -> Run:
    """Return a run. Raises 404 where there is none."""
    stored = services(request).store.run(run)
    if stored is None:
        raise HTTPException(404, "This run does not exist; it may have been deleted.")
    return stored
