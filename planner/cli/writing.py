"""Saves a plan: a plan that was found is never lost.

Where its place cannot be written, others are tried in turn. Where its workbook fails, plainer files take its place: the
tables alone, then the plan as JSON with its locks as CSV. Where no disk takes anything, the locks are printed. Of a
plan that could not be extracted, a workbook of its schedule is kept.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from planner.cli.crash import to_send
from planner.cli.exits import Exit, Stop
from planner.cli.memory import NO_MEMORY, is_lack_of_memory
from planner.report.excel.drawing import Drawing
from planner.report.excel.plan_file import OnStep, PlanFile, silent
from planner.solver.events import OnProgress, Progress
from planner.workbook.file.saving import write_whole

if TYPE_CHECKING:
    from planner.pipeline import Result

_FREE_NAMES = 100


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a plan is, None if nowhere; what a reader has to know of it; the exit code if it is not as it was asked."""

    path: Path | None
    message: str = ""
    exit: Exit = Exit.OK


@dataclass(frozen=True, slots=True)
class _Form:
    """A file that holds a plan: its suffix, what it is, and what makes it."""

    suffix: str
    name: str
    file: Callable[["Result"], PlanFile]


def get_ready(report: OnProgress) -> OnProgress:
    """Return what reports progress and at its first call gets ready for `save_plan`, while the solvers are at work."""
    ready: list[Thread] = []

    def reported(progress: Progress) -> None:
        if not ready:
            ready.append(Thread(target=_get_ready, daemon=True))
            ready[0].start()
        report(progress)

    return reported


def _get_ready() -> None:
    """Load what writes workbooks, and start what draws; where that fails, saving the plan says so."""
    with suppress(Exception):
        from planner.charts.draw import available

        if available():
            from planner.charts.pen import start_ahead

            start_ahead()  # first of all: a short solve draws soon
            from planner.report import plan_charts  # noqa: F401
        from planner.report.excel import workbook  # noqa: F401


def save_plan(target: Path, result: "Result", drawing: Drawing | None = None, on_step: OnStep = silent) -> Saved:
    """Write the plan workbook, or what can be written instead, at the target or where there is room.

    Its charts are those of the drawing.
    """
    workbook = _Form(".xlsx", "The plan workbook", partial(_workbook, drawing=drawing, on_step=on_step))
    return _save(target, result, (workbook, _TABLES, _JSON))


def save_schedule(target: Path, result: "Result") -> str:
    """Write the schedule of a plan that could not be extracted, and return what went wrong and where it is.

    It goes beside the target under a name of its own, so that it takes the place of no plan.
    """
    beside = target.with_stem(f"{target.stem}_schedule")
    with suppress(OSError, StopIteration):
        beside = _free(target.parent, beside.name)
    saved = _save(beside, result, (_SCHEDULE, _JSON))
    where = f"The schedule is saved as {saved.path}." if saved.path == beside else saved.message
    is_start = saved.path is not None and saved.path.suffix == ".xlsx"
    start = f"Another solve can start from it: --warm {saved.path}." if is_start else ""
    went_wrong = cause(result.failure) if result.failure is not None else ""
    return " ".join(filter(None, (went_wrong, where, start)))


def _save(target: Path, result: "Result", forms: tuple[_Form, ...]) -> Saved:
    notes: list[str] = []
    refused: OSError | None = None
    end = Exit.OK
    for form in forms:
        try:
            file = form.file(result)
        except Exception as error:
            end = Exit.INTERNAL
            notes.append(f"{form.name} could not be made. {cause(error)}")
            continue
        for place in _places(target, form.suffix):
            try:
                path = place()
                write_whole(path, file.content)
            except (OSError, RuntimeError) as error:
                refused = refused or (error if isinstance(error, OSError) else OSError(str(error)))
                continue
            if refused is not None:
                end = Exit.USAGE
                notes.append(f"{target} cannot be written ({_reason(refused)}); the plan is saved as {path}.")
            elif path != target:
                notes.append(f"The plan is saved as {path}.")
            if form is _JSON:
                notes += _locks_beside(path, result)
            if file.failure is not None:
                end = end or Exit.INTERNAL
                notes.insert(0, cause(file.failure))
            return Saved(path, " ".join(filter(None, (file.note, *notes))), end)
    reason = f"no folder can be written ({_reason(refused)})" if refused is not None else "no file could be made"
    notes.append(f"The plan is not saved: {reason}. Its rows of the sheet locks are:\n{_locks(result)}")
    return Saved(None, " ".join(notes), Exit.USAGE)


