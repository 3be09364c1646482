"""`planner solve`: read, check, build, solve, extract, audit, report."""

from dataclasses import replace

from planner.cli.answer import Answer
from planner.cli.ask import Ask
from planner.cli.exits import OF_STATUS, Exit, Stop
from planner.cli.files import check_folder, check_log, check_target
from planner.cli.interrupt import cancel_on_signals
from planner.cli.laps import Laps
from planner.cli.messages import findings, say, show_plan
from planner.cli.reading import known_schedule, read_source
from planner.cli.terminal.faults import faults_text, worth_showing
from planner.cli.terminal.json_lines import shown
from planner.cli.writing import save_csv, save_plan
from planner.pipeline import solve
from planner.report.contract.tables import plan_tables
from planner.report.contract.tidy_csv import write_csv
from planner.report.figures.headline import figures
from planner.report.readback.tables import COLUMNS
from planner.report.words.verdict import WITHOUT_PLAN
from planner.solve.foreign.find import SolverMissing, find_solver


def run(ask: Ask) -> Answer:
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
    laps = Laps()
    display = shown(ask.mode, ask.options.time_limit_seconds, ask.log)
    with display as show, cancel_on_signals(show.cancel, show.stopping):
        with show:
            show.step(f"reading {ask.source.name}")
            source = read_source(ask.source)
            laps.end("read")
            show.print(faults_text(worth_showing(source.faults)))
            show.step("building the model")
            case = source.case
            warm = None
            if ask.warm is not None:
                warm, warm_message = known_schedule(ask.warm, case)
                show.print(warm_message)
            solved = solve(case, ask.options, show.on_progress, show.cancel, warm=warm)
            laps.adopt(solved.plan.run)
        status, audit = solved.plan.outcome.status, solved.audit
        if audit is None:
            message = " ".join(filter(None, (WITHOUT_PLAN[status], str(solved.plan.run.get("message", "")))))
            say(message)
            return Answer(status, OF_STATUS[status], message, seconds=laps.seconds, faults=source.faults)
        plan = replace(solved.plan, run={**source.record(), "seconds_read": laps.seconds["read"], **solved.plan.run})
        save_plan(ask.target, case, plan, audit)
        if ask.csv is not None:
            save_csv(ask.csv, lambda folder: write_csv(folder, plan_tables(case, plan)))
        laps.end("write")
    end = OF_STATUS[status] if audit.clean else Exit.INTERNAL
    message = str(solved.plan.run.get("message", "")) if audit.clean else findings(audit)
    answer = Answer(status, end, message, figures(case, plan), laps.seconds, ask.target, audit, source.faults, ask.csv)
    if ask.summary:
        show_plan(case, plan, answer)
    say(message)
    return answer
