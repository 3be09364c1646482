"""The arguments of `planner solve`, and its one answer in every case."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from planner.cli import options
from planner.cli.exits import Exit, Stop
from planner.cli.request import SolveAnswer, SolveRequest, default_plan
from planner.cli.terminal.console import err, print_json
from planner.cli.terminal.mode import Mode
from planner.plan.records import Status
from planner.solver.options import HIGHS, Proof, SolveOptions, available_cores

STOPPED = "Stopped at once; no plan was written."


def solve(
    source: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)],
    target: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="PLAN.xlsx", help="The plan.", show_default="IN_plan.xlsx in this folder"
        ),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            metavar="TIME", parser=options.seconds, help="Time limit: seconds, or 90s, 10m, 1h30m.", show_default="none"
        ),
    ] = None,
    gap: Annotated[
        float,
        typer.Option(metavar="GAP", parser=options.gap, help="Stop at this relative gap: a share, or 1%."),
    ] = 1e-4,
    threads: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Cores to use.", show_default="all available")
    ] = None,
    node_limit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Stop after N nodes, on one core: the same seed then gives the same plan on any machine.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, max=options.LARGEST_SEED, help="Random seed.")] = 0,
    solver: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Solver of the branch and bound: highs, or a MIP solver known to Pyomo (scip, gurobi, cbc, ...).",
        ),
    ] = HIGHS,
    proof: Annotated[
        Proof,
        typer.Option(
            metavar="PROOF",
            help="default, or strict: without presolve and cuts, every bound survives rounding; slower.",
        ),
    ] = Proof.DEFAULT,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="DIR", help="Also write the plan's tables as CSV.", show_default=False),
    ] = None,
    warm: Annotated[
        Path | None,
        typer.Option(metavar="PLAN.xlsx", help="Warm start from a plan workbook.", show_default=False),
    ] = None,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a log of the solve as JSON lines.", show_default=False)
    ] = None,
    edits: options.Edits = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object to stdout.")] = False,
    progress: Annotated[
        Mode, typer.Option(metavar="MODE", help=f"How progress is shown on stderr: {', '.join(Mode)}.")
    ] = Mode.AUTO,
) -> None:
    """Solve a case and write its plan. At a limit or at Ctrl-C the best plan so far is written."""
    asked = SolveOptions(
        gap=gap, threads=threads or available_cores(), seed=seed, solver=solver, node_limit=node_limit, proof=proof
    )
    if time_limit is not None:
        asked = replace(asked, time_limit_seconds=time_limit)
    ask = SolveRequest(
        source, target or default_plan(source), asked, progress, not as_json, csv, warm, log, tuple(edits or ())
    )
    answer = _answer(ask)
    if as_json:
        print_json(answer.to_json())
    raise typer.Exit(int(answer.exit))


def _answer(ask: SolveRequest) -> SolveAnswer:
    with _starting(ask.mode):  # which takes a second
        from planner.cli.commands.solve import run
        from planner.cli.messages import say, say_stop
        from planner.cli.reading import Faulty
    try:
        return run(ask)
    except Stop as stop:
        say_stop(stop)
        return SolveAnswer(
            Status.ERROR, stop.exit, stop.message, faults=stop.faults if isinstance(stop, Faulty) else ()
        )
    except KeyboardInterrupt:
        say(STOPPED)
        return SolveAnswer(Status.CANCELLED, Exit.CANCELLED, STOPPED)
    except Exception as error:
        if not ask.summary:
            print_json(SolveAnswer(Status.ERROR, Exit.INTERNAL, f"internal error: {type(error).__name__}").to_json())
        raise


def _starting(mode: Mode) -> AbstractContextManager[object]:
    """Return a context that says on a terminal that the planner is starting."""
    quiet = mode in (Mode.JSON, Mode.NONE) or not err().is_terminal
    return nullcontext() if quiet else err().status("starting", spinner="line")
