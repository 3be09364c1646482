"""Measurements by one command, `python -m tests.benchmarks`; the results file and the tables follow.

All seconds are calibrated: a second of this machine, divided by the machine factor that `speed` prints.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from tests.benchmarks import pages as served
from tests.benchmarks import resolve as resolves
from tests.benchmarks.contenders import ALL, CONTENDERS, OBVIOUS, families
from tests.benchmarks.one import Job
from tests.benchmarks.results import load_results, save
from tests.benchmarks.runs import ONE, keep, run
from tests.benchmarks.speed import Speed, measure_speed
from tests.benchmarks.subjects import require_frozen
from tests.benchmarks.tables.page import write_pages
from tests.benchmarks.tables.unseen import summary_lines
from tests.benchmarks.trace import Task
from tests.benchmarks.unseen import NAMES

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)

COMPARED = ("world", "world_tight")
SIZES = (
    "10 7 40 11 7", "20 7 40 11 7", "50 7 40 11 7", "100 7 40 11 7", "20 4 40 11 7", "20 10 40 11 7", "20 7 20 11 7",
    "20 7 60 11 7", "20 7 40 30 7",
)  # fmt: skip
"""One dimension at a time: sites, nodes, periods, products."""

Limit = Annotated[float, typer.Option("--time-limit", help="calibrated seconds of the whole command")]
Threads = Annotated[int, typer.Option(help="cores of each solver")]
Seeds = Annotated[int, typer.Option(help="how many seeds, from 0 on; the tables show medians")]
Neighbour = Annotated[bool, typer.Option("--neighbour", help="keep one core busy with another process meanwhile")]


@app.command()
def speed() -> None:
    """Print the machine factor, and the load average before it was measured."""
    _session()


@app.command()
def compare(
    case: Annotated[list[str] | None, typer.Option(help="a workbook of inputs or a generated case")] = None,
    engine: Annotated[list[str] | None, typer.Option(help=", ".join(CONTENDERS))] = None,
    time_limit: Limit = 60.0,
    threads: Threads = 2,
    seeds: Seeds = 3,
    neighbour: Neighbour = False,
) -> None:
    """The planner against HiGHS, SCIP and CBC on both formulations; what is not run keeps its figures."""
    unknown = sorted(set(engine or ()) - set(CONTENDERS))
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: choose from {', '.join(CONTENDERS)}", param_hint="--engine")
    some = [CONTENDERS[name] for name in engine or CONTENDERS]
    jobs = [
        Job(name, one.engine, one.strength, Task(time_limit, threads, seed), neighbour)
        for name in case or COMPARED
        for seed in range(seeds)
        for one in some
    ]
    _measure("compare", jobs)


@app.command()
def unseen(
    case: Annotated[list[str] | None, typer.Option(help="one of the family, such as 'unseen 3'; default all")] = None,
    time_limit: Limit = 60.0,
    threads: Threads = 2,
    seeds: Seeds = 1,
    neighbour: Neighbour = False,
) -> None:
    """The planner on cases that no setting was tuned on: median and worst gap, first plan, near the best known."""
    unknown = sorted(set(case or ()) - set(NAMES))
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: choose from 'unseen 1' to 'unseen {len(NAMES)}'")
    tasks = [Task(time_limit, threads, seed) for seed in range(seeds)]
    _measure("unseen", [Job(name, "planner", ALL, task, neighbour) for name in case or NAMES for task in tasks])
    for line in summary_lines(load_results()["unseen"]["summary"]):
        typer.echo(line)


@app.command()
def growth(
    size: Annotated[list[str] | None, typer.Option(help="sites nodes periods products markets")] = None,
    time_limit: Limit = 60.0,
    threads: Threads = 2,
) -> None:
    """How each cost grows with sites, nodes, periods and products; sizes measured before stay beside these."""
    _measure("growth", [Job(f"size {one}", "planner", ALL, Task(time_limit, threads, 0)) for one in size or SIZES])


@app.command()
def largest(time_limit: Limit = 600.0, threads: Threads = 2) -> None:
    """200 sites, 10 nodes, 60 quarters, 30 products and 12 markets; a row of the table of growth."""
    _measure("growth", [Job("size 200 10 60 30 12", "planner", ALL, Task(time_limit, threads, 0))])


@app.command(name="families")
def left_out(case: str = "world", time_limit: Limit = 30.0, threads: Threads = 2, seeds: Seeds = 3) -> None:
    """What the planner loses without each strengthening family."""
    names = ["-" + family.__name__.rsplit(".", 1)[-1] for family in families(ALL)]
    tasks = [Task(time_limit, threads, seed) for seed in range(seeds)]
    jobs = [Job(case, "planner", kind, task) for kind in (ALL, *names, OBVIOUS) for task in tasks]
    _measure("families", jobs, add=False)


@app.command()
def resolve(time_limit: Limit = 120.0, threads: Threads = 2, seeds: Seeds = 1, neighbour: Neighbour = False) -> None:
    """What-ifs of the world case to a gap of 0.3 %, from nothing and from the parent's plan; the limit is per solve."""
    tasks = [Task(time_limit, threads, seed, resolves.GAP) for seed in range(seeds)]
    jobs = [Job("world", "planner", ALL, task, neighbour) for task in tasks]
    _measure("resolve", jobs, module=resolves.__name__)


