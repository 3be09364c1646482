"""How figures are written in the tables, and what stands below each of them."""

import textwrap
from collections.abc import Callable, Iterable
from typing import Any

from tests.benchmarks.results import median

Record = dict[str, Any]
NEVER = "–"
NOT_MEASURED = "Not yet measured."


def figure(of: Callable[[Record], float | None], runs: Iterable[Record], form: str = "{:.1f}") -> str:
    """Return the median of a figure over runs; a dash where the middle run never came so far."""
    return number(median(of(run) for run in runs), form)


def number(value: float | None, form: str = "{:.1f}") -> str:
    """Return a number in a form, or a dash."""
    return NEVER if value is None else form.format(value)


def percent(share: float | None) -> str:
    """Return a share in per cent."""
    return NEVER if share is None else f"{100 * share:.2f} %"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rows])


def section(kind: Record, words: str, head: list[str], rows: list[list[str]]) -> str:
    """Return what the table says, the table, and how it was measured."""
    return f"{wrapped(words)}\n\n{table(head, rows)}\n\n{measured(kind)}"


def measured(kind: Record) -> str:
    """Return machine, versions, factor, load and cases of the runs of a table."""
    runs: list[Record] = kind["runs"]
    loads = [load for run in runs for load in run["load"].values()]
    factors = [run["factor"] for run in runs]
    versions = kind["versions"]
    used = [f"{name} {versions[name]}" for name in ("highspy", "pyscipopt", "cbcbox") if name in versions]
    hashes = {run["case"]: run["case_sha256"][:8] for run in runs}
    cases = ", ".join(f"{case} {short}" for case, short in hashes.items())
    return wrapped(
        f"Measured on {kind['machine']['cores']} cores with {kind['machine']['memory_gb']} GB; machine factor"
        f" {_span(factors)}, load {_span(loads)}; Python {versions['python']}, {', '.join(used)};"
        f" SHA-256 of the case data: {cases}."
    )


def seeds(runs: list[Record]) -> str:
    """Return over how many seeds figures are medians."""
    count = len({run["task"]["seed"] for run in runs})
    return "one seed" if count == 1 else f"medians of {count} seeds"


def limits(runs: Iterable[Record]) -> str:
    """Return the time limits of runs, in calibrated seconds."""
    return " or ".join(f"{limit:g}" for limit in sorted({run["task"]["time_limit_seconds"] for run in runs}))


def unique(names: Iterable[str]) -> list[str]:
    """Return names in the order in which they first come."""
    return list(dict.fromkeys(names))


def wrapped(text: str) -> str:
    """Return a paragraph in lines of 120 characters."""
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _span(figures: list[float]) -> str:
    low, high = min(figures), max(figures)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
