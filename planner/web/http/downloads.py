"""Downloads of workbooks."""

import asyncio
import time

from fastapi import HTTPException
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from planner.web.services import Services
from planner.web.store.names import disposition
from planner.web.store.records import CHECK, INPUT, MARKED, PLAN_BOOK, Run, State

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS = {INPUT: ".xlsx", MARKED: "_marked.xlsx", PLAN_BOOK: "_plan.xlsx"}
_WRITING_SECONDS = 60.0
_TICK_SECONDS = 0.2


async def download(services: Services, run: Run, name: str) -> Response:
    """Return a workbook of a run. A marked copy is made on request. Raises 404 where there is none."""
    if name not in _ENDINGS:
        raise HTTPException(404, f"The files of a run are {', '.join(_ENDINGS)}.")
    if name not in run.files and name == MARKED and CHECK in run.files:
        done, last = await services.lanes.short("mark", run.id)
        if not done:
            raise HTTPException(422, f"This workbook cannot be marked. {last}".strip())
    is_finishing = run.state is not State.ENDED or services.jobs.is_finishing(run.id)
    if name not in run.files and name == PLAN_BOOK and run.has_plan and is_finishing:
        await _written(services, run)
    length = await run_in_threadpool(services.store.length, run.id, name)
    if length is None:
        if name == PLAN_BOOK and services.jobs.is_finishing(run.id):
            raise HTTPException(404, f"This run has no {name} yet: it is being written. Ask for it again in a minute.")
        is_deleted = name == INPUT or (name == PLAN_BOOK and run.has_plan)
        fix = " It has been deleted from the run store: upload and solve the case again." if is_deleted else ""
        raise HTTPException(404, f"This run has no {name}.{fix}")
    ending = ".xlsm" if name == MARKED and run.title.lower().endswith(".xlsm") else _ENDINGS[name]
    headers = {"content-disposition": disposition(run.file_name, ending), "content-length": str(length)}
    return StreamingResponse(services.store.pieces(run.id, name), media_type=WORKBOOK, headers=headers)


async def _written(services: Services, run: Run) -> None:
    """Wait for the plan workbook, which may still be in progress."""
    until = time.monotonic() + _WRITING_SECONDS
    while time.monotonic() < until and not services.jobs.is_ending:
        if await run_in_threadpool(services.store.length, run.id, PLAN_BOOK) is not None:
            return
        await asyncio.sleep(_TICK_SECONDS)
