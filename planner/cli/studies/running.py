"""Runs a study for its command: progress on stderr, the answer on stdout and in its workbook, and the exit code."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import typer

from planner.case.checks import CaseProblems
from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.interrupt import cancel_on_signals
from planner.cli.messages import say
from planner.cli.reading import Faulty, read_source
from planner.cli.studies.arguments import TIME_LIMIT_SECONDS
from planner.cli.terminal.console import err, print_json
from planner.cli.terminal.faults import faults_text, worth_showing
from planner.solver.options import SolveOptions
from planner.workbook.faults.fault import Fault, InputFaults

if TYPE_CHECKING:
    from planner.study.answers.answer import Answer
    from planner.study.solves.session import OnStudyProgress, StudyOptions, StudyProgress

_PLAIN_EVERY_SECONDS = 5.0
Reader = Callable[[Path, Sequence[str]], tuple[object, tuple[Fault, ...]]]
"""Returns what a study is about, with the faults of its workbook."""
STOPPING = "stopping; Ctrl-C again stops at once"
STOPPING_KEPT = "stopping: what is finished is kept; Ctrl-C again stops at once"


@dataclass(frozen=True, slots=True)
class StudyRequest:
    """What a study is asked for on the command line."""

    source: Path
    target: Path | None
    time_limit_seconds: float | None
    total_seconds: float | None
    gap: float
    seed: int
    executor: str
    resume: Path | None
    as_json: bool
    edits: tuple[str, ...] = ()

    def options(self) -> "StudyOptions":
        """Return the options of the study."""
        from planner.study.solves.session import StudyOptions

        limit = self.time_limit_seconds or self.total_seconds or TIME_LIMIT_SECONDS
        solve = SolveOptions(time_limit_seconds=limit, gap=self.gap, seed=self.seed)
        total = math.inf if self.total_seconds is None else self.total_seconds
        return StudyOptions(solve, total, self.executor, self.resume)


def read_sound(path: Path, edits: Sequence[str]) -> tuple[object, tuple[Fault, ...]]:
    """Return a workbook that can be planned, and its faults. Raises Stop for any other."""
    source = read_source(path, edits)
    return source, source.faults


def run(ask: StudyRequest, module: str, name: str, read: Reader = read_sound, **arguments: Any) -> "Answer":
    """Run the study of a name, which is imported now, and show its answer. Raises Stop where it ends early.

    Faults that the study itself finds are those of its argument `plan`.
    """
    study = getattr(import_module(module), name)
    from planner.study.errors import ExecutorError, QuestionError
    from planner.study.solves.session import StudyCancelled
    from planner.workbook.edit.edits import EditError

    if ask.target is not None:
        check_target(ask.target, ask.source)
    source, faults = read(ask.source, ask.edits)
    err().print(faults_text(worth_showing(faults)))
    cancel = Event()
    try:
        with (
            _progress() as on_progress,
            cancel_on_signals(cancel, lambda: say(STOPPING_KEPT if ask.resume else STOPPING)),
        ):
            answer: Answer = study(source, options=ask.options(), on_progress=on_progress, cancel=cancel, **arguments)
    except StudyCancelled as stopped:
        hint = (
            f"Run the command again to go on: {ask.resume} keeps what is finished."
            if ask.resume
            else "Nothing is kept. --total-time makes it end by itself with an answer; --resume DIR keeps its solves."
        )
        raise Stop(Exit.CANCELLED, f"The study was {stopped}. {hint}") from stopped
    except ExecutorError as error:
        hint = f" {ask.resume} keeps what is finished." if ask.resume else ""
        raise Stop(Exit.USAGE, f"{error}{hint}") from error
    except InputFaults as error:
        raise Faulty(arguments.get("plan", ask.source), error.faults) from error
    except CaseProblems as error:
        raise Stop(Exit.FAULTS, f"With its edits the case has errors:\n{error}") from error
    except (EditError, QuestionError) as error:
        raise Stop(Exit.USAGE, str(error)) from error
    except OSError as error:
        raise Stop(Exit.USAGE, f"{error.filename or ask.resume}: {error.strerror or error}.") from error
    if ask.target is not None:
        try:
            answer.write(ask.target)
        except OSError as error:
            say(f"{ask.target} cannot be written ({error.strerror or error}).")
            print_json(answer.to_json())
            raise typer.Exit(int(Exit.USAGE)) from error
        say(f"The answer is in {ask.target}.")
    if ask.as_json:
        print_json(answer.to_json())
    else:
        print(answer)
    return answer


@contextmanager
def _progress() -> Iterator["OnStudyProgress"]:
    """Show a bar over the solves on a terminal, and a line now and then elsewhere."""
    console = err()
    if not console.is_terminal:
        yield _Lines().show
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("solves"), BarColumn(20), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(progress: "StudyProgress") -> None:
            bar.update(task, completed=progress.done, total=progress.total or None, description=state(progress)[:44])

        yield show


class _Lines:
    def __init__(self) -> None:
        self._printed_at = -math.inf
        self._done = -1

    def show(self, progress: "StudyProgress") -> None:
        if progress.done != self._done and time.monotonic() > self._printed_at + _PLAIN_EVERY_SECONDS:
            self._done, self._printed_at = progress.done, time.monotonic()
            say(", ".join(filter(None, (f"{progress.done} of {progress.total} solves", state(progress)))))


def state(progress: "StudyProgress") -> str:
    """Return what is running and the time left, in words."""
    left = ""
    if progress.seconds_left is not None:
        minutes = progress.seconds_left / 60
        left = f"{minutes:.0f} min left" if minutes >= 1.5 else f"{progress.seconds_left:.0f} s left"
    running = progress.running[0] if progress.running else ""
    more = f" and {len(progress.running) - 1} more" if len(progress.running) > 1 else ""
    return ", ".join(filter(None, (left, f"running: {running}{more}" if running else "")))
