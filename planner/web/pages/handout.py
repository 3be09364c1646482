"""What is handed out of a plan, a study or a comparison: one file, and its charts as pictures."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from planner.web.handout.csv_files import answer_csv, plan_csv
from planner.web.handout.places import PERIOD, SEPARATOR, places
from planner.web.handout.whole import Part, of_answer, of_plan
from planner.web.pages.compare import differences
from planner.web.pages.page import show
from planner.web.pages.plans import chosen_of
from planner.web.pages.studies import answer_of, study_of
from planner.web.services import Services, run_of, services
from planner.web.store.names import disposition
from planner.web.store.records import VIEW, Run
from planner.web.view.narrowed import tables

router = APIRouter(include_in_schema=False)
StoredRun = Annotated[Run, Depends(run_of)]
Study = Annotated[Run, Depends(study_of)]
_STYLE = Path(__file__).parents[1] / "static" / "planner.css"
_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


@router.get("/runs/{run}/handout.html")
async def plan(request: Request, run: StoredRun) -> Response:
    """Return a plan as one file that needs nothing else."""
    view = await _view(services(request), run)
    chosen = await run_in_threadpool(chosen_of, services(request), run, {})
    if chosen is not None:
        view["tables"] = tables(view, chosen)
    words = f"what if: {run.change}" if run.change else ""
    return await _file(request, run.id, of_plan(view), view["case_name"], view["subtitle"], words, run.file_name)


@router.get("/studies/{study}/handout.html")
async def study_file(request: Request, study: Study) -> Response:
    """Return an answer as one file."""
    answer = await run_in_threadpool(answer_of, services(request), study)
    if answer is None:
        raise HTTPException(404, "This study has no answer yet.")
    return await _file(request, study.id, of_answer(answer), study.change, study.case_name, "", study.title)


@router.get("/compare/{first}/{second}/handout.html")
async def comparison(request: Request, first: str, second: str) -> Response:
    """Return what differs between two plans as one file."""
    answer, runs = await differences(services(request), first, second)
    below = " and ".join(
        f"{run.case_name or run.title}{f', what if: {run.change}' if run.change else ''}" for run in runs
    )
    pair = f"{first}{SEPARATOR}{second}"
    return await _file(request, pair, of_answer(answer), "Two plans beside each other", below, "", runs[1].title)


@router.get("/runs/{run}/charts/{name}.{kind}")
async def plan_chart(request: Request, run: StoredRun, name: str, kind: str) -> Response:
    """Return a chart of a plan or of a study as a picture; the map of sites in a period, by default the last."""
    if name == "sites":
        labels = (await _view(services(request), run))["periods"]
        asked = request.query_params.get("period", "")
        at = f"{run.id}{PERIOD}{asked if asked in labels else labels[-1]}"
        return await _picture(services(request), at, name, kind, run.title)
    return await _picture(services(request), run.id, name, kind, run.title)


@router.get("/studies/{study}/charts/{name}.{kind}")
async def study_chart(request: Request, study: Study, name: str, kind: str) -> Response:
    """Return a chart of an answer as a picture."""
    return await _picture(services(request), study.id, name, kind, study.title)


@router.get("/compare/{first}/{second}/charts/{name}.{kind}")
async def pair_chart(request: Request, first: str, second: str, name: str, kind: str) -> Response:
    """Return a chart of two plans as a picture."""
    _, runs = await differences(services(request), first, second)
    return await _picture(services(request), f"{first}{SEPARATOR}{second}", name, kind, runs[1].title)


@router.get("/runs/{run}/tables/{name}.csv")
async def plan_table(request: Request, run: StoredRun, name: str) -> Response:
    """Return a table of a plan, as far as it is chosen."""
    view = await _view(services(request), run)
    chosen = await run_in_threadpool(chosen_of, services(request), run, dict(request.query_params))
    if chosen is not None:
        view["tables"] = tables(view, chosen)
    return plan_csv(view, name, run.title)


@router.get("/studies/{study}/tables/{name}.csv")
async def study_table(request: Request, study: Study, name: str) -> Response:
    """Return a table of an answer."""
    answer = await run_in_threadpool(answer_of, services(request), study)
    if answer is None:
        raise HTTPException(404, "This study has no answer yet.")
    return answer_csv(answer, name, study.title)


async def _view(serving: Services, run: Run) -> dict[str, Any]:
    content = await run_in_threadpool(serving.store.file, run.id, VIEW)
    if content is None:
        raise HTTPException(404, "This run has no plan.")
    view: dict[str, Any] = json.loads(content)
    return view


async def _pictures(serving: Services, run: str) -> dict[str, Any]:
    """Return the pictures of a run, drawn where nobody has asked for them yet."""
    home, _, target = places(run)
    content = await run_in_threadpool(serving.store.file, home, target)
    if content is None:
        done, last = await serving.lanes.heavy("pictures", run)
        content = await run_in_threadpool(serving.store.file, home, target)
        if not done or content is None:
            raise HTTPException(503, f"The charts cannot be drawn at the moment. {last}".strip())
    pictures: dict[str, Any] = json.loads(content)
    return pictures


async def _picture(serving: Services, run: str, name: str, kind: str, title: str) -> Response:
    pictures = await _pictures(serving, run) if kind in _KINDS else {}
    if name not in pictures:
        raise HTTPException(404, "There is no such picture: the charts of a page can be saved as svg or png.")
    content = pictures[name][kind]
    headers = {"content-disposition": disposition(title, f"_{name}.{kind}")}
    return Response(b64decode(content) if kind == "png" else content, media_type=_KINDS[kind], headers=headers)


async def _file(
    request: Request, run: str, parts: list[Part], title: str, below: str, words: str, file: str
) -> Response:
    pictures = await _pictures(services(request), run)
    style = await run_in_threadpool(_STYLE.read_text, "utf-8")
    page = show(
        request, "handout.html", parts=parts, pictures=pictures, title=title, below=below, words=words, style=style
    )
    page.headers["content-disposition"] = disposition(file, f"_{'plan' if parts and parts[0].tiles else 'answer'}.html")
    return page
