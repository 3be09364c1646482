"""Actions on runs, shared by pages and API."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO

from fastapi import HTTPException
from fastapi.concurrency import run_in_threadpool

from planner.web.services import Services
from planner.web.store.names import file_title
from planner.web.store.records import CHANGE, INPUT, LIVE, STUDY, Asked, Run, State
from planner.web.team.users import CURRENT

SHORTEST_SECONDS = 1.0
_NO_WORKBOOK = "The workbook of this run has been deleted from the run store: upload it again."


def asked_within(services: Services, time_limit_seconds: float, gap: float, seed: int = 0) -> Asked:
    """Return the options of a solve, within the server's limits."""
    if not (0 <= gap < 1):
        raise HTTPException(422, "The gap must be a share of the objective, from 0 to below 1.")
    if not time_limit_seconds > 0:
        raise HTTPException(422, "The time limit must be above 0 seconds.")
    seconds = min(max(time_limit_seconds, SHORTEST_SECONDS), services.settings.solve_seconds)
    return own(Asked(seconds, gap, max(0, min(seed, 1_000_000_000))))


def own(asked: Asked) -> Asked:
    """Return the options as those of the user who asks, within the user's limits."""
    user = CURRENT.get()
    if user is None:
        return asked
    return replace(asked, user=user.name, time_limit_seconds=min(asked.time_limit_seconds, user.max_seconds))


def _check_turn(services: Services) -> None:
    """Raise 429 where the user has as many runs in the queue as allowed."""
    user = CURRENT.get()
    if user is None:
        return
    waiting = [run for run in services.store.runs(1000, State.QUEUED, State.RUNNING) if run.asked.user == user.name]
    if len(waiting) >= user.max_waiting:
        runs = "1 run" if len(waiting) == 1 else f"{len(waiting)} runs"
        raise HTTPException(429, f"You have {runs} waiting or solving, your limit: wait, or stop one.")


async def upload(services: Services, name: str, content: BinaryIO, asked: Asked) -> Run:
    """Store a workbook and check it."""
    if not await run_in_threadpool(_length, content):
        raise HTTPException(422, "The file is empty: choose the workbook again.")
    run = await services.lanes.take_in(services.store.add, file_title(name), content, asked)
    await services.lanes.check(run)
    return await run_in_threadpool(_stored, services, run)


def _length(content: BinaryIO) -> int:
    length = content.seek(0, 2)
    content.seek(0)
    return length


async def again(services: Services, run: Run, asked: Asked, change: str = "") -> str:
    """Store the workbook of a run as a new, unchecked run derived from it."""

    asked = own(asked)

    def copied() -> str:
        content = services.store.file(run.id, INPUT)
        if content is None:
            raise HTTPException(404, _NO_WORKBOOK)
        added = services.store.add(run.title, BytesIO(content), asked, parent=run.id, change=change)
        services.store.projects.link_like(added, run.id)
        return added

    return await services.lanes.take_in(copied)


async def solve(services: Services, run: Run, asked: Asked) -> Run:
    """Put a run into the queue; a run that has been solved already is kept, and a copy is queued."""
    if run.state in (State.CHECKING, State.QUEUED, State.RUNNING):
        raise HTTPException(409, "The run is already queued or running.")
    check_is_clean = run.case_name and run.sha256
    if not check_is_clean:
        raise HTTPException(409, "The workbook has errors: fix them and upload it again.")
    if INPUT not in run.files:
        raise HTTPException(404, _NO_WORKBOOK)
    queued = run.id
    if run.state is not State.READY:
        queued = await again(services, run, asked)
        await services.lanes.check(queued)
    return await run_in_threadpool(_queued, services, queued, asked)


def _queued(services: Services, run: str, asked: Asked) -> Run:
    _check_turn(services)
    asked = own(asked)
    services.store.ask(run, asked)
    services.store.move(run, State.QUEUED, State.READY)
    return _stored(services, run)


async def changed(services: Services, run: Run, change: dict[str, Any], words: str, asked: Asked | None = None) -> Run:
    """Make a run of the changed workbook of a run, and queue it. Raises 422 where the change cannot be made."""
    store, asked = services.store, asked or run.asked
    summary = f"{run.change}, then {words}" if run.change else words
    new_run = await again(services, run, asked, summary)
    async with services.lanes.marking(new_run):
        await run_in_threadpool(store.put, new_run, {CHANGE: json.dumps(change).encode()})
        done, last = await services.lanes.short("change", new_run)
    if not done:
        message = f"The workbook cannot be changed. {last}"
        await run_in_threadpool(store.settle, new_run, State.FAILED, State.CHECKING, message=message)
        raise HTTPException(422, message)
    await services.lanes.check(new_run)
    checked = await run_in_threadpool(_stored, services, new_run)
    return await solve(services, checked, asked) if checked.state is State.READY else checked


async def study(services: Services, run: Run, question: dict[str, Any], words: str, asked: Asked) -> Run:
    """Queue a question about a run: a study of its workbook and, where there is one, its plan."""

    asked = own(asked)

    def queued() -> str:
        _check_turn(services)
        content = services.store.file(run.id, INPUT)
        if content is None:
            raise HTTPException(404, _NO_WORKBOOK)
        known = {"parent": run.id, "change": words, "case_name": run.case_name, "sha256": run.sha256}
        new_run = services.store.add(run.title, BytesIO(content), asked, state=State.READY, **known)
        services.store.projects.link_like(new_run, run.id)
        services.store.put(new_run, {STUDY: json.dumps(question).encode()})
        services.store.move(new_run, State.QUEUED, State.READY)
        return new_run

    return await run_in_threadpool(_stored, services, await services.lanes.take_in(queued))


def cancel(services: Services, run: Run) -> Run:
    """Stop a run with its best plan so far."""
    if not services.store.ask_to_cancel(run.id):
        raise HTTPException(409, "The run is neither queued nor running.")
    return _stored(services, run.id)


def delete(services: Services, run: Run) -> None:
    """Delete a run."""
    if run.state in LIVE:
        raise HTTPException(409, "The run is queued or running: cancel it first.")
    services.store.delete(run.id)


def _stored(services: Services, run: str) -> Run:
    stored = services.store.run(run)
    if stored is None:
        raise HTTPException(404, "The run has been deleted.")
    return stored
