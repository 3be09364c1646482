"""The results file and what is drawn from several runs."""

import json
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.benchmarks.best_known import best_known, seconds_to_near

RESULTS = Path(__file__).with_name("results.json")
BARS_SECONDS = (60, 300)
"""Calibrated: the times at which summaries and headlines look at runs."""


def load_results() -> dict[str, Any]:
    """Return the results of all kinds of run so far."""
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return results


def with_summaries(results: dict[str, Any]) -> dict[str, Any]:
    """Return results with the best known objectives and the summary of the unseen cases drawn from the runs."""
    best = best_known(results)
    drawn = {**results, "best_known": best}
    if "unseen" in results:
        drawn["unseen"] = {**results["unseen"], "summary": summary(results["unseen"]["runs"], best)}
    return drawn


def save(results: dict[str, Any]) -> None:
    """Write the results file."""
    RESULTS.write_text(json.dumps(with_summaries(results), indent=1) + "\n", encoding="utf-8")


def summary(runs: list[dict[str, Any]], best: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return median and worst figures of the runs, apart for those beside a neighbour."""
    groups = [[run for run in runs if run["neighbour"] is beside] for beside in (False, True)]
    return [
        {
            "neighbour": group[0]["neighbour"],
            "cases": len({run["case"] for run in group}),
            "runs": len(group),
            **{
                f"gap_at_{bar}": _middle_and_worst(gap_at(run, bar) for run in group)
                for bar in BARS_SECONDS
                if all(run["task"]["time_limit_seconds"] >= bar for run in group)
            },
            "gap_at_limit": _middle_and_worst(at_limit(run)["gap"] for run in group),
            "first_plan_seconds": _middle_and_worst(run["first_plan_seconds"] for run in group),
            "near_best_seconds": _middle_and_worst(seconds_to_near(run, best) for run in group),
        }
        for group in groups
        if group
    ]


def gap_at(run: dict[str, Any], seconds: float) -> float | None:
    """Return the gap of a run after so many calibrated seconds, None if there was none or its limit came before."""
    state = run["checkpoints"].get(f"{seconds:g}")
    if state is None:
        return None
    gap: float | None = state["gap"]
    return gap


def at_limit(run: dict[str, Any]) -> dict[str, float | None]:
    """Return plan, bound and gap of a run at its time limit."""
    state: dict[str, float | None] = run["checkpoints"][f"{run['task']['time_limit_seconds']:g}"]
    return state


def median(figures: Iterable[float | None]) -> float | None:
    """Return the median, where what never came counts as later than everything."""
    middle = statistics.median(float("inf") if figure is None else figure for figure in figures)
    return None if middle == float("inf") else middle


def worst(figures: Iterable[float | None]) -> float | None:
    """Return the largest figure; None if any never came."""
    known = list(figures)
    return None if None in known else max(figure for figure in known if figure is not None)


def _middle_and_worst(figures: Iterable[float | None]) -> dict[str, float | None]:
    known = list(figures)
    return {"median": median(known), "worst": worst(known)}
