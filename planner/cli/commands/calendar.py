"""`planner calendar`: what has to be decided first, and what waiting costs."""

from typing import Annotated

import typer

from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def _periods(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a list of whole numbers such as 1,2,4") from error


def calendar(
    source: of.Source,
    target: of.Target = None,
    first: Annotated[int, typer.Option(metavar="N", min=1, help="How many periods from the start are shown.")] = 4,
    delays: Annotated[
        str, typer.Option(metavar="N,N,...", help="Periods by which each start is delayed, separated by commas.")
    ] = "1,2,4",
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    edits: of.Edits = None,
    as_json: of.AsJson = False,
) -> None:
    """Show what has to be approved, ordered and paid first, and what each delay would cost."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    run(ask, "planner.study.calendar", "calendar", periods=first, delays=_periods(delays))
