"""`planner solve`: read, check, build, solve, extract, audit, report."""

import time
from dataclasses import replace

from planner.cli.exits import OF_STATUS, Exit, Stop
from planner.cli.files import check_folder, check_log, check_target
from planner.cli.interrupt import cancel_on_signals
from planner.cli.messages import findings, say, show_plan
from planner.cli.reading import known_schedule, read_source
from planner.cli.request import SolveAnswer, SolveRequest
from planner.cli.terminal.faults import faults_text, worth_showing
from planner.cli.terminal.json_lines import shown
from planner.cli.writing import save_csv, save_plan
from planner.pipeline import solve
from planner.report.contract.tidy_csv import write_csv
from planner.report.readback.tables import COLUMNS
from planner.solver.foreign.find import SolverMissing, find_solver


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
    with display as show, cancel_on_signals(show.cancel, show.stopping):
        with show:
            show.step(f"reading {ask.source.name}")
            source = read_source(ask.source)
            show.print(faults_text(worth_showing(source.faults)))
            show.step("building the model")
            warm_start = None
            if ask.warm is not None:
                warm_start, warm_message = known_schedule(ask.warm, source.case)
                show.print(warm_message)
            result = solve(source, ask.options, on_progress=show.on_progress, cancel=show.cancel, warm_start=warm_start)
        if result.audit is None:
            say(result.message)
            end = OF_STATUS[result.status]
            return SolveAnswer(
                result.status, end, result.message, seconds=result.seconds.by_step(), faults=source.faults
            )
        started_at = time.perf_counter()
        save_plan(ask.target, result)
        if ask.csv is not None:
            save_csv(ask.csv, lambda folder: write_csv(folder, result.tables))
    seconds = replace(result.seconds, write=time.perf_counter() - started_at).by_step()
    end = OF_STATUS[result.status] if result.audit.clean else Exit.INTERNAL
    message = result.message if result.audit.clean else findings(result.audit)
    answer = SolveAnswer(
        result.status, end, message, result.figures, seconds, ask.target, result.audit, source.faults, ask.csv
    )
    if ask.summary:
        show_plan(result.case, result.plan, answer)
    say(message)
    return answer
