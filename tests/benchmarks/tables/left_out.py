"""What each strengthening family is worth."""

from typing import Any

from tests.benchmarks.results import at_limit, median
from tests.benchmarks.tables.text import Record, limits, percent, section, seeds, unique

NAMES = {"all": "none", "none": "all", "-counters": "counters, and tool_counts on them"}


def left_out(results: dict[str, Any]) -> str:
    """Return the table of `families`."""
    kind = results["families"]
    runs: list[Record] = kind["runs"]
    rows = []
    for strength in unique(run["strength"] for run in runs):
        some = [run for run in runs if run["strength"] == strength]
        name = NAMES.get(strength, strength.removeprefix("-"))
        rows.append([name, percent(median(at_limit(run)["gap"] for run in some))])
    words = f"The planner on `{runs[0]['case']}` without it, after {limits(runs)} s, {seeds(runs)}."
    return section(kind, words, ["left out", "gap"], rows)
