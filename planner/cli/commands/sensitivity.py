"""`planner sensitivity`: how far the optimum moves with each assumption."""

from typing import Annotated

import typer

from planner.cli.studies import arguments as of
from planner.cli.studies.running import StudyRequest, run


def sensitivity(
    source: of.Source,
    target: of.Target = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CELLS",
            help="Cells that are varied, as SHEET\\[key,...].field; may be given several times.",
            show_default="demand, penalties, prices, budgets, capex, wafer cost, capacity, tools",
        ),
    ] = None,
    swing: Annotated[float, typer.Option(metavar="SHARE", help="By how much: 0.1 is ten per cent.")] = 0.1,
    time_limit: of.TimeLimit = None,
    total_time: of.TotalTime = None,
    gap: of.Gap = of.GAP,
    seed: of.Seed = 0,
    executor: of.Executor = "local",
    resume: of.Resume = None,
    edits: of.Edits = None,
    as_json: of.AsJson = False,
) -> None:
    """Show how far the optimum moves when each assumption is lower or higher, as intervals."""
    ask = StudyRequest(source, target, time_limit, total_time, gap, seed, executor, resume, as_json, tuple(edits or ()))
    chosen = {cells: cells for cells in vary} if vary else None
    run(ask, "planner.study.sensitivity.sensitivity", "sensitivity", vary=chosen, swing=swing)
