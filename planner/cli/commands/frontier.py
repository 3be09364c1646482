"""`planner frontier`: cost and coverage over the budget, any cells that are scaled, or a measure that plans hold."""

from typing import Annotated

import typer

from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a list of numbers such as 0.5,1,2") from error


def frontier(
    source: of.Source,
    target: of.Target = None,
    vary: Annotated[
        str, typer.Option(metavar="CELLS", help="What is scaled, as SHEET\\[key,...].field; * stands for all.")
    ] = "budget[*].*",
    factors: Annotated[
        str, typer.Option(metavar="F,F,...", help="By how much, separated by commas.")
    ] = "0.25,0.5,0.75,0.9,1,1.25,1.5,2",
    hold: Annotated[
        str,
        typer.Option(
            metavar="MEASURE",
            help="Instead: a measure of the sheet limits that every plan holds, such as service or 'capex_share "
            "region=Taiwan'.",
            show_default=False,
        ),
    ] = "",
    at: Annotated[
        str, typer.Option(metavar="N,N,...", help="With --hold: its minima, in per cent or phases.")
    ] = "50,60,70,80,90,95",
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    edits: of.Edits = None,
    as_json: of.AsJson = False,
) -> None:
    """Show cost and coverage over the budget, any other cells, or a measure that is held, with a proven band."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    run(ask, "planner.study.frontier", "frontier", vary=vary, factors=_numbers(factors), hold=hold, at=_numbers(at))
