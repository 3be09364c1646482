"""`planner template`: the empty input workbook."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.tell import say
from planner.workbook.template import write_template


def template(
    target: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.", show_default=False)],
) -> None:
    """Write the empty workbook: every sheet with its header, comments and dropdowns, ready to be filled in."""
    check_target(target)
    if target.exists() and target.stat().st_size > 0:
        raise Stop(Exit.USAGE, f"{target} exists and is never written over: give another name.")
    try:
        write_template(target)
    except OSError as error:
        raise Stop(Exit.USAGE, f"{target} cannot be written: {error.strerror or error}.") from error
    say(f"{target} is written. Fill it in, then: planner check {target}")
