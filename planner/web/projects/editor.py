"""The page of a version: its tables, which are checked while they are changed, saved as another version, and solved."""

import json
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from planner.web import actions, versions
from planner.web.http.downloads import WORKBOOK
from planner.web.pages.page import show
from planner.web.projects.access import StoredProject, StoredVersion
from planner.web.services import run_of, services
from planner.web.store.names import disposition
from planner.web.store.projects import TABLES
from planner.web.store.records import State
from planner.workbook.contract_export import sheets_json

router = APIRouter(include_in_schema=False)
_PATH = "/projects/{project}/versions/{number}"


@router.get("/case/schema.json")
def schema() -> Response:
    """Return the sheets with their columns, for the page."""
    return Response(_schema(), media_type="application/json", headers={"cache-control": "private, max-age=3600"})


@cache
def _schema() -> str:
    return json.dumps(sheets_json())


@router.get(_PATH)
def edit(request: Request, project: StoredProject, version: StoredVersion) -> HTMLResponse:
    """Show the tables of a version."""
    serving = services(request)
    return show(
        request,
        "case/editor.html",
        project=project,
        at=version,
        newest=serving.store.projects.versions(project.id)[0],
        runs=versions.runs_of(serving, version),
        max_seconds=serving.settings.solve_seconds,
    )


@router.get(_PATH + "/tables.json")
def tables(request: Request, version: StoredVersion) -> Response:
    """Return the tables."""
    content = services(request).store.projects.file(version.id, TABLES)
    return Response(content or b"{}", media_type="application/json")


@router.post(_PATH + "/check")
async def check(request: Request, version: StoredVersion) -> Response:
    """Return what is wrong in changed tables."""
    serving, body = services(request), await _body(request)
    return JSONResponse(await serving.lanes.read_tables(versions.check, serving, version, body))


@router.post(_PATH + "/save")
async def save(request: Request, version: StoredVersion) -> Response:
    """Store changed tables as the next version."""
    serving, body = services(request), await _body(request)
    return JSONResponse(await serving.lanes.read_tables(versions.save, serving, version, body))


@router.get(_PATH + "/case.xlsx")
async def workbook(request: Request, version: StoredVersion) -> Response:
    """Return the workbook."""
    content = await versions.workbook_of(services(request), version)
    headers = {"content-disposition": disposition(version.file_name, ".xlsx")}
    return Response(content, media_type=WORKBOOK, headers=headers)


@router.post(_PATH + "/solve")
async def solve(
    request: Request,
    version: StoredVersion,
    minutes: Annotated[float, Form()] = 5.0,
    gap_pct: Annotated[float, Form()] = 0.01,
) -> Response:
    """Queue a run of the version, and redirect to it; to its check where the workbook has errors."""
    serving = services(request)
    asked = actions.asked_within(serving, 60 * minutes, gap_pct / 100)
    run = await versions.solve(serving, version, asked)
    return RedirectResponse(f"/runs/{run.id}/{'check' if run.state is State.FAULTY else 'progress'}", 303)


@router.post("/runs/{run}/edit")
async def edit_run(request: Request, run: str) -> Response:
    """Redirect to the version that a run is of, made from its workbook where it is of none."""
    stored = await run_in_threadpool(run_of, request, run)
    version = await versions.version_of(services(request), stored)
    return RedirectResponse(f"/projects/{version.project}/versions/{version.number}", 303)


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise HTTPException(422, "These are not the tables of a case.") from error
    if not isinstance(body, dict):
        raise HTTPException(422, "These are not the tables of a case.")
    return body
