"""`planner scenarios`: a plan for several futures, and what to decide now."""

from typing import Annotated

import typer

from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def scenarios(
    source: of.Source,
    target: of.Target = None,
    decide_until: Annotated[
        str,
        typer.Option(
            metavar="PERIOD",
            help="Decide starts until then for all futures; later ones follow the future.",
            show_default="the setting decide_until",
        ),
    ] = "",
    sample: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=2, help="Draw so many futures around the scenarios of the case.", show_default="none drawn"
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=2,
            help="Of the futures drawn, plan for so many that stand for all.",
            show_default="all where they differ in demand alone, else 10",
        ),
    ] = None,
    fresh: Annotated[int, typer.Option(metavar="N", min=0, help="Try the plan on so many futures more; 0: none.")] = 32,
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    edits: of.Edits = None,
    as_json: of.AsJson = False,
) -> None:
    """Plan for several futures: what that is worth, the regret in each, what to commit to now and what can wait."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    module = "planner.study.scenarios.scenarios"
    run(ask, module, "scenarios", decide_until=decide_until, sample=sample, keep=keep, fresh=fresh, draw_seed=seed)
