"""Workbooks to take home."""

import time

from fastapi import HTTPException
from fastapi.responses import Response

from planner.web.clean import disposition
from planner.web.records import CHECK, INPUT, MARKED, PLAN_BOOK, Run
from planner.web.services import Services

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS = {INPUT: ".xlsx", MARKED: "_marked.xlsx", PLAN_BOOK: "_plan.xlsx"}
_WRITING_SECONDS = 60.0
_TICK_SECONDS = 0.2


def download(services: Services, run: Run, name: str) -> Response:
    """Return a workbook of a run. A marked copy is made when it is asked for. Raises 404 where there is none."""
    if name not in _ENDINGS:
        raise HTTPException(404, f"A run has {', '.join(_ENDINGS)}.")
    content = services.store.file(run.id, name)
    if content is None and name == MARKED and CHECK in run.files:
        done, last = services.jobs.short("mark", run.id)
        content = services.store.file(run.id, name) if done else None
        if content is None:
            raise HTTPException(422, f"This workbook is too odd to be marked. {last}".strip())
    if content is None and name == PLAN_BOOK and run.has_plan:
        content = _awaited(services, run)
    if content is None:
        raise HTTPException(404, f"This run has no {name}.")
    ending = ".xlsm" if name == MARKED and run.title.lower().endswith(".xlsm") else _ENDINGS[name]
    headers = {"content-disposition": disposition(run.title, ending)}
    return Response(content, media_type=WORKBOOK, headers=headers)


def _awaited(services: Services, run: Run) -> bytes | None:
    """Return the plan workbook, which may be in the making."""
    until = time.monotonic() + _WRITING_SECONDS
    while time.monotonic() < until and not services.jobs.is_ending:
        content = services.store.file(run.id, PLAN_BOOK)
        if content is not None:
            return content
        time.sleep(_TICK_SECONDS)
    return None
