"""`planner template`: the empty input workbook, or an example to start from."""

from pathlib import Path
from typing import Annotated

import typer

from planner.case.calendar import months_of_label
from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.messages import say
from planner.workbook.read.settings import KEYS
from planner.workbook.template.books import write_template
from planner.workbook.template.examples import Example, write_example, write_like
from planner.workbook.text.periods import suggest_label

_FIRST = "2026Q4"
_SITES = 3
_MAX_PERIODS = int(KEYS["periods"].maximum or 0)


def template(
    target: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.", show_default=False)],
    example: Annotated[
        Example | None,
        typer.Option(
            metavar="NAME",
            help=f"Write a filled example instead of the empty workbook: {', '.join(Example)}.",
            show_default=False,
        ),
    ] = None,
    like: Annotated[
        Example | None,
        typer.Option(
            metavar="NAME",
            help="Write a small case with typical values: some sites of an example, and its nodes, prices and curves.",
            show_default=False,
        ),
    ] = None,
    sites: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=f"With --like, how many sites; default {_SITES}.", show_default=False),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(
            metavar="LABEL",
            help=f"First period: 2026Q4 for quarters, 2026M10 for months, 2026 for years; default {_FIRST}.",
            show_default=False,
        ),
    ] = None,
    periods: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            max=_MAX_PERIODS,
            help="Length of the horizon in periods; default ten years.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the empty workbook, every sheet with header, comments and lists to choose from, or a filled example."""
    check_target(target)
    if example is not None and like is not None:
        raise Stop(Exit.USAGE, "--example writes an example as it is, --like a smaller one: give one of them.")
    if sites is not None and like is None:
        raise Stop(Exit.USAGE, "--sites counts the sites of a case like an example: add --like world, say.")
    if (example or like) and not (first is None and periods is None):
        raise Stop(Exit.USAGE, f"The example {example or like} has its own horizon: leave out --first and --periods.")
    if target.exists() and target.stat().st_size > 0:
        raise Stop(Exit.USAGE, f"{target} exists and is not overwritten: give another name.")
    try:
        if like is not None:
            _write_like(target, like, sites or _SITES)
        elif example is not None:
            write_example(target, example)
        else:
            write_template(target, _label(first), periods)
    except OSError as error:
        raise Stop(Exit.USAGE, f"{target} cannot be written: {error.strerror or error}.") from error
    except ValueError as error:
        raise Stop(Exit.USAGE, f"The horizon ends beyond the year 9999: {error}.") from error
    if like is not None:
        return
    if example is None:
        say(f"Wrote {target}. Fill it in, then run: planner check {target}")
    else:
        say(f"Wrote {target}, the example {example}. Look at it, change it, then run: planner solve {target}")


def _write_like(target: Path, like: Example, sites: int) -> None:
    try:
        names = write_like(target, like, sites)
    except ValueError as error:
        raise Stop(Exit.USAGE, f"The example {like} is too small for {sites} sites: {error}.") from error
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    say(f"Wrote {target}, a case like {like} with {listed}; demand, budget and tool deliveries are cut to their share.")
    say(f"Put your own names and figures in, then run: planner check {target}")


def _label(first: str | None) -> str:
    if first is None:
        return _FIRST
    try:
        months_of_label(first)
    except ValueError as error:
        meant = next(filter(None, (suggest_label(first, months) for months in (3, 1, 12))), None)
        hint = f" Did you mean {meant}?" if meant else ""
        forms = "2026Q4 for quarters, 2026M10 for months or 2026 for years"
        raise Stop(Exit.USAGE, f"--first {first!r} is not a period: write {forms}.{hint}") from error
    return first
