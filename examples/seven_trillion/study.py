"""Solve the world case in the five analyses of the study, and write results.json.

    python examples/seven_trillion/study.py --store FOLDER [--time-limit 55] [--source CASE.xlsx] [--into FOLDER]

Finished solves are kept in the store: run it again to go on where it stopped. Results are written after each analysis.
"""

import math
import platform
import sys
import time
from collections import ChainMap
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

import typer  # noqa: E402  the folder above has to be on the path first

from examples.seven_trillion import calendar_of_money, ceiling, gains, hedge, stack, starts  # noqa: E402
from examples.seven_trillion.measures import Figures  # noqa: E402
from examples.seven_trillion.runs.figures import figures_of  # noqa: E402
from examples.seven_trillion.runs.proofs import digest  # noqa: E402
from examples.seven_trillion.runs.results import Results, Run, write_results  # noqa: E402
from examples.seven_trillion.runs.solving import Report, Solves  # noqa: E402
from planner.case.records import Case  # noqa: E402
from planner.solver.options import SolveOptions, available_cores  # noqa: E402
from planner.study.solves.session import Session, StudyOptions  # noqa: E402
from planner.study.variant import Variant, as_it_stands  # noqa: E402

WORLD = ROOT / "inputs" / "world.xlsx"
FIRST_TIMES = 3.0
"""The first solve starts from nothing and everything is compared with it: it gets so many times the time limit."""
AGAIN_TIMES = 1.2
"""What the page rests on most is solved twice, the second time for so many times the time limit."""
Known = dict[tuple[str, float], dict[str, Figures]]
"""Figures of the plan of a solve that costs so much, by the variants that it is the best one of."""


def study(base: Variant, options: StudyOptions, into: Path, report: Report) -> None:
    """Run the analyses one after the other."""
    parts: dict[str, Any] = {}
    known: Known = {}
    started_at = time.monotonic()
    with Session(options) as session:
        solves = Solves(session, options.solve, report)

        def write() -> None:
            write_results(into, results(solves, base.case, options, parts, known))
            report(f"-- written after {(time.monotonic() - started_at) / 60:.0f} min")

        ceiling.first(solves, base, FIRST_TIMES * options.solve.time_limit_seconds)
        parts["ceiling"] = ceiling.ladder(solves)
        parts["returns"] = gains.returns(solves)
        write()
        parts["calendar"] = calendar_of_money.calendar(solves)
        write()
        parts["futures"] = starts.futures(solves)
        parts["starts"] = starts.common_starts(solves, parts["futures"]["names"])
        starts.carried_out(solves)
        write()
        hedge.weigh(solves)
        write()
        parts["decisions"] = starts.decisions(solves)
        write()
        parts["funds"] = gains.of_funds(solves)
        write()
        parts["places"] = gains.of_places(solves)
        write()
        stack.power(solves)
        parts["idle"] = stack.idle(solves)
        write()
        most = [*calendar_of_money.widest(solves), ceiling.REFERENCE, *ceiling.open_order(solves, parts["ceiling"])]
        for name in dict.fromkeys(most):
            solves.again(name, AGAIN_TIMES * options.solve.time_limit_seconds)
            parts["funds"] = gains.of_funds(solves)
            write()


def results(solves: Solves, case: Case, options: StudyOptions, parts: dict[str, Any], known: Known) -> Results:
    """Return what is known so far; `known` keeps the figures of plans from one call to the next."""
    solved = {name: best for name in solves.variants if (best := solves.best(name)) is not None}
    solved = {name: best for name, best in solved.items() if math.isfinite(solves.interval(name).low)}
    for name, best in solved.items():
        of_plan = known.setdefault((best.of, best.solved.objective), {})
        if name not in of_plan:
            of_plan[name] = figures_of(name, parts["ceiling"]["all"], best.case, best.solved)
    runs = {}
    for name, best in solved.items():
        interval, own = solves.interval(name), solves.solved.get(name)
        status, seconds = ("not solved", 0.0) if own is None else (str(own.status), own.seconds)
        figures = dict(ChainMap(*map(dict, known[best.of, best.solved.objective].values())))
        runs[name] = Run(name, interval.low, interval.high, status, seconds, best.of, figures)
    return hedge.raised(Results(_about(case, options), runs, solves.pairs(runs), parts))


def _about(case: Case, options: StudyOptions) -> dict[str, str | int | float]:
    return {
        "case": digest(case),
        "first_period": case.calendar.label(0),
        "last_period": case.calendar.label(case.calendar.last),
        "periods": case.calendar.periods,
        "sites": len(case.sites),
        "regions": len(case.regions),
        "nodes": len(case.nodes),
        "products": len(case.products),
        "budget_usd_bn": round(sum(sum(fund.budget_usd_bn) for fund in case.funds.values()), 3),
        "discount_pct": round(100 * case.settings.discount_rate, 3),
        "time_limit_seconds": options.solve.time_limit_seconds,
        "gap_asked": options.solve.gap,
        "seed": options.solve.seed,
        "cores": available_cores(),
        "python_version": platform.python_version(),
        "highspy_version": version("highspy"),
        "pyomo_version": version("pyomo"),
    }


def say(line: str) -> None:
    """Print a line with the time to stderr."""
    print(time.strftime("%H:%M:%S"), line, file=sys.stderr, flush=True)


def main(
    store: Annotated[Path, typer.Option(help="Folder that keeps finished solves.")],
    source: Annotated[Path, typer.Option(help="The case.")] = WORLD,
    into: Annotated[Path, typer.Option(help="Folder for the results.")] = HERE,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds for each solve.")] = 55.0,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Stop a solve when proven to this share.")] = 5e-4,
    executor: Annotated[str, typer.Option(help="local:N for N solves at once, or dask:ADDRESS.")] = "local:2",
) -> None:
    """Solve, and write the results."""
    options = StudyOptions(SolveOptions(time_limit_seconds=time_limit, gap=gap), executor=executor, resume=store)
    study(as_it_stands(source), options, into, say)


if __name__ == "__main__":
    typer.run(main)
