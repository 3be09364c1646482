"""Solve the world at budgets up to seven trillion USD, and at the largest with one rule after another lifted.

    python examples/seven_trillion/study.py [--time-limit 75] [--source CASE.xlsx] [--into FOLDER]

Runs one solve after another, the largest budget first: where its plan fits into a smaller budget, it is the plan of
that one too; where it does not, the solve starts from the part that can be paid. Writes results.json and results.csv;
page.py makes the page and the pictures from them.
"""

import math
import platform
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Annotated

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

import typer  # noqa: E402  the folder above has to be on the path first

from examples.seven_trillion.binding import first_outputs, what_binds  # noqa: E402
from examples.seven_trillion.changes import CHANGES, Change, at_least_cost, with_budget  # noqa: E402
from examples.seven_trillion.measures import outcome, when, where  # noqa: E402
from examples.seven_trillion.results import Results, Run, write_results  # noqa: E402
from planner.audit import audit  # noqa: E402
from planner.case.records import Case  # noqa: E402
from planner.pipeline import solve  # noqa: E402
from planner.plan.records import Plan, Schedule, Status  # noqa: E402
from planner.solver.events import relative_gap  # noqa: E402
from planner.solver.options import SolveOptions, available_cores  # noqa: E402
from planner.workbook.reader import read_case  # noqa: E402

BUDGETS_USD_BN = (250.0, 500.0, 1000.0, 2000.0, 3500.0, 5000.0, 7000.0)
Report = Callable[[str], None]


class StudyError(Exception):
    """A solve of the study ended without a plan that the rest could rely on."""


def study(
    case: Case,
    budgets_usd_bn: Iterable[float],
    changes: Iterable[Change] = CHANGES,
    options: SolveOptions | None = None,
    report: Report = lambda _: None,
) -> Results:
    """Return the runs of all budgets, and of all changes at the largest one."""
    solves = _Solves(options or SolveOptions(), report)
    plain = at_least_cost(case)
    budgets = sorted(set(budgets_usd_bn), reverse=True)
    by_budget = improved(_by_budget(plain, budgets, solves), solves.options.gap)
    runs = [_run(f"{budget:g}", "", budget, *by_budget[budget]) for budget in budgets]
    largest = with_budget(plain, budgets[0])
    known = [(by_budget[budgets[0]][0], by_budget[budgets[0]][2])]
    for change in changes:
        changed = change(largest)
        known.append((change.words, solves(change.words, changed, known[0][1].schedule)))
        of, plan = best_known(changed, known, solves.options.gap)
        runs.append(_run(change.words, change.name, budgets[0], of, changed, plan))
    label = case.calendar.label
    return Results(
        about=_about(case, solves),
        first_outputs={item: label(period) for item, period in first_outputs(plain).items()},
        runs=tuple(runs),
    )


class _Solves:
    """Solves one case after another, reports how each ended, and counts them."""

    def __init__(self, options: SolveOptions, report: Report) -> None:
        self.options, self.report, self.count = options, report, 0

    def __call__(self, name: str, case: Case, warm: Schedule | None = None) -> Plan:
        """Return the plan of a case, which may be none. Raises StudyError for one that its audit faults."""
        started_at = time.monotonic()
        solved = solve(case, self.options, warm_start=warm)
        found = solved.plan.outcome
        self.count += 1
        text = f", objective {found.objective:,.2f} usd_bn, gap {100 * found.gap:.2f} %" if _has(solved.plan) else ""
        self.report(f"{name}: {found.status}{text}, {time.monotonic() - started_at:.0f} s")
        if solved.audit is not None and not solved.audit.clean:
            raise StudyError(f"{name}: the plan does not pass its audit: {solved.audit.findings[0]}")
        return solved.plan


def _has(plan: Plan) -> bool:
    """Say whether a solve ended with a plan."""
    return math.isfinite(plan.outcome.objective)


Found = tuple[str, Case, Plan]
"""The run that a plan is of, the case that it is looked at in, and the plan."""


def _by_budget(case: Case, budgets: list[float], solves: _Solves) -> dict[float, Found]:
    """Return a plan for each budget, the largest first. A plan that fits into a smaller budget is its plan too."""
    found: dict[float, Found] = {}
    for budget in budgets:
        name, poorer = f"{budget:g}", with_budget(case, budget)
        richer = next(reversed(found.values()), None)
        if richer is not None and audit(poorer, richer[2]).clean:
            solves.report(f"{name}: the plan of {richer[0]} fits")
            found[budget] = (richer[0], poorer, richer[2])
        else:
            found[budget] = (name, poorer, solves(name, poorer, richer[2].schedule if richer else None))
            if richer is None and not _has(found[budget][2]):
                raise StudyError(f"{name}: the study needs a plan here; more time may help")
    return found


