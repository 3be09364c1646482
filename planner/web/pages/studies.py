"""The pages of studies: what can be asked about a run, how an answer is found, the answer, and what follows from it."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from planner.web import actions, versions
from planner.web.http.downloads import WORKBOOK
from planner.web.pages.page import show
from planner.web.services import Services, run_of, services
from planner.web.store.names import disposition
from planner.web.store.records import ANSWER, ANSWER_BOOK, STUDY, VIEW, Run
from planner.web.studies.kinds import KINDS, Field, Misfit

router = APIRouter(include_in_schema=False)
StoredRun = Annotated[Run, Depends(run_of)]
_MINUTES = 10.0


def study_of(request: Request, study: str) -> Run:
    """Return a study. Raises 404 where there is none."""
    stored = services(request).store.run(study)
    if stored is None or not stored.is_study:
        raise HTTPException(404, "This study does not exist; it may have been deleted.")
    return stored


Study = Annotated[Run, Depends(study_of)]


@router.get("/runs/{run}/studies")
def ask(request: Request, run: StoredRun) -> Response:
    """Show what can be asked about a run, and what has been."""
    serving = services(request)
    if run.is_study:
        return RedirectResponse(f"/runs/{run.parent}/studies", 303)
    view = serving.store.file(run.id, VIEW)
    periods = json.loads(view)["periods"] if view else []
    kinds = [kind for kind in KINDS.values() if view or not kind.takes_plan]
    minutes = min(_MINUTES, serving.settings.solve_seconds / 60)
    studies = serving.store.studies(run.id)
    max_minutes = serving.settings.solve_seconds / 60
    return show(
        request,
        "studies.html",
        run=run,
        kinds=kinds,
        studies=studies,
        periods=periods,
        minutes=minutes,
        max_minutes=max_minutes,
    )


@router.post("/runs/{run}/studies")
async def begin(
    request: Request, run: StoredRun, kind: Annotated[str, Form()], minutes: Annotated[float, Form()] = _MINUTES
) -> Response:
    """Queue a question, and redirect to its page."""
    serving = services(request)
    if kind not in KINDS:
        raise HTTPException(422, "There is no such question.")
    form = {name: str(value) for name, value in (await request.form()).items()}
    try:
        arguments = KINDS[kind].arguments(form)
    except Misfit as error:
        raise HTTPException(422, str(error)) from error
    asked = actions.asked_within(serving, 60 * minutes, run.asked.gap, run.asked.seed)
    study = await actions.study(serving, run, {"kind": kind, "arguments": arguments}, KINDS[kind].question, asked)
    return RedirectResponse(f"/studies/{study.id}", 303)


@router.get("/studies/{study}")
def look(request: Request, study: Study) -> HTMLResponse:
    """Show how far a study is, or its answer."""
    serving = services(request)
    answer = answer_of(serving, study)
    question = json.loads(serving.store.file(study.id, STUDY) or b"{}")
    kind = KINDS.get(question.get("kind", ""))
    chosen = _chosen(question, kind.fields if kind else ())
    of = serving.store.run(study.parent)
    return show(request, "study.html", study=study, kind=kind, chosen=chosen, answer=answer, of=of)


@router.post("/studies/{study}/cancel")
def cancel(request: Request, study: Study) -> Response:
    """Stop a study."""
    actions.cancel(services(request), study)
    return RedirectResponse(f"/studies/{study.id}", 303)


@router.post("/studies/{study}/again")
async def again(request: Request, study: Study) -> Response:
    """Ask the same again: what was solved is not solved again."""
    serving = services(request)
    of = serving.store.run(study.parent)
    question = serving.store.file(study.id, STUDY)
    if of is None or question is None:
        raise HTTPException(404, "The run that this study is about has been deleted.")
    queued = await actions.study(serving, of, json.loads(question), study.change, study.asked)
    return RedirectResponse(f"/studies/{queued.id}", 303)


@router.post("/studies/{study}/delete")
def delete(request: Request, study: Study) -> Response:
    """Delete a study."""
    actions.delete(services(request), study)
    return RedirectResponse(f"/runs/{study.parent}/studies", 303)


@router.post("/studies/{study}/apply")
async def apply(request: Request, study: Study, choice: Annotated[int, Form()]) -> Response:
    """Make a run of the case with the edits of a suggestion, and redirect to it."""
    new_run = await apply_choice(services(request), study, choice)
    return RedirectResponse(f"/runs/{new_run.id}", 303)


async def apply_choice(serving: Services, study: Run, choice: int) -> Run:
    """Queue a run of the case with the edits of a suggestion, the next version of its project where it is of one.

    Raises 404 where there is no such suggestion.
    """
    answer, of = answer_of(serving, study), serving.store.run(study.parent)
    if answer is None or not 0 <= choice < len(answer["choices"]):
        raise HTTPException(404, "There is no such suggestion.")
    if of is None:
        raise HTTPException(404, "The run that this study is about has been deleted: its workbook is gone.")
    chosen = answer["choices"][choice]
    new_run = await actions.changed(serving, of, {"edits": chosen["edits"]}, chosen["name"])
    if await run_in_threadpool(serving.store.projects.of_run, new_run.id) is not None:
        await versions.version_of(serving, new_run)
    return new_run


@router.get("/studies/{study}/answer.xlsx")
def workbook(request: Request, study: Study) -> Response:
    """Return the answer as a workbook."""
    content = services(request).store.file(study.id, ANSWER_BOOK)
    if content is None:
        raise HTTPException(404, "This study has no answer yet.")
    question = json.loads(services(request).store.file(study.id, STUDY) or b"{}")
    headers = {"content-disposition": disposition(study.title, f"_{question.get('kind', 'study')}.xlsx")}
    return Response(content, media_type=WORKBOOK, headers=headers)


@router.get("/studies/{study}/charts/{name}.json")
def chart(request: Request, study: Study, name: str) -> Response:
    """Return a chart of the answer."""
    answer = answer_of(services(request), study)
    if answer is None or name not in answer["charts"]:
        raise HTTPException(404, "There is no such chart.")
    return Response(json.dumps(answer["charts"][name]["spec"]), media_type="application/json")


def answer_of(serving: Services, study: Run) -> dict[str, Any] | None:
    """Return the answer of a study, if it has one."""
    content = serving.store.file(study.id, ANSWER)
    answer: dict[str, Any] | None = json.loads(content) if content else None
    return answer


def _chosen(question: dict[str, Any], fields: Any) -> list[tuple[str, str]]:
    """Return what was asked for, by the labels of the form."""
    arguments = question.get("arguments", {})
    return [
        (field.label, as_asked(field, arguments[field.argument])) for field in fields if field.argument in arguments
    ]


def as_asked(field: Field, value: Any) -> str:
    """Return an argument as it is written into the form."""
    if isinstance(value, list):
        return ", ".join(as_asked(field, one) for one in value)
    return f"{value / field.unit:g}" if isinstance(value, float) else f"{value}"
