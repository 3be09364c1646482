"""How each cost grows with the size of a case."""

from typing import Any

from tests.benchmarks.results import at_limit
from tests.benchmarks.tables.text import Record, number, percent, section

HEAD = ["size", "thousand integers", "build", "compile", "first plan", "GB", "gap at the limit"]


def grown(results: dict[str, Any]) -> str:
    """Return the table of `growth` and `largest`."""
    kind = results["growth"]
    rows = [_row(run) for run in sorted(kind["runs"], key=lambda run: run["size"]["integers"])]
    words = (
        "Generated cases: sites × nodes × periods × products × markets. Seconds to build, to compile, and from the"
        " start of the command to the first plan; memory is the peak of all processes together."
    )
    return section(kind, words, HEAD, rows)


def _row(run: Record) -> list[str]:
    return [
        " × ".join(run["case"].split()[1:]),
        f"{run['size']['integers'] / 1000:.1f}",
        number(run["seconds"]["build"]),
        number(run["seconds"]["compile"]),
        number(run["first_plan_seconds"]),
        f"{run['peak_mb'] / 1024:.1f}",
        f"{run['task']['time_limit_seconds']:g} s: {percent(at_limit(run)['gap'])}",
    ]
