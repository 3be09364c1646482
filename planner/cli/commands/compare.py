"""`planner compare`: what differs between two cases, two plans, or both."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.messages import say
from planner.cli.reading import Faulty
from planner.cli.studies import arguments as of
from planner.cli.terminal.console import print_json
from planner.workbook.faults.fault import InputFaults


def compare(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="A.xlsx B.xlsx [...]", help="Two cases, two plans, or both.", show_default=False),
    ],
    target: of.Target = None,
    as_json: of.AsJson = False,
) -> None:
    """Show what differs: inputs cell by cell, decisions, coverage and money."""
    # Loads the table library late, so that a wrong argument is reported at once.
    from planner.study.compare.compare import NothingToCompareError, compare

    for path in files:
        if not path.is_file():
            raise Stop(Exit.USAGE, f"The file {path} does not exist.")
    if target is not None:
        check_target(target, *files)
    try:
        answer = compare(*files)
    except NothingToCompareError as error:
        raise Stop(Exit.USAGE, str(error)) from error
    except InputFaults as error:
        raise Faulty(files[0], error.faults) from error
    if target is not None:
        answer.write(target)
        say(f"The answer is in {target}.")
    if as_json:
        print_json(answer.to_json())
    else:
        print(answer)
