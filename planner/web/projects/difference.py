"""The page with the difference of two versions, cell by cell."""

from itertools import groupby

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from planner.web import versions
from planner.web.pages.page import show
from planner.web.projects.access import StoredProject
from planner.web.services import services
from planner.workbook.grid.difference import differences, in_words

router = APIRouter(include_in_schema=False)
_MAX_LINES = 1000


@router.get("/projects/{project}/difference")
def difference(request: Request, project: StoredProject, before: int, after: int) -> HTMLResponse:
    """Show what differs from one version to another."""
    serving = services(request)
    pair = [serving.store.projects.version(project.id, number) for number in (before, after)]
    one, other = pair
    if one is None or other is None:
        raise HTTPException(404, "One of these versions does not exist.")
    lines = list(differences(versions.tables_of(serving, one), versions.tables_of(serving, other)))
    sheets = [(name, list(rows)) for name, rows in groupby(lines[:_MAX_LINES], key=lambda line: line.sheet)]
    return show(
        request,
        "case/difference.html",
        project=project,
        before=one,
        after=other,
        sheets=sheets,
        versions=serving.store.projects.versions(project.id),
        words=in_words(lines),
        left=len(lines) - _MAX_LINES,
    )
