"""The arguments that every study takes."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import options

TIME_LIMIT_SECONDS, GAP = 60.0, 1e-4
"""Defaults of each solve."""

Source = Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)]
Target = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="ANSWER.xlsx", help="Write the answer as a workbook.", show_default=False),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        metavar="TIME",
        parser=options.seconds,
        help="Time limit of each solve: seconds, or 90s, 10m, 1h30m.",
        show_default=f"{TIME_LIMIT_SECONDS:g} s, with --total-time its share",
    ),
]
TotalTime = Annotated[
    float | None,
    typer.Option(
        metavar="TIME",
        parser=options.seconds,
        help="Time for all solves together, seconds or as above; each then gets its share.",
        show_default="none",
    ),
]
Gap = Annotated[
    float,
    typer.Option(metavar="GAP", parser=options.gap, help="Stop each solve at this relative gap: a share, or 1%."),
]
Seed = Annotated[int, typer.Option(metavar="N", min=0, max=options.LARGEST_SEED, help="Random seed.")]
Executor = Annotated[
    str,
    typer.Option(
        metavar="WHERE",
        help="Who solves: local, local:N for N solves at once, or dask:ADDRESS for the workers of a Dask scheduler.",
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Keep finished solves in this folder; the next run with it adds only what is missing.",
        show_default=False,
    ),
]
Edits = options.Edits
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object to stdout.")]