def save_csv(folder: Path, write: Callable[[Path], None]) -> None:
    """Write tables into a folder. Raises Stop where that fails."""
    try:
        write(folder)
    except OSError as error:
        raise Stop(Exit.USAGE, f"{folder} cannot be written ({_reason(error)}).") from error
    except Exception as error:
        raise Stop(Exit.INTERNAL, f"{folder} could not be written. {cause(error)}") from error


def _places(target: Path, suffix: str) -> Iterator[Callable[[], Path]]:
    """Yield what names a place, from the one that was asked for on; naming one may fail too."""
    asked = target.suffix.lower() == suffix
    name = target.name if asked else target.with_suffix(suffix).name
    if asked:
        yield lambda: target
    yield lambda: _free(target.absolute().parent, name)
    yield lambda: _free(Path.home(), name)
    yield lambda: Path(tempfile.mkdtemp(prefix="planner-")) / name


def _free(folder: Path, name: str) -> Path:
    """Return a path in a folder where there is no file yet."""
    wanted = folder / name
    others = (wanted.with_stem(f"{wanted.stem}_{number}") for number in range(2, _FREE_NAMES))
    return next(path for path in (wanted, *others) if not path.exists())


def _workbook(result: "Result", drawing: Drawing | None, on_step: OnStep) -> PlanFile:
    from planner.report.excel.workbook import plan_file
    from planner.report.words.verdict import audit_lines

    lines = audit_lines(result.audit) if result.audit else ()
    return plan_file(result.case, result.plan, lines, drawing, on_step)


def _tables(result: "Result") -> PlanFile:
    from planner.report.excel.workbook import tables_bytes

    return PlanFile(tables_bytes(result.case, result.plan), "The file holds the tables of the plan alone.")


def _schedule(result: "Result") -> PlanFile:
    from planner.report.excel.workbook import schedule_bytes

    return PlanFile(schedule_bytes(result.case, result.plan))


def _json(result: "Result") -> PlanFile:
    from planner.report.contract.plan_json import to_text

    return PlanFile(to_text(result.plan).encode())


_TABLES = _Form(".xlsx", "The workbook of its tables alone", _tables)
_SCHEDULE = _Form(".xlsx", "The workbook of its schedule", _schedule)
_JSON = _Form(".json", "The plan as JSON", _json)


def _locks_beside(path: Path, result: "Result") -> list[str]:
    """Write the locks of a plan beside its JSON, and say where they are."""
    beside = path.with_name(f"{path.stem}_locks.csv")
    try:
        write_whole(beside, _locks(result).encode())
    except Exception:
        return []  # the plan itself is saved
    return [f"{beside} holds its locks, to paste into the sheet locks of its case."]


def _locks(result: "Result") -> str:
    """Return the rows of the sheet `locks` that fix what a plan builds, as CSV."""
    from planner.report.contract.layout import LOCK_COLUMNS
    from planner.report.contract.tables import short_locks

    text = io.StringIO()
    csv.writer(text).writerows([LOCK_COLUMNS, *short_locks(result.case, result.plan)])
    return text.getvalue()


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def cause(error: Exception) -> str:
    """Return what went wrong, with a report to send where it was a bug."""
    if is_lack_of_memory(error):
        return NO_MEMORY
    return f"{type(error).__name__}: {' '.join(str(error).split())}. {to_send(error)}"
