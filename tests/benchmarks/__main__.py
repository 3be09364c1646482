"""Measurements by one command, `python -m tests.benchmarks`; the results file and the README's tables follow."""

from typing import Annotated, Any

import typer

from tests.benchmarks.one import ALL, OBVIOUS, Job, families
from tests.benchmarks.results import load_results
from tests.benchmarks.runs import keep, run
from tests.benchmarks.subjects import FROZEN, case_hash, case_named
from tests.benchmarks.tables import ENGINES, README, fill
from tests.benchmarks.trace import Task

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)

SIZES = (
    "10 7 40 11 7", "20 7 40 11 7", "50 7 40 11 7", "100 7 40 11 7", "20 4 40 11 7", "20 10 40 11 7", "20 7 20 11 7",
    "20 7 60 11 7", "20 7 40 30 7",
)  # fmt: skip
"""One dimension at a time: sites, nodes, periods, products."""

Limit = Annotated[float, typer.Option("--time-limit", help="seconds of solving")]
Threads = Annotated[int, typer.Option(help="cores of each solver")]
Seeds = Annotated[int, typer.Option(help="how many seeds; the tables show medians")]


@app.command()
def compare(
    case: Annotated[list[str] | None, typer.Option(help="a workbook of inputs or a generated case")] = None,
    engine: Annotated[list[str] | None, typer.Option(help=", ".join(ENGINES))] = None,
    time_limit: Limit = 60.0,
    threads: Threads = 2,
    seeds: Seeds = 3,
) -> None:
    """The planner against HiGHS through Pyomo, SCIP and CBC on the same matrix; what is not run keeps its figures."""
    for name in case or FROZEN:
        now = case_hash(case_named(name))
        if name in FROZEN and FROZEN[name] != now:
            raise SystemExit(f"{name} is another case than the one measured: freeze {now} in subjects.py and run all")
    jobs = [
        Job(name, one, ALL if one == "planner" else OBVIOUS, Task(time_limit, threads, seed))
        for name in case or FROZEN
        for seed in range(seeds)
        for one in engine or ENGINES
    ]
    _do("compare", jobs, add=True)


@app.command()
def growth(
    size: Annotated[list[str] | None, typer.Option(help="sites nodes periods products markets")] = None,
    time_limit: Limit = 60.0,
    threads: Threads = 2,
) -> None:
    """How each cost grows with sites, nodes, periods and products; sizes measured before stay beside these."""
    _do("growth", [Job(f"size {one}", "planner", ALL, Task(time_limit, threads, 0)) for one in size or SIZES], add=True)


@app.command()
def largest(time_limit: Limit = 600.0, threads: Threads = 2) -> None:
    """200 sites, 10 nodes, 60 quarters, 30 products and 12 markets; a row of the table of growth."""
    _do("growth", [Job("size 200 10 60 30 12", "planner", ALL, Task(time_limit, threads, 0))], add=True)


@app.command(name="families")
def left_out(case: str = "world", time_limit: Limit = 30.0, threads: Threads = 2, seeds: Seeds = 3) -> None:
    """What the planner loses without each strengthening family."""
    names = ["-" + family.__name__.rsplit(".", 1)[-1] for family in families(ALL)]
    kinds = [ALL, *names, OBVIOUS]
    _do("families", [Job(case, "planner", kind, Task(time_limit, threads, s)) for kind in kinds for s in range(seeds)])


@app.command()
def table() -> None:
    """Write the README's tables from the results file."""
    README.write_text(fill(README.read_text(encoding="utf-8"), load_results()), encoding="utf-8")


def _do(kind: str, jobs: list[Job], add: bool = False) -> None:
    """Run jobs one after the other; results are kept after each, so that none is lost."""
    known: list[dict[str, Any]] = load_results().get(kind, {"runs": []})["runs"] if add else []
    again = {(job.case, job.engine, job.strength, job.task.seed) for job in jobs}
    known = [one for one in known if (one["case"], one["engine"], one["strength"], one["task"]["seed"]) not in again]
    for job in jobs:
        record = run(job)
        known.append(record)
        keep(kind, known)
        typer.echo(
            f"{job.case}, {job.engine}, {job.strength}, seed {job.task.seed}: gap {record['at_limit']['gap']},"
            f" first plan {record['first_plan_seconds']} s, {record['peak_mb']} MB, load {record['load']}"
        )
    table()


if __name__ == "__main__":
    app()
