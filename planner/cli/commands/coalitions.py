"""`planner coalitions`: what each subset of funds or blocs saves, and shares of it."""

from enum import StrEnum
from typing import Annotated

import typer

from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


class Players(StrEnum):
    """Who the players are."""

    FUNDS = "funds"
    BLOCS = "blocs"


def coalitions(
    source: of.Source,
    target: of.Target = None,
    kind: Annotated[
        Players,
        typer.Option("--of", help="Funds (one left out pays nothing) or blocs (nothing new is built in one left out)."),
    ] = Players.FUNDS,
    players: Annotated[
        list[str] | None,
        typer.Option(
            "--player",
            metavar="NAME",
            help="A player; again for more. The others belong to every coalition.",
            show_default="all",
        ),
    ] = None,
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    edits: of.Edits = None,
    as_json: of.AsJson = False,
) -> None:
    """Show what each subset of funds or blocs saves together, a fair share for each, and who loses if one leaves."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    run(ask, "planner.study.coalitions.coalitions", "coalitions", of=kind.value, players=players or None)
