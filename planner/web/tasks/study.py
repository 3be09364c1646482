"""Task: answer a study of a run. What is solved is kept beside the run, so that the next study begins from it."""

import json
import math
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from planner.case.checks import CaseProblems
from planner.report.contract.plan_json import from_text
from planner.solver.options import SolveOptions, available_cores
from planner.study.answers.answer import Answer
from planner.study.errors import ExecutorError, QuestionError
from planner.study.solves.job import Job
from planner.study.solves.session import StudyCancelled, StudyOptions, StudyProgress
from planner.study.solves.solved import Solved
from planner.study.solves.store import Store as SolveStore
from planner.study.solves.where import LOCAL, where
from planner.study.variant import as_it_stands
from planner.web.queue.lifeline import Lifeline, Unsolved
from planner.web.store.records import ANSWER, ANSWER_BOOK, PLAN, STUDY, Run, State
from planner.web.store.store import Store
from planner.web.studies.answer_data import data_of
from planner.web.studies.kinds import KINDS, Kind
from planner.web.studies.page_words import on_page
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.late import LATE, is_late
from planner.web.tasks.storing import Events, store_when_possible
from planner.workbook.case_file import CaseFile, read_case_file
from planner.workbook.edit.edits import EditError
from planner.workbook.faults.fault import InputFaults

_QUIET_SECONDS = 1.0
_AGAIN = "What was solved is kept: the same question asked again goes on from there."


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Answer a running study. Raises Unsolved with a sentence where it has no answer."""
    stored, asked = store.run(run), json.loads(store.file(run, STUDY) or b"{}")
    assert stored is not None
    writer = StudyWriter(Events(store, run))
    with alone(store, run), workplace(store, run) as (path, folder):
        try:
            answer = _answer(store, stored, KINDS[asked["kind"]], asked["arguments"], path, writer, lifeline)
        except StudyCancelled:
            end = State.INTERRUPTED if lifeline.orphaned else State.ENDED
            moved = partial(store.move, run, end, State.RUNNING, State.INTERRUPTED, ended=time.time())
            late = is_late(store, run, lifeline)
            status, message = ("stopped", f"{LATE.format('study')} {_AGAIN}") if late else ("cancelled", _AGAIN)
            store_when_possible(store, lifeline, partial(moved, status=status, message=message))
            return
        except ExecutorError as error:
            raise Unsolved(str(error)) from error
        except InputFaults as error:
            raise Unsolved(f"The workbook has errors: {error.faults[0].meaning}; {error.faults[0].fix}.") from error
        except CaseProblems as error:
            raise Unsolved(f"With these edits the case has errors: {error}") from error
        except (EditError, QuestionError) as error:
            raise Unsolved(on_page(str(error))) from error
        files = {ANSWER: json.dumps(data_of(answer)).encode()}
        store_when_possible(store, lifeline, partial(store.put, run, files))
        book = {ANSWER_BOOK: answer.write(folder / ANSWER_BOOK).read_bytes()}
        store_when_possible(store, lifeline, partial(store.put, run, book))
        ended = partial(store.move, run, State.ENDED, State.RUNNING, State.INTERRUPTED, ended=time.time())
        store_when_possible(store, lifeline, partial(ended, status="answered"))


def _answer(
    store: Store,
    study: Run,
    kind: Kind,
    arguments: dict[str, Any],
    path: Path,
    writer: "StudyWriter",
    lifeline: Lifeline,
) -> Answer:
    limits = SolveOptions(time_limit_seconds=study.asked.time_limit_seconds, gap=study.asked.gap, seed=study.asked.seed)
    folder = store.solves(study.parent)
    options = StudyOptions(limits, study.asked.time_limit_seconds, _executor(lifeline.executor), folder)
    text = store.file(study.parent, PLAN)
    source: CaseFile | Path = path
    if text is not None:
        source = read_case_file(path)
        # The plan on the page is the one that is asked about: it is not solved again.
        job = Job("as it stands", as_it_stands(source).case, limits)
        SolveStore(folder).keep(job, Solved(from_text(text), clean=True, seconds=math.inf))
    elif not kind.takes_contradictions:
        source = read_case_file(path)
    if kind.takes_plan:
        if text is None:
            raise QuestionError("This question needs a plan: solve the case first.")
        arguments = {**arguments, "plan": from_text(text)}
    study_of = getattr(import_module(kind.module), kind.name)
    answer: Answer = study_of(source, options=options, on_progress=writer.show, cancel=lifeline.stop, **arguments)
    return answer


def _executor(name: str) -> str:
    """Return where the solves of one study run: where several solves run at once, it has its share of the cores."""
    place = where(name)
    if place.kind != LOCAL or not place.slots:
        return name
    return f"{LOCAL}:{max(1, available_cores() // place.slots)}"


@dataclass(slots=True)
class StudyWriter:
    """Writes the progress of a study into the store: how far it is, and each solve that has ended.

    A session reports from several threads.
    """

    events: Events
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _shown: tuple[object, ...] = ()
    _written_at: float = field(default=-math.inf)

    def show(self, progress: StudyProgress) -> None:
        """Write what has changed, at a rate that a page can show."""
        with self._lock:
            self._show(progress)

    def _show(self, progress: StudyProgress) -> None:
        if progress.ended is not None:
            self.events.add("solved", _solved(*progress.ended))
        now, shown = time.monotonic(), (progress.done, progress.total, progress.running)
        if shown == self._shown and now - self._written_at < _QUIET_SECONDS:
            return
        self._shown, self._written_at = shown, now
        left = progress.seconds_left
        body = {"done": progress.done, "total": progress.total, "running": list(progress.running)}
        self.events.add("study", {**body, "seconds": progress.seconds, "seconds_left": left})


def _solved(job: Job, solved: Solved) -> dict[str, Any]:
    """Return a solve as a row of the page."""
    figures = solved.figures(job.case) if solved.has_plan else None
    return {
        "name": job.name,
        "status": str(solved.status),
        "objective": solved.objective if figures else None,
        "coverage_pct": figures.coverage_pct if figures else None,
        "phases": figures.phases if figures else None,
    }
