"""`planner compare`: what differs between cases, between plans, or both; or what edits of a case would change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.messages import say
from planner.cli.reading import Faulty, read_source
from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run
from planner.cli.terminal.console import print_json
from planner.workbook.faults.fault import InputFaults

if TYPE_CHECKING:
    from planner.plan.records import Plan


def compare(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="A.xlsx B.xlsx [...]",
            help="Two or more cases, as many plans, or both; with --set one case, and its plan if there is one.",
            show_default=False,
        ),
    ],
    target: of.Target = None,
    edits: of.Edits = None,
    as_solved: Annotated[
        bool,
        typer.Option(
            "--as-solved",
            help="With --set: compare the new plan as it was solved, not the one nearest to the old plan.",
        ),
    ] = False,
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    as_json: of.AsJson = False,
) -> None:
    """Show what differs: inputs cell by cell, decisions, coverage and money. With --set: what these edits change."""
    for path in files:
        if not path.is_file():
            raise Stop(Exit.USAGE, f"The file {path} does not exist.")
    if target is not None:
        check_target(target, *files)
    if not edits:
        _compare(files, target, as_json)
        return
    if len(files) > 2:
        raise Stop(Exit.USAGE, f"With --set give one case, and its plan if there is one: these are {len(files)} files.")
    ask = StudyRequest(files[0], target, time_limit, total_time, gap, seed, executor, resume, as_json)
    plan = _plan(files[1], files[0]) if len(files) == 2 else None
    run(ask, "planner.study.compare.what_if", "what_if", edits=edits, plan=plan, nearest=not as_solved)


def _compare(files: list[Path], target: Path | None, as_json: bool) -> None:
    # Loads the table library late, so that a wrong argument is reported at once.
    from planner.study.compare.compare import NothingToCompareError, compare

    try:
        answer = compare(*files)
    except NothingToCompareError as error:
        raise Stop(Exit.USAGE, f"{error} For one case, --set EDIT says what to compare it with.") from error
    except InputFaults as error:
        raise Faulty(files[0], error.faults) from error
    if target is not None:
        answer.write(target)
        say(f"The answer is in {target}.")
    if as_json:
        print_json(answer.to_json())
    else:
        print(answer)


def _plan(path: Path, case: Path) -> "Plan":
    """Return the plan of a plan workbook. Raises Stop where it is none of this case."""
    from planner.report.readback.plan_workbook import read_plan

    try:
        return read_plan(path, read_source(case).case)
    except InputFaults as error:
        fault = error.faults[0]
        raise Stop(
            Exit.USAGE, f"{path} is not a plan workbook of {case}: {fault.meaning}; {fault.fix}. The case comes first."
        ) from error
