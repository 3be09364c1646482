"""`planner worth`: what relaxing each rule would save."""

from typing import Annotated

import typer

from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def worth(
    source: of.Source,
    target: of.Target = None,
    questions: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Ask only so many, starting with the rules that bind in most periods.",
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
    """Rank what one more of each thing would save: money, time, tools, phases, lanes and crews, as intervals."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    run(ask, "planner.study.worth", "worth", questions=questions)
