"""`planner solve`: read, check, build, solve, extract, audit, report."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.exits import OF_STATUS, Exit, Stop
from planner.cli.files import check_folder, check_log, check_target
from planner.cli.interrupt import cancel_on_signals
from planner.cli.messages import findings, say, show_plan
from planner.cli.reading import known_schedule, read_source
from planner.cli.request import SolveAnswer, SolveRequest
from planner.cli.terminal.faults import faults_text, worth_showing
from planner.cli.terminal.json_lines import shown
from planner.cli.terminal.streams import lost
from planner.cli.writing import cause, get_ready, save_csv, save_plan, save_schedule
from planner.report.contract.tidy_csv import write_csv
from planner.report.excel.drawing import Drawing
from planner.report.readback.tables import COLUMNS
from planner.report.words.digest import digest
from planner.solver.foreign.find import SolverMissing, find_solver

if TYPE_CHECKING:
    from planner.pipeline import Result
    from planner.workbook.faults.fault import Fault


def run(ask: SolveRequest) -> SolveAnswer:
    """Solve a workbook and write its plan workbook. Raises Stop where it ends early."""
    check_target(ask.target, ask.source)
    if ask.csv is not None:
        check_folder(ask.csv, COLUMNS, ask.source, ask.target)
    if ask.warm is not None and not ask.warm.is_file():
        raise Stop(Exit.USAGE, f"The file {ask.warm} to start from does not exist.")
    if ask.log is not None:
        check_log(ask.log, *filter(None, (ask.source, ask.target, ask.warm)))
    try:
        find_solver(ask.options.solver)
    except SolverMissing as missing:
        raise Stop(Exit.USAGE, str(missing)) from missing
    display = shown(ask.mode, ask.options.time_limit_seconds, ask.log)
    with display as show, cancel_on_signals(show.cancel, show.stopping), Drawing() as drawing:
        with show:
            show.step(f"reading {ask.source.name}")
            source = read_source(ask.source, ask.edits)
            show.print(faults_text(worth_showing(source.faults)))
            show.step("building the model")
            from planner.pipeline import solve  # takes a second, which a reader of the terminal should know of

            warm_start = None
            if ask.warm is not None:
                warm_start, warm_message = known_schedule(ask.warm, source.case)
                show.print(warm_message)
            on_progress = get_ready(show.on_progress)
            result = solve(
                source,
                ask.options,
                on_progress=on_progress,
                on_extracted=drawing.start,
                cancel=show.cancel,
                warm_start=warm_start,
            )
            started_at = time.perf_counter()
            if result.audit is not None:
                show.step(f"writing the sheets of {ask.target.name}")
                saved = save_plan(ask.target, result, drawing, on_step=show.step)
                csv, csv_message, csv_exit = _save_csv(ask.csv, result)
        if result.audit is None:
            return _without_plan(ask, result, source.faults)
    seconds = replace(result.seconds, write=time.perf_counter() - started_at).by_step()
    reason = lost(str(ask.log))
    log_message, log_exit = (f"{ask.log} is incomplete ({reason}).", Exit.USAGE) if reason else ("", Exit.OK)
    is_sound = result.audit.clean and result.failure is None
    end = saved.exit or csv_exit or log_exit or OF_STATUS[result.status] if is_sound else Exit.INTERNAL
    message = result.message if result.audit.clean else findings(result.audit)
    failure = cause(result.failure) if result.failure is not None else ""
    message = "\n".join(filter(None, (message, failure, saved.message, csv_message, log_message)))
    answer = SolveAnswer(result.status, end, message, None, seconds, saved.path, result.audit, source.faults, csv)
    try:
        answer = _shown(ask, result, answer)
    except Exception as error:  # the plan is saved: whoever waits for it has to know where
        where = f"The plan is saved as {saved.path}, but its summary failed." if saved.path else ""
        message = " ".join(filter(None, (message, where, cause(error))))
        answer = replace(answer, exit=Exit.INTERNAL, message=message)
    say(message)
    return answer


def _shown(ask: SolveRequest, result: "Result", answer: SolveAnswer) -> SolveAnswer:
    """Return the answer with its figures; a plan is printed, or its digest added for --json."""
    answer = replace(answer, figures=result.figures)
    if not ask.summary:
        return replace(answer, digest=digest(result.case, result.plan))
    show_plan(result.case, result.plan, answer)
    return answer


def _without_plan(ask: SolveRequest, result: "Result", faults: "tuple[Fault, ...]") -> SolveAnswer:
    """Say why there is no plan, and where the schedule is of one that could not be extracted."""
    where = save_schedule(ask.target, result) if result.failure is not None else ""
    message = " ".join(filter(None, (result.message, where)))
    say(message)
    end = OF_STATUS[result.status]
    return SolveAnswer(result.status, end, message, seconds=result.seconds.by_step(), faults=faults)


def _save_csv(folder: Path | None, result: "Result") -> tuple[Path | None, str, Exit]:
    """Write the tables if that is asked; return where they are, or why they are not, and the exit code of that."""
    if folder is None:
        return None, "", Exit.OK
    try:
        save_csv(folder, lambda place: write_csv(place, result.tables))
    except Stop as stop:
        return None, stop.message, stop.exit
    return folder, "", Exit.OK
