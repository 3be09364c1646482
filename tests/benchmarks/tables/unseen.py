"""The planner on cases that no setting was tuned on."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.benchmarks.best_known import seconds_to_near
from tests.benchmarks.results import BARS_SECONDS, at_limit, gap_at, median
from tests.benchmarks.tables.text import Record, figure, limits, number, percent, section, seeds
from tests.benchmarks.unseen import NAMES

HEAD = ["", "case", *(f"gap at {bar} s" for bar in BARS_SECONDS), "gap at the limit", "first plan", "within 5 %"]


def unseen(results: dict[str, Any]) -> str:
    """Return the tables of `unseen`: one for runs by themselves, one for those beside a neighbour."""
    kind = results["unseen"]
    parts = []
    for summary in kind["summary"]:
        runs = [run for run in kind["runs"] if run["neighbour"] is summary["neighbour"]]
        beside = " Another process kept one core busy throughout." if summary["neighbour"] else ""
        words = f"Commands with a limit of {limits(runs)} s, {seeds(runs)}.{beside}"
        rows = [_row(name, runs, results["best_known"]) for name in NAMES if any(run["case"] == name for run in runs)]
        rows += [_summary_row(words, summary, words) for words in ("median", "worst")]
        parts.append(section({**kind, "runs": runs}, words, HEAD, rows))
    return "\n\n".join(parts)


def _row(name: str, runs: list[Record], best: dict[str, Record]) -> list[str]:
    some = [run for run in runs if run["case"] == name]
    return [
        name.removeprefix("unseen "),
        NAMES[name],
        *(percent(median(gap_at(run, bar) for run in some)) for bar in BARS_SECONDS),
        percent(median(at_limit(run)["gap"] for run in some)),
        figure(lambda run: run["first_plan_seconds"], some),
        figure(partial(seconds_to_near, best=best), some),
    ]


def _summary_row(title: str, summary: Record, which: str) -> list[str]:
    none = {"median": None, "worst": None}
    return [
        "",
        title,
        *(percent(summary.get(f"gap_at_{bar}", none)[which]) for bar in BARS_SECONDS),
        percent(summary["gap_at_limit"][which]),
        number(summary["first_plan_seconds"][which]),
        number(summary["near_best_seconds"][which]),
    ]


def summary_lines(summaries: list[Record]) -> Iterator[str]:
    """Yield the summary of the stored runs in words."""
    for summary in summaries:
        gaps = [f"gap at {bar} s" for bar in BARS_SECONDS if f"gap_at_{bar}" in summary]
        titles = [*gaps, "gap at the limit", "first plan", "within 5 % of the best known"]
        of = f"runs {summary['runs']}, cases {summary['cases']}" + (", neighbour" if summary["neighbour"] else "")
        keys = [key for key in summary if isinstance(summary[key], dict)]
        for title, key in zip(titles, keys, strict=True):
            form = percent if key.startswith("gap") else _seconds
            yield f"{of}: {title}: median {form(summary[key]['median'])}, worst {form(summary[key]['worst'])}"


def _seconds(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.1f} s"
