"""The page that describes the API."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from planner.web.api import PREFIX
from planner.web.pages.page import show

router = APIRouter(include_in_schema=False)
_STATUSES = (
    ("200 to 204", "done, or accepted and under way"),
    ("401, 403, 421", "no token, a page of another site, or a host name that is not allowed"),
    ("404", "the run or its file does not exist, or has been deleted"),
    ("408", "the request was not sent in time"),
    ("409", "the state of the run does not allow it"),
    ("413", "the upload is too large"),
    ("422", "a parameter or a workbook that cannot be used"),
    ("503", "for now: the run store is locked, read-only, missing or damaged, or memory, files or connections ran out"),
    ("507", "for now: the disk is full; stored runs can still be read, and waiting runs continue by themselves"),
)
"""What the status of a response means."""


@router.get("/api")
def about(request: Request) -> HTMLResponse:
    """List what the API can do, from its own description."""
    paths = request.app.openapi()["paths"]
    routes = [
        (method.upper(), path, operation["summary"], operation.get("description", ""))
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    return show(
        request, "about.html", routes=routes, statuses=_STATUSES, prefix=PREFIX, base=str(request.base_url).rstrip("/")
    )