@app.command()
def pages(
    folder: Annotated[Path, typer.Argument(help="stores of this measurement; what is there already is used again")],
    solve_seconds: Annotated[float, typer.Option(help="time limit of the solve of the world case")] = 45.0,
    browser: Annotated[bool, typer.Option(help="open the pages in Chromium, or only ask the server for them")] = True,
) -> None:
    """Pages of the world case, lists of 200 versions and 500 runs, and 20 browsers at one solve; printed only."""
    for line in served.measured(folder, _session(), solve_seconds, browser):
        typer.echo(line)


@app.command()
def futures(cases: Annotated[int, typer.Option(help="random cases of six futures, from seed 0 on")] = 30) -> None:
    """Decomposition and the model of all futures together on random cases: each within the other's gap."""
    from tests.benchmarks.futures import random_cases

    _compare(random_cases(cases))


@app.command()
def sampled(
    instance: Annotated[list[str] | None, typer.Option(help="a published warehouse instance; default ten")] = None,
    futures: Annotated[int, typer.Option(help="sampled demands of each")] = 50,
) -> None:
    """Decomposition on published warehouse instances with sampled demands, against the extensive form in SCIP."""
    from tests.benchmarks.futures import INSTANCES, sampled_instances

    _compare(sampled_instances(tuple(instance or INSTANCES), futures))


def _compare(results: Iterator[Any]) -> None:
    """Print each comparison as it ends; the exit code is 1 where one differs."""
    differ = False
    for result in results:
        typer.echo(str(result))
        differ |= not result.agrees
    raise typer.Exit(int(differ))


@app.command()
def table() -> None:
    """Write summaries and tables again from the runs in the results file."""
    save(load_results())
    write_pages(load_results())


def _session() -> Speed:
    """Measure and print the machine factor, once for all jobs of a command."""
    speed = measure_speed()
    typer.echo(f"machine factor {speed.factor:g}, load {speed.load:g}")
    return speed


def _measure(kind: str, jobs: list[Job], add: bool = True, module: str = ONE) -> None:
    """Do jobs one after the other; results are kept after each, so that none is lost.

    Runs of the same kind stay beside these unless they are of the same case, engine, formulation, seed and neighbour.
    """
    require_frozen(dict.fromkeys(job.case for job in jobs))
    session = _session()
    records: list[dict[str, Any]] = load_results().get(kind, {"runs": []})["runs"] if add else []
    again = {job.identity for job in jobs}
    records = [record for record in records if Job.of(record).identity not in again]
    for job in jobs:
        record = run(job, session, module)
        records.append(record)
        keep(kind, records)
        for line in _lines(job, record):
            typer.echo(line)
    write_pages(load_results())


def _lines(job: Job, record: dict[str, Any]) -> Iterator[str]:
    name = f"{job.case}, {job.engine}, {job.strength}, seed {job.task.seed}"
    if "what_ifs" in record:
        yield f"{name}: parent {record['parent']['seconds']} s"
        for one in record["what_ifs"]:
            yield f"  {one['name']}: {one['from_nothing']['seconds']} s, from parent {one['from_parent']['seconds']} s"
        return
    if record["audit_findings"]:
        yield f"{name}: THE AUDIT HAS {record['audit_findings']} FINDINGS"
    gaps = ", ".join(f"{state['gap']} after {seconds} s" for seconds, state in record["checkpoints"].items())
    yield (
        f"{name}: gap {gaps}; first plan {record['first_plan_seconds']} s, whole {record['seconds']['whole']} s,"
        f" {record['peak_mb']} MB, load {record['load']['before']:g} to {record['load']['after']:g}"
    )


if __name__ == "__main__":
    app()
