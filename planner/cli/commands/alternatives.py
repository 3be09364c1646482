"""`planner alternatives`: how far the plans that cost about as much as the best differ, and what all of them build."""

from typing import Annotated

import typer

from planner.cli import options
from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def alternatives(
    source: of.Source,
    target: of.Target = None,
    within: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            parser=options.gap,
            help="How far from the bound a plan may be: a share of the objective, or 1%; more than the gap.",
        ),
    ] = 0.01,
    first: Annotated[
        int, typer.Option(metavar="N", min=1, help="Starts without regret are looked for in so many periods, too.")
    ] = 4,
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    edits: of.Edits = None,
    as_json: of.AsJson = False,
) -> None:
    """Show what all plans of about the best cost build, and how far they differ by region, node and site."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    run(ask, "planner.study.alternatives.alternatives", "alternatives", within=within, periods=first)
