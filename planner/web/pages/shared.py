"""Files shared by pages: the chart runtime and the chart of a running solve."""

from fastapi import APIRouter, Request, Response

from planner.web.queue.shared_files import make_assets
from planner.web.services import services
from planner.web.store import assets

router = APIRouter(include_in_schema=False)
_CACHE_HEADERS = {"cache-control": "private, max-age=86400"}


@router.get("/vega.js")
def vega(request: Request) -> Response:
    """Return the chart runtime, compressed if the browser accepts it."""
    return _packed(request, assets.SCRIPT, "text/javascript")


@router.get("/closing.json")
def closing(request: Request) -> Response:
    """Return the chart of a running solve."""
    return _packed(request, assets.CLOSING, "application/json")


def _packed(request: Request, name: str, kind: str) -> Response:
    serving = services(request)
    make_assets(serving.settings)
    path = assets.folder(serving.settings.store) / name
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(path.read_bytes(), media_type=kind, headers=_CACHE_HEADERS)
    headers = {**_CACHE_HEADERS, "content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(serving.squeezed.get(path), media_type=kind, headers=headers)
