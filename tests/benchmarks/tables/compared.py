"""The planner against other solvers."""

from functools import partial
from typing import Any

from tests.benchmarks.best_known import seconds_to_near
from tests.benchmarks.contenders import CONTENDERS, Contender
from tests.benchmarks.results import BARS_SECONDS, at_limit, gap_at, median
from tests.benchmarks.tables.text import Record, figure, limits, number, percent, section, seeds, unique

GAPS = ("0.02", "0.01", "0.005")
HEAD = [
    "case", "solver", "matrix", *(f"gap at {bar} s" for bar in BARS_SECONDS), "gap at the limit", "bn USD", "of capex",
    "first plan", "within 5 %", "gap 2 / 1 / 0.5 %", "nodes", "LP iterations", "GB",
]  # fmt: skip


def compared(results: dict[str, Any]) -> str:
    """Return the tables of `compare`: one for runs by themselves, one for those beside a neighbour."""
    kind = results["compare"]
    groups = [[run for run in kind["runs"] if run["neighbour"] is beside] for beside in (False, True)]
    return "\n\n".join(_group(kind, group, results["best_known"]) for group in groups if group)


def _group(kind: Record, runs: list[Record], best: dict[str, Record]) -> str:
    beside = " Another process kept one core busy throughout." if runs[0]["neighbour"] else ""
    words = (
        f"Commands with a limit of {limits(runs)} s on {runs[0]['task']['threads']} cores, {seeds(runs)}.{beside}"
        " The gap at the limit is given as a share of the objective, in bn USD, and as a share of the planner's capex"
        " (the penalty of shortage is in the objective and can hide a wide gap). Times are seconds to the first plan,"
        " to a plan within 5 % of the best known, and to gaps of 2, 1 and 0.5 %. A dash: never, or not reported."
    )
    rows = [
        row
        for case in unique(run["case"] for run in runs)
        for contender in CONTENDERS.values()
        if (row := _row(case, contender, runs, best))
    ]
    return section({**kind, "runs": runs}, words, HEAD, rows)


def _row(case: str, contender: Contender, runs: list[Record], best: dict[str, Record]) -> list[str]:
    own = [run for run in runs if (run["case"], run["engine"]) == (case, "planner")]
    some = [
        run
        for run in runs
        if (run["case"], run["engine"], run["strength"]) == (case, contender.engine, contender.strength)
    ]
    if not some:
        return []
    capex, width = median(run["capex_usd_bn"] for run in own) if own else None, median(map(_width, some))
    return [
        case,
        contender.solver,
        contender.matrix,
        *(percent(median(gap_at(run, bar) for run in some)) for bar in BARS_SECONDS),
        percent(median(at_limit(run)["gap"] for run in some)),
        number(width),
        percent(None if width is None or not capex else width / capex),
        figure(lambda run: run["first_plan_seconds"], some),
        figure(partial(seconds_to_near, best=best), some),
        " / ".join(figure(partial(_seconds_to, gap=gap), some, "{:.0f}") for gap in GAPS),
        figure(lambda run: run["work"]["nodes"], some, "{:.0f}"),
        figure(lambda run: run["work"]["lp_iterations"], some, "{:.0f}"),
        figure(lambda run: run["peak_mb"] / 1024, some),
    ]


def _width(run: Record) -> float | None:
    plan, bound = at_limit(run)["incumbent"], at_limit(run)["bound"]
    return None if plan is None or bound is None else float(plan - bound)


def _seconds_to(run: Record, gap: str) -> float | None:
    seconds: float | None = run["seconds_to_gap"].get(gap)
    return seconds
