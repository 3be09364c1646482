"""The page of a team: who may use the server, and who did what of late."""

import time

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from planner.web.pages.page import show
from planner.web.services import services
from planner.web.store.records import State
from planner.web.team.audit_log import latest
from planner.web.team.deeds import in_words, page_of
from planner.web.team.users import CURRENT

router = APIRouter(include_in_schema=False)


@router.get("/team")
async def team(request: Request) -> HTMLResponse:
    """Show users, their runs in the queue, and the latest changes."""
    serving = services(request)
    if not serving.settings.users:
        raise HTTPException(404, "This server has no users: start it with --users FILE.")
    runs = await run_in_threadpool(serving.store.runs, 1000, State.QUEUED, State.RUNNING)
    waiting = [run.asked.user for run in runs]
    entries = await run_in_threadpool(latest, serving.settings.store)
    for entry in entries:
        entry["words"] = in_words(entry["did"])
        entry["page"] = page_of(entry["did"], entry.get("led_to", ""))
        entry["when"] = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry["at"]))
    return show(
        request, "team.html", users=serving.settings.users, waiting=waiting, entries=entries, current=CURRENT.get()
    )
