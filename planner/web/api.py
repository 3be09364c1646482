"""The HTTP API: the same runs as on the pages, for other systems. Described by /api/v1/openapi.json."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, HTTPException, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, BeforeValidator, Field

from planner.report.contract.plain_json import finite
from planner.solver.quantities import gap_of, seconds_of
from planner.web import actions
from planner.web.http.downloads import download
from planner.web.http.parameters import known_only
from planner.web.http.stream import events
from planner.web.services import Services, run_of, services
from planner.web.store.records import CHECK, VIEW, Run

PREFIX = "/api/v1"


class Refusal(BaseModel):
    """Why a request is refused, in one sentence."""

    detail: str


COMMON: dict[str, Any] = {
    "dependencies": [Depends(known_only)],
    "responses": {
        422: {"model": Refusal},
        503: {"model": Refusal, "description": "The run store or the server cannot be used for now: try again later."},
        507: {"model": Refusal, "description": "The disk is full: free some space, and try again."},
    },
}
"""What all routes of the API have."""
router = APIRouter(prefix=PREFIX, tags=["runs"], **COMMON)

Serving = Annotated[Services, Depends(services)]
StoredRun = Annotated[Run, Depends(run_of)]
Seconds = Annotated[
    float, BeforeValidator(seconds_of), Query(gt=0, description="Time limit of the solve: seconds, or 90s, 10m, 1h30m.")
]
Gap = Annotated[
    float, BeforeValidator(gap_of), Query(ge=0, lt=1, description="Stop at this relative gap: a share, or 1%.")
]
Seed = Annotated[int, Query(ge=0, le=1_000_000_000, description="Random seed.")]
After = Annotated[int, Query(ge=0, le=1_000_000_000, description="Skip events up to this number.")]


class RunAnswer(BaseModel):
    """A run and the links to its parts. Times are seconds since 1970, 0 before the event."""

    id: str
    title: str
    state: str = Field(description="checking, faulty, ready, queued, running, ended, interrupted or failed")
    status: str = Field(description="how the solve ended: optimal, feasible, infeasible, no_plan, cancelled or error")
    message: str
    case_name: str
    created: float
    started: float
    ended: float
    time_limit_seconds: float
    gap: float
    figures: dict[str, Any] = Field(description="objective, bound, gap, coverage_pct, capex_usd_bn and so on")
    faults: dict[str, int] = Field(description="number of errors, warnings and infos of the workbook")
    links: dict[str, str]


class FaultsAnswer(BaseModel):
    """The faults of a workbook, and the defaults used for its blank cells."""

    faults: list[dict[str, str]] = Field(
        description="severity, code, meaning, sheet, cell, found, expected and fix of each fault; "
        "`mend` repeats `fix` and is deprecated: the next release drops it"
    )
    defaults: list[dict[str, Any]]


@router.post("/runs", status_code=201, summary="Check a workbook, and solve it if it has no errors")
async def add_run(
    serving: Serving,
    file: Annotated[UploadFile, File(description="The case workbook.")],
    solve: Annotated[bool, Query(description="Queue it at once; if false, only check it.")] = True,
    time_limit: Seconds = 300.0,
    gap: Gap = 1e-4,
    seed: Seed = 0,
) -> RunAnswer:
    """Responds when the check is done; the solve continues in the background."""
    asked = actions.asked_within(serving, time_limit, gap, seed)
    run = await actions.upload(serving, file.filename or "", file.file, asked)
    if solve and run.sha256 and run.case_name:
        run = await actions.solve(serving, run, asked)
    return await run_in_threadpool(answer_of_run, serving, run)


@router.get("/runs", summary="List the runs, the newest first")
def list_runs(
    serving: Serving,
    limit: Annotated[int, Query(alias="most", ge=1, le=1000, description="Maximum number of runs.")] = 50,
) -> list[RunAnswer]:
    """All stored runs."""
    listed = [run for run in serving.store.runs(limit) if not run.is_study]
    checks = serving.store.files((run.id for run in listed), CHECK)
    return [_answer(run, checks.get(run.id)) for run in listed]


@router.get("/runs/{run}", summary="Return the state of a run")
def get_run(serving: Serving, run: StoredRun) -> RunAnswer:
    """One run."""
    return answer_of_run(serving, run)


@router.delete("/runs/{run}", status_code=204, summary="Delete a run that has ended")
def delete_run(serving: Serving, run: StoredRun) -> None:
    """Deletes its files too."""
    actions.delete(serving, run)


@router.post("/runs/{run}/solve", status_code=202, summary="Solve a checked workbook, or solve it again")
async def solve_run(
    serving: Serving, run: StoredRun, time_limit: Seconds = 300.0, gap: Gap = 1e-4, seed: Seed = 0
) -> RunAnswer:
    """A run that has ended is kept; the response describes a new run with the same workbook."""
    asked = actions.asked_within(serving, time_limit, gap, seed)
    return await run_in_threadpool(answer_of_run, serving, await actions.solve(serving, run, asked))


@router.post("/runs/{run}/cancel", status_code=202, summary="Stop a run with its best plan so far")
def cancel_run(serving: Serving, run: StoredRun) -> RunAnswer:
    """The plan is available soon after."""
    return answer_of_run(serving, actions.cancel(serving, run))


@router.get("/runs/{run}/faults", summary="List what is wrong in the workbook, cell by cell")
def list_faults(serving: Serving, run: StoredRun) -> FaultsAnswer:
    """Errors first."""
    check = json.loads(serving.store.file(run.id, CHECK) or b'{"faults": [], "defaults": []}')
    # Checks stored by earlier releases hold `mend` alone.
    faults = [{"fix": fault.get("mend", ""), **fault} for fault in check["faults"]]
    return FaultsAnswer(faults=faults, defaults=check["defaults"])


@router.get(
    "/runs/{run}/events",
    summary="Follow a run: progress, log and state as server-sent events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
def follow_run(request: Request, serving: Serving, run: StoredRun, after: After = 0) -> StreamingResponse:
    """Starts after a given event number or Last-Event-ID, and ends with `over`."""
    return event_stream(request, serving, run, after)


def event_stream(request: Request, serving: Services, run: Run, after: int) -> StreamingResponse:
    """Return the events of a run or study after a number, or after those that a client already has."""
    last = request.headers.get("last-event-id", "")
    first = int(last) if last.isdecimal() and len(last) < 10 else after
    return StreamingResponse(events(serving, run.id, first), media_type="text/event-stream")


@router.get("/runs/{run}/plan", summary="Return a plan: sentences, figures, tables, starts")
def get_plan(serving: Serving, run: StoredRun) -> dict[str, Any]:
    """The plan as its page shows it; every fact in full precision is in the plan workbook."""
    view = serving.store.file(run.id, VIEW)
    if view is None:
        raise HTTPException(404, "This run has no plan.")
    data: dict[str, Any] = json.loads(view)
    return data


@router.get(
    "/runs/{run}/files/{name}", summary="Download input.xlsx, marked.xlsx or plan.xlsx", response_class=Response
)
async def get_file(serving: Serving, run: StoredRun, name: str) -> Response:
    """A workbook of the run."""
    return await download(serving, run, name)


def answer_of_run(serving: Services, run: Run) -> RunAnswer:
    """Return a run with the links to its parts."""
    return _answer(run, serving.store.file(run.id, CHECK))


def _answer(run: Run, check: bytes | None) -> RunAnswer:
    base = f"{PREFIX}/runs/{run.id}"
    links = {"self": base, "page": f"/runs/{run.id}", "events": f"{base}/events", "faults": f"{base}/faults"}
    links["studies"] = f"{base}/studies"
    links["input"] = f"{base}/files/input.xlsx"
    if run.has_plan:
        links |= {"plan": f"{base}/plan", "plan_workbook": f"{base}/files/plan.xlsx"}
    return RunAnswer(
        id=run.id,
        title=run.title,
        state=run.state,
        status=run.status,
        message=run.message,
        case_name=run.case_name,
        created=run.created,
        started=run.started,
        ended=run.ended,
        time_limit_seconds=run.asked.time_limit_seconds,
        gap=run.asked.gap,
        figures=finite(run.figures),
        faults=json.loads(check)["counts"] if check else {},
        links=links,
    )
