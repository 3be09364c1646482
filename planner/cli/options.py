"""Option values as people write them, each with the sentence that says what is accepted."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from planner.solver import quantities

Edits = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="EDIT",
        help="Change cells of the case first: 'SHEET\\[key,...].field OP value' or 'SHEET!B3 OP value', OP being =, "
        "+=, -= or *=, and * all; may be given several times.",
        show_default=False,
    ),
]
CaseOfPlan = Annotated[
    Path | None,
    typer.Option(
        "--case",
        metavar="IN.xlsx",
        help="The case of the plan.",
        show_default="the file that the plan names, beside it or in this folder",
    ),
]
LARGEST_SEED = 1_000_000_000
SHORTEST_MINUTES = 0.1


def seconds(written: str | float) -> float:
    """Return a time in seconds."""
    return _asked(quantities.seconds_of, written)


def minutes(written: str | float) -> float:
    """Return a time in minutes, enough for a solve to start."""
    asked = _asked(quantities.minutes_of, written)
    if asked < SHORTEST_MINUTES:
        raise typer.BadParameter(f"{written} is shorter than {60 * SHORTEST_MINUTES:g} seconds")
    return asked


def gap(written: str | float) -> float:
    """Return a relative gap as a share."""
    return _asked(quantities.gap_of, written)


def _asked(read: Callable[[str | float], float], written: str | float) -> float:
    try:
        return read(written)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