def improved(found: dict[float, Found], gap_asked: float) -> dict[float, Found]:
    """Carry bounds down and plans up: what is proven of much money holds of less, what less can pay more can pay."""
    bounds = dict(zip(found, accumulate((_bound(plan) for *_, plan in found.values()), max), strict=True))
    carried: dict[float, Found] = {}
    best: tuple[str, Plan] | None = None
    for budget, (of, case, plan) in reversed(found.items()):
        fits = best is not None and audit(case, best[1]).clean
        if _has(plan) and (best is None or not fits or plan.outcome.objective <= best[1].outcome.objective):
            best = (of, plan)
        if best is None:
            carried[budget] = (of, case, plan)
        else:
            carried[budget] = (best[0], case, _proven(best[1], bounds[budget], gap_asked))
    return carried


def best_known(case: Case, known: list[tuple[str, Plan]], gap_asked: float) -> tuple[str, Plan]:
    """Return the best of the plans that the case allows, proven by the last one, which was made for it.

    What a plan says of the price of bans is of the case that it was made for, and is left behind.
    """
    own, others = known[-1], [(of, replace(plan, bans=())) for of, plan in known[:-1]]
    fitting = [own, *(one for one in others if _has(one[1]) and audit(case, one[1]).clean)]
    of, plan = min(fitting, key=lambda one: one[1].outcome.objective)
    return of, _proven(plan, _bound(own[1]), gap_asked) if _has(plan) else plan


def _bound(plan: Plan) -> float:
    """Return what is proven of any plan; nothing where a solve ended with no plan at all."""
    return plan.outcome.bound if math.isfinite(plan.outcome.bound) else -math.inf


def _proven(plan: Plan, bound: float, gap_asked: float) -> Plan:
    objective = plan.outcome.objective
    bound = min(bound, objective)
    gap = relative_gap(objective, bound)
    status = Status.OPTIMAL if gap <= gap_asked else Status.FEASIBLE
    return replace(plan, outcome=replace(plan.outcome, bound=bound, gap=gap, status=status))


def _run(name: str, change: str, budget: float, of: str, case: Case, plan: Plan) -> Run:
    functions = (outcome, where, when, what_binds) if _has(plan) else ()
    measures = tuple(measure for of_plan in functions for measure in of_plan(case, plan))
    return Run(name, change, budget, str(plan.outcome.status), of, measures)


def _about(case: Case, solves: _Solves) -> dict[str, str | int | float]:
    options = solves.options
    return {
        "case_name": case.settings.case_name,
        "first_period": case.calendar.label(0),
        "last_period": case.calendar.label(case.calendar.last),
        "periods": case.calendar.periods,
        "sites": len(case.sites),
        "regions": len(case.regions),
        "nodes": len(case.nodes),
        "products": len(case.products),
        "markets": len(case.markets),
        "solves": solves.count,
        "time_limit_seconds": options.time_limit_seconds if math.isfinite(options.time_limit_seconds) else 0,
        "gap_asked": options.gap,
        "seed": options.seed,
        "threads": options.threads,
        "python_version": platform.python_version(),
        "highspy_version": version("highspy"),
        "pyomo_version": version("pyomo"),
    }


def say(line: str) -> None:
    """Print a line to stderr."""
    print(line, file=sys.stderr, flush=True)


def main(
    source: Annotated[Path, typer.Option(help="The case.")] = HERE / "world.xlsx",
    into: Annotated[Path, typer.Option(help="Folder for the results.")] = HERE,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds for each solve.")] = 75.0,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Stop a solve when proven to this share.")] = 1e-3,
    seed: Annotated[int, typer.Option(min=0, help="Random seed.")] = 0,
) -> None:
    """Solve, and write the results."""
    options = SolveOptions(time_limit_seconds=time_limit, gap=gap, threads=available_cores(), seed=seed)
    try:
        write_results(into, study(read_case(source), BUDGETS_USD_BN, options=options, report=say))
    except StudyError as error:
        say(str(error))
        raise typer.Exit(1) from error


if __name__ == "__main__":
    typer.run(main)
