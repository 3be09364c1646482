"""`planner replan`: what to change in a plan after what has happened since, and the next case."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.messages import say
from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run

if TYPE_CHECKING:
    from planner.study.replan.replan import Replanned


def replan(
    source: of.Source,
    plan: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="Its plan, as it was decided.", show_default=False)],
    now: Annotated[
        str,
        typer.Option(metavar="PERIOD", help="First period that may change; all before is fixed.", show_default=False),
    ],
    target: of.Target = None,
    following: Annotated[
        Path | None,
        typer.Option("--next", metavar="NEXT.xlsx", help="Write the next case as a workbook.", show_default=False),
    ] = None,
    edits: of.Edits = None,
    move_price: Annotated[
        float | None,
        typer.Option(
            metavar="USD_BN",
            min=0,
            help="Price of each phase that starts otherwise than planned.",
            show_default="the case's, or 0.01",
        ),
    ] = None,
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    as_json: of.AsJson = False,
) -> None:
    """Carry a plan into new facts (--set): what to move, what it saves, which fact moves it, and the regret."""
    for path in filter(None, (target, following)):
        check_target(path, source, plan)
    if following is not None and target is not None and following.absolute() == target.absolute():
        raise Stop(Exit.USAGE, f"{target} cannot hold both the answer and the next case: give --next another name.")
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json)
    facts = tuple(edits or ())
    answer = run(
        ask, "planner.study.replan.replan", "replan", plan=plan, now=now, edits=facts, move_price_usd_bn=move_price
    )
    if following is not None:
        _write(cast("Replanned", answer), source, following)


def _write(answer: "Replanned", source: Path, target: Path) -> None:
    if answer.next_case is None:
        raise Stop(Exit.INFEASIBLE, f"{target} is not written: what has started contradicts the new facts.")
    try:
        answer.next_case.write(source, target)
    except OSError as error:
        raise Stop(Exit.USAGE, f"{target} cannot be written ({error.strerror or error}).") from error
    say(f"The next case is in {target}. To plan it: planner solve {target}")
