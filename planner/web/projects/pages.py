"""The pages of projects: the list with its search, and one with its versions and runs, its name, tags and notes."""

import time
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from planner.web import versions
from planner.web.pages.page import show
from planner.web.projects.access import StoredProject, version_of
from planner.web.services import services
from planner.web.store.records import LIVE

router = APIRouter(prefix="/projects", include_in_schema=False)
_LONGEST_NAME, _LONGEST_NOTE = 120, 20_000


@router.get("")
def projects(request: Request, q: str = "", archived: bool = False) -> HTMLResponse:
    """List the projects, or those that a search finds."""
    listed = services(request).store.projects.listed(q, archived)
    return show(request, "case/projects.html", listed=listed, q=q, archived=archived)


@router.get("/{project}")
def one(request: Request, project: StoredProject) -> HTMLResponse:
    """Show a project."""
    store = services(request).store
    runs = store.of_project(project.id)
    stored = store.projects.versions(project.id)
    best: dict[int, float] = {}
    for run, number in runs:
        if run.has_plan and "coverage_pct" in run.figures:
            best[number] = max(best.get(number, 0.0), run.figures["coverage_pct"])
    return show(
        request,
        "case/project.html",
        project=project,
        versions=stored,
        runs=runs,
        best=best,
        limit_mb=services(request).settings.upload_bytes // 1_000_000,
        state=store.projects.state(project.id),
    )


@router.get("/{project}/state")
def state(request: Request, project: StoredProject) -> Response:
    """Return what a page of the project polls: a text that changes with its runs, and its newest version."""
    projects = services(request).store.projects
    newest = projects.versions(project.id)[0]
    said = {"newest": newest.number, "change": newest.change, "author": newest.author}
    return JSONResponse({"state": projects.state(project.id), **said})


@router.post("/{project}/upload")
async def upload(request: Request, project: StoredProject, file: Annotated[UploadFile, File()]) -> Response:
    """Take a workbook as the next version, and redirect to its check."""
    run = await versions.upload(services(request), file.filename or "", file.file, project)
    return RedirectResponse(f"/runs/{run.id}/check", 303)


@router.post("/{project}/change")
def change(
    request: Request,
    project: StoredProject,
    name: Annotated[str, Form()],
    tags: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Change name, tags and notes."""
    if not name.strip():
        raise HTTPException(422, "A project needs a name.")
    words = " ".join(dict.fromkeys(tags.replace(",", " ").split()))
    columns = {"name": name.strip()[:_LONGEST_NAME], "tags": words[:_LONGEST_NAME], "note": note[:_LONGEST_NOTE]}
    services(request).store.projects.change(project.id, **columns)
    return RedirectResponse(f"/projects/{project.id}", 303)


@router.post("/{project}/archive")
def archive(request: Request, project: StoredProject) -> Response:
    """Put a project into the archive, or take it out again."""
    services(request).store.projects.change(project.id, archived=0.0 if project.archived else time.time())
    return RedirectResponse(f"/projects/{project.id}", 303)


@router.post("/{project}/delete")
def delete(request: Request, project: StoredProject) -> Response:
    """Delete a project of the archive with its versions and runs."""
    store = services(request).store
    numbers = store.projects.runs(project.id)
    if not project.archived:
        raise HTTPException(409, "Only a project in the archive can be deleted: archive it first.")
    if any(run.id in numbers for run in store.runs(1_000_000, *LIVE)):
        raise HTTPException(409, "A run of the project is queued or running: cancel it first.")
    for run in numbers:
        store.delete(run)
    store.projects.delete(project.id)
    return RedirectResponse("/projects?archived=1", 303)


@router.post("/{project}/annotate")
def annotate(
    request: Request, project: StoredProject, number: Annotated[int, Form()], note: Annotated[str, Form()] = ""
) -> Response:
    """Change the note of a version."""
    version = version_of(request, project.id, number)
    services(request).store.projects.annotate(version.id, note[:_LONGEST_NOTE])
    return RedirectResponse(f"/projects/{project.id}#versions", 303)
