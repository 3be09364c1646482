"""The pages of a run: what is wrong in its workbook, how its solve goes, and its plan."""

import json
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse

from planner.case.records import Objective
from planner.web import actions, versions
from planner.web.http.downloads import download
from planner.web.http.stream import events
from planner.web.pages.page import show
from planner.web.services import run_of, services
from planner.web.store.records import CHECK, Run, State
from planner.workbook.grid.check import FIRST_ROW

router = APIRouter(prefix="/runs", include_in_schema=False)
StoredRun = Annotated[Run, Depends(run_of)]
_PAGES = {State.CHECKING: "check", State.FAULTY: "check", State.READY: "check"}


@router.get("/{run}")
def lead(run: StoredRun) -> Response:
    """Redirect to the most informative page."""
    if run.is_study:
        return RedirectResponse(f"/studies/{run.id}", 303)
    page = "plan" if run.has_plan and not run.is_live else _PAGES.get(run.state, "progress")
    return RedirectResponse(f"/runs/{run.id}/{page}", 303)


@router.get("/{run}/check")
def check(request: Request, run: StoredRun) -> HTMLResponse:
    """Show the faults of the workbook, sheet by sheet."""
    content = services(request).store.file(run.id, CHECK)
    result: dict[str, Any] = json.loads(content) if content else {}
    faults = result.get("faults", [])  # errors come first
    at, is_own = versions.known_version(services(request), run)
    if at is not None and is_own and result.get("readable"):
        editor = f"/projects/{at.project}/versions/{at.number}"
        cells = result.get("cells") or [None] * len(faults)  # an earlier release did not store them
        faults = [{**fault, "link": _link(editor, cell)} for fault, cell in zip(faults, cells, strict=True)]
    order = list(dict.fromkeys(fault["sheet"] for fault in faults))
    faults = sorted(faults, key=lambda fault: order.index(fault["sheet"]))
    sheets = [(sheet or "the file", list(rows)) for sheet, rows in groupby(faults, key=lambda fault: fault["sheet"])]
    max_seconds = services(request).settings.solve_seconds
    return show(
        request,
        "check.html",
        run=run,
        check=result,
        sheets=sheets,
        max_seconds=max_seconds,
        at=at,
        is_own=is_own,
    )


def _link(editor: str, cell: dict[str, Any] | None) -> str:
    """Return the address of a cell in the page of a version, as that page writes it; blank where it has none."""
    if cell is None:
        return ""
    row = {"row": cell["row"] + FIRST_ROW} if cell["row"] >= 0 else {}
    field = {"column": cell["field"]} if cell["field"] else {}
    return f"{editor}#{urlencode({'sheet': cell['sheet'], **row, **field})}"


@router.post("/{run}/solve")
async def solve(
    request: Request, run: StoredRun, minutes: Annotated[float, Form()] = 5.0, gap_pct: Annotated[float, Form()] = 0.01
) -> Response:
    """Queue the run and redirect to its progress."""
    serving = services(request)
    asked = actions.asked_within(serving, 60 * minutes, gap_pct / 100)
    queued = await actions.solve(serving, run, asked)
    return RedirectResponse(f"/runs/{queued.id}/progress", 303)


@router.post("/{run}/cancel")
def cancel(request: Request, run: StoredRun) -> Response:
    """Stop the run with its best plan so far."""
    actions.cancel(services(request), run)
    return RedirectResponse(f"/runs/{run.id}/progress", 303)


@router.post("/{run}/delete")
def delete(request: Request, run: StoredRun) -> Response:
    """Delete the run."""
    actions.delete(services(request), run)
    return RedirectResponse("/", 303)


@router.get("/{run}/progress")
def progress(request: Request, run: StoredRun) -> HTMLResponse:
    """Show the progress of the solve."""
    waiting = [other.id for other in services(request).store.runs(1000, State.QUEUED, State.RUNNING)]
    before = len(waiting) - 1 - waiting.index(run.id) if run.state is State.QUEUED and run.id in waiting else 0
    check = json.loads(services(request).store.file(run.id, CHECK) or b"{}")
    sells = check.get("holds", {}).get("objective") == Objective.PROFIT
    is_finishing = services(request).jobs.is_finishing(run.id) and not run.has_plan
    return show(request, "progress.html", run=run, before=before, sells=sells, is_finishing=is_finishing)


@router.get("/{run}/events")
def follow(request: Request, run: StoredRun) -> Response:
    """Stream the events to the page."""
    last = request.headers.get("last-event-id", "")
    first = int(last) if last.isdecimal() and len(last) < 10 else 0
    return StreamingResponse(events(services(request), run.id, first), media_type="text/event-stream")


@router.get("/{run}/files/{name}")
async def file(request: Request, run: StoredRun, name: str) -> Response:
    """Return a workbook."""
    return await download(services(request), run, name)
