"""`planner stress`: a fixed plan in thousands of futures, and without one site, region, lane or tool at a time."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.files import check_target
from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def stress(
    source: of.Source,
    plan: Annotated[Path, typer.Option("--plan", metavar="PLAN.xlsx", help="Its plan, fixed.", show_default=False)],
    target: of.Target = None,
    futures: Annotated[int, typer.Option(metavar="N", min=1, help="How many futures are drawn.")] = 5000,
    total_time: of.TotalTime = None,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    as_json: of.AsJson = False,
) -> None:
    """Test a fixed plan in many futures: coverage, cash, what hurts most when it is lost, and the phase that helps."""
    if target is not None:
        check_target(target, source, plan)
    ask = StudyRequest(source, target, None, total_time, of.GAP, seed, executor, None, as_json)
    run(ask, "planner.study.futures.stress", "stress", plan=plan, futures=futures)
