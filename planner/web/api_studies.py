"""The HTTP API of studies: the questions of the pages, for other systems. Described by /api/v1/openapi.json."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from planner.web import actions
from planner.web.api import COMMON, PREFIX, After, RunAnswer, Seconds, Serving, StoredRun, answer_of_run, event_stream
from planner.web.pages.studies import Study, answer_of, apply_choice
from planner.web.pages.studies import workbook as answer_workbook
from planner.web.services import Services
from planner.web.store.records import STUDY, Run
from planner.web.studies.kinds import KINDS
from planner.web.studies.plain import answer_data, arguments_of, kind_named

router = APIRouter(prefix=PREFIX, tags=["studies"], **COMMON)


class Question(BaseModel):
    """What is asked about a run."""

    model_config = {"extra": "forbid"}
    kind: str = Field(description="the name of a study, as /questions lists them")
    arguments: dict[str, str | float | list[str | float] | None] = Field(
        default={}, description="by name, as /questions lists them; what is left out has its default"
    )


class StudyAnswer(BaseModel):
    """A study of a run and the links to its parts. Times are seconds since 1970, 0 before the event."""

    id: str
    run: str
    kind: str
    question: str
    arguments: dict[str, Any]
    state: str = Field(description="queued, running, ended, interrupted or failed")
    status: str = Field(description="answered, cancelled, or stopped long after its time limit, once it has ended")
    message: str
    created: float
    started: float
    ended: float
    time_limit_seconds: float
    solves_done: int
    solves_planned: int
    links: dict[str, str]


@router.get("/questions", summary="List what can be asked about a run, with the arguments of each question")
def list_questions() -> list[dict[str, Any]]:
    """Defaults are as the form of the page has them; units are in the labels."""
    return [
        {
            "kind": kind.name,
            "question": kind.question,
            "answer": kind.words,
            "needs_plan": kind.takes_plan,
            "arguments": [
                {
                    "name": field.argument,
                    "label": field.label,
                    "default": field.default or None,
                    "hint": field.hint,
                    "is_needed": field.is_needed,
                }
                for field in kind.fields
            ],
        }
        for kind in KINDS.values()
    ]


@router.post("/runs/{run}/studies", status_code=201, summary="Ask a question about a run")
async def ask(serving: Serving, run: StoredRun, question: Question, time_limit: Seconds = 600.0) -> StudyAnswer:
    """The study waits in the queue with the runs; the time limit is for all of its solves together."""
    if run.is_study:
        raise HTTPException(409, "This is a study: ask about the run that it is about.")
    kind = kind_named(question.kind)
    if kind.takes_plan and not run.has_plan:
        raise HTTPException(409, f"{kind.name} needs a plan: solve the run first.")
    arguments = arguments_of(kind, question.arguments)
    asked = actions.asked_within(serving, time_limit, run.asked.gap, run.asked.seed)
    study = await actions.study(serving, run, {"kind": kind.name, "arguments": arguments}, kind.question, asked)
    return _answer(serving, study)


@router.get("/runs/{run}/studies", summary="List the studies of a run, the newest first")
def list_studies(serving: Serving, run: StoredRun) -> list[StudyAnswer]:
    """All of them, whatever their state."""
    return [_answer(serving, study) for study in serving.store.studies(run.id)]


@router.get("/studies/{study}", summary="Return the state of a study")
def get_study(serving: Serving, study: Study) -> StudyAnswer:
    """How many of its solves are done, too."""
    return _answer(serving, study)


@router.get("/studies/{study}/answer", summary="Return an answer: sentences, tables, suggestions")
def get_answer(serving: Serving, study: Study) -> dict[str, Any]:
    """An interval is {"low", "high"}; null stands for infinity."""
    answer = answer_of(serving, study)
    if answer is None:
        raise HTTPException(404, "This study has no answer yet.")
    return answer_data(answer)


@router.get("/studies/{study}/answer.xlsx", summary="Download an answer as a workbook", response_class=Response)
def get_workbook(request: Request, study: Study) -> Response:
    """The same sentences, tables and charts."""
    return answer_workbook(request, study)


@router.get(
    "/studies/{study}/events",
    summary="Follow a study: each solve as it ends, as server-sent events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
def follow_study(request: Request, serving: Serving, study: Study, after: After = 0) -> StreamingResponse:
    """Starts after a given event number or Last-Event-ID, and ends with `over`."""
    return event_stream(request, serving, study, after)


@router.post("/studies/{study}/cancel", status_code=202, summary="Stop a study; what was solved is kept")
def cancel_study(serving: Serving, study: Study) -> StudyAnswer:
    """The same question asked again goes on from there."""
    return _answer(serving, actions.cancel(serving, study))


@router.post("/studies/{study}/apply", status_code=201, summary="Solve the case with the edits of a suggestion")
async def apply(
    serving: Serving,
    study: Study,
    suggestion: Annotated[int, Query(ge=0, description="Its place in `suggestions`, from 0.")] = 0,
) -> RunAnswer:
    """The response describes the new run; the old one stays as it is."""
    return answer_of_run(serving, await apply_choice(serving, study, suggestion))


@router.delete("/studies/{study}", status_code=204, summary="Delete a study that has ended")
def delete_study(serving: Serving, study: Study) -> None:
    """Its run stays."""
    actions.delete(serving, study)


def _answer(serving: Services, study: Run) -> StudyAnswer:
    base = f"{PREFIX}/studies/{study.id}"
    asked = json.loads(serving.store.file(study.id, STUDY) or b'{"kind": "", "arguments": {}}')
    counts = [event.body for event in serving.store.events(study.id) if event.kind == "study"]
    done = counts[-1] if counts else {"done": 0, "total": 0}
    links = {"self": base, "page": f"/studies/{study.id}", "events": f"{base}/events"}
    links["run"] = f"{PREFIX}/runs/{study.parent}"
    if answer_of(serving, study) is not None:
        links |= {"answer": f"{base}/answer", "workbook": f"{base}/answer.xlsx"}
    return StudyAnswer(
        id=study.id,
        run=study.parent,
        kind=asked["kind"],
        question=study.change,
        arguments=asked["arguments"],
        state=study.state,
        status=study.status,
        message=study.message,
        created=study.created,
        started=study.started,
        ended=study.ended,
        time_limit_seconds=study.asked.time_limit_seconds,
        solves_done=done["done"],
        solves_planned=done["total"],
        links=links,
    )
