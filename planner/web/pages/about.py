"""The page that describes the API."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from planner.web.api import PREFIX
from planner.web.pages.page import show

router = APIRouter(include_in_schema=False)


@router.get("/api")
def about(request: Request) -> HTMLResponse:
    """List what the API can do, from its own description."""
    paths = request.app.openapi()["paths"]
    routes = [
        (method.upper(), path, operation["summary"], operation.get("description", ""))
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    return show(request, "about.html", routes=routes, prefix=PREFIX, base=str(request.base_url).rstrip("/"))
