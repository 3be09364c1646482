"""Versions of a case: from workbooks and from the page, checked while they are edited, written and solved."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from fastapi import HTTPException
from fastapi.concurrency import run_in_threadpool

from planner.web import actions
from planner.web.services import Services
from planner.web.store.names import file_title
from planner.web.store.projects import TABLES, Project, Version
from planner.web.store.records import INPUT, Asked, Run, State
from planner.web.team.users import CURRENT
from planner.workbook.faults.fault import Severity
from planner.workbook.grid.check import checked, findings, on_its_horizon
from planner.workbook.grid.difference import differences, in_words
from planner.workbook.grid.records import Grid, GridError, from_text, grid_from

_MAX_FAULTS = 500
_UPLOADED = "uploaded"
_NOT_HELD = "The workbook cannot be edited in the page: it holds no tables of a case, or too many cells."


async def upload(services: Services, name: str, content: BinaryIO, project: Project | None = None) -> Run:
    """Check an uploaded workbook, and keep it as a version: the first of a new project, or the next of a known one."""
    run = await actions.upload(services, name, content, actions.asked_within(services, 300.0, 1e-4))
    await services.lanes.take_in(_store_version, services, run, project)
    return run


async def version_of(services: Services, run: Run) -> Version:
    """Return the version with the workbook of a run, made where there is none.

    That of a what-if becomes the next version of its project, and that of a run of no project the first of a new one.
    """
    projects = services.store.projects
    at, is_own = await run_in_threadpool(known_version, services, run)
    if at is not None and is_own:
        return at
    if TABLES not in run.files and INPUT in run.files:  # it was checked by an earlier release
        await services.lanes.short("check", run.id)
    project = await run_in_threadpool(projects.get, at.project) if at else None
    version = await services.lanes.take_in(_store_version, services, run, project, at)
    if version is None:
        raise HTTPException(422, _NOT_HELD)
    return version


def known_version(services: Services, run: Run) -> tuple[Version | None, bool]:
    """Return the version that a run is of, if any, and whether it has its workbook: that of a what-if is changed."""
    at = services.store.projects.of_run(run.id)
    is_own = at is not None and services.store.file(run.id, INPUT) == services.store.projects.file(at.id, INPUT)
    return at, is_own


def _store_version(
    services: Services, run: Run, project: Project | None, before: Version | None = None
) -> Version | None:
    """Store the workbook of a run as a version; nothing where the page cannot show it."""
    store = services.store
    tables, content = store.file(run.id, TABLES), store.file(run.id, INPUT)
    if tables is None or content is None:
        return None
    change, files = f"what if: {run.change}" if run.change else _UPLOADED, {TABLES: tables, INPUT: content}
    if project is None:
        name = run.case_name or PurePosixPath(run.title).stem
        version = store.projects.add(name, run.file_name, change, files, _author())
    else:
        before = before or store.projects.versions(project.id)[0]
        change += f"; {in_words(differences(tables_of(services, before), from_text(tables))) or 'no changes'}"
        title, author = run.file_name, _author()
        version = store.projects.add_version(project.id, before.number, title, change, files, author=author)
    store.projects.link(run.id, version.id)
    return version


def tables_of(services: Services, version: Version) -> Grid:
    """Return the tables of a version."""
    tables = services.store.projects.file(version.id, TABLES)
    if tables is None:
        raise HTTPException(404, "This version has been deleted.")
    return from_text(tables)


def changed(services: Services, version: Version, body: Mapping[str, Any]) -> Grid:
    """Return the tables of a version with the sheets that a page sends in the place of its own."""
    base = tables_of(services, version)
    try:
        sent = grid_from(body.get("periods", base.periods), body["sheets"])
    except GridError as error:
        raise HTTPException(422, str(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise HTTPException(422, "These are not the tables of a case.") from error
    return on_its_horizon(base.with_sheets(sent.sheets))


def check(services: Services, version: Version, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is wrong in changed tables, cell by cell, and the periods of their horizon."""
    grid = changed(services, version, body)
    reading = checked(grid)
    ranked = sorted(findings(grid, reading), key=lambda finding: list(Severity).index(finding.fault.severity))
    faults = [{**asdict(one.fault), "row": one.row, "field": one.field} for one in ranked[:_MAX_FAULTS]]
    counts = {str(s): sum(fault.severity is s for fault in reading.faults) for s in Severity}
    return {"faults": faults, "counts": counts, "periods": grid.periods}


def save(services: Services, version: Version, body: Mapping[str, Any]) -> dict[str, Any]:
    """Store changed tables as the next version. What others have stored meanwhile is kept beside it, and named."""
    grid = changed(services, version, body).without_blank_rows()
    change = in_words(differences(tables_of(services, version), grid))
    if not change:
        raise HTTPException(409, f"Nothing differs from version {version.number}.")
    projects = services.store.projects
    note, title = str(body.get("note", ""))[:2000], PurePosixPath(version.file_name).stem.removesuffix(version.ending)
    tables = json.dumps(grid.to_json()).encode()
    stored = projects.add_version(version.project, version.number, title, change, {TABLES: tables}, note, _author())
    between = range(version.number + 1, stored.number)
    return {"number": stored.number, "change": change, "beside": list(between)}


async def workbook_of(services: Services, version: Version) -> bytes:
    """Return the workbook of a version; one that was made in the page is written when it is first asked for."""
    projects = services.store.projects
    content = await run_in_threadpool(projects.file, version.id, INPUT)
    if content is None:
        done, last = await services.lanes.short("book", version.id)
        if not done:
            raise HTTPException(422, f"The workbook cannot be written. {last}".strip())
        content = await run_in_threadpool(projects.file, version.id, INPUT)
    if content is None:
        raise HTTPException(404, "This version has been deleted.")
    return content


async def solve(services: Services, version: Version, asked: Asked) -> Run:
    """Queue a run of a version; where its workbook has errors, return the checked run instead."""
    ready = next((run for run in runs_of(services, version) if run.state is State.READY and not run.is_study), None)
    if ready is None:
        content = await workbook_of(services, version)
        known = _origin(services, version)
        own = actions.own(asked)
        added = await services.lanes.take_in(services.store.add, version.file_name, BytesIO(content), own, **known)
        await run_in_threadpool(services.store.projects.link, added, version.id)
        await services.lanes.check(added)
        ready = await run_in_threadpool(services.store.run, added)
    if ready is None:
        raise HTTPException(404, "The run has been deleted.")
    return await actions.solve(services, ready, asked) if ready.state is State.READY else ready


def runs_of(services: Services, version: Version) -> list[Run]:
    """Return the runs of a version, the newest first."""
    return [run for run, number in services.store.of_project(version.project) if number == version.number]


def _author() -> str:
    """Return the name of the user who asks, on a server for a team."""
    user = CURRENT.get()
    return user.name if user else ""


def _origin(services: Services, version: Version) -> dict[str, str]:
    """Return what a new run remembers of the newest plan of the version before: its solve starts there."""
    before = services.store.projects.version(version.project, version.parent)
    planned = next((run for run in runs_of(services, before) if run.has_plan), None) if before else None
    return {"parent": planned.id, "change": version.change} if planned else {}


def add_first(services: Services, name: str, grid: Grid, change: str) -> Version:
    """Store tables as the first version of a new project."""
    tables = json.dumps(grid.to_json()).encode()
    return services.store.projects.add(name, file_title(name), change, {TABLES: tables}, _author())
