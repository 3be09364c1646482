"""The first page: upload a workbook, download the template or an example, open a run."""

from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

from planner.web import versions
from planner.web.examples import WORDS, example
from planner.web.http.downloads import WORKBOOK
from planner.web.pages.page import show
from planner.web.queue.shared_files import make_assets
from planner.web.services import services
from planner.web.store import assets

router = APIRouter(include_in_schema=False)
_MAX_RUNS = 50


@router.get("/")
def start(request: Request) -> HTMLResponse:
    """Show the page."""
    serving = services(request)
    limit_mb = serving.settings.upload_bytes // 1_000_000
    state = serving.store.state()  # before the runs: a change in between is seen by the next poll
    runs = [run for run in serving.store.runs(4 * _MAX_RUNS) if not run.is_study][:_MAX_RUNS]
    return show(request, "start.html", runs=runs, examples=WORDS, limit_mb=limit_mb, state=state)


@router.get("/state")
def state(request: Request) -> Response:
    """Return what the page polls: a text that changes with the runs."""
    return JSONResponse({"state": services(request).store.state()})


@router.post("/upload")
async def upload(request: Request, file: Annotated[UploadFile, File()]) -> Response:
    """Upload a workbook and redirect to its check."""
    serving = services(request)
    run = await versions.upload(serving, file.filename or "", file.file)
    return RedirectResponse(f"/runs/{run.id}/check", 303)


@router.post("/example")
async def try_example(request: Request, name: Annotated[str, Form()]) -> Response:
    """Create a run from an example."""
    serving = services(request)
    path = example(serving.settings.store, name)
    if path is None:
        raise HTTPException(404, "There is no such example.")
    await run_in_threadpool(make_assets, serving.settings)
    run = await versions.upload(serving, f"{name}.xlsx", BytesIO(path.read_bytes()))
    return RedirectResponse(f"/runs/{run.id}/check", 303)


@router.get("/examples/{name}.xlsx")
def get_example(request: Request, name: str) -> FileResponse:
    """Return an example."""
    serving = services(request)
    path = example(serving.settings.store, name)
    if path is None:
        raise HTTPException(404, "There is no such example.")
    make_assets(serving.settings)
    return FileResponse(path, media_type=WORKBOOK, filename=f"{name}.xlsx")


@router.get("/template.xlsx")
def get_template(request: Request) -> FileResponse:
    """Return the empty workbook."""
    serving = services(request)
    make_assets(serving.settings)
    path = assets.folder(serving.settings.store) / assets.TEMPLATE
    return FileResponse(path, media_type=WORKBOOK, filename="my_case.xlsx")
