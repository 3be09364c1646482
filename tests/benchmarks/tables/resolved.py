"""Re-solves of what-ifs, from nothing and from the parent's plan."""

from typing import Any

from tests.benchmarks.results import median
from tests.benchmarks.tables.text import Record, limits, number, section, seeds, unique

HEAD = ["what if", "from nothing", "from the parent's plan", "ratio"]


def resolved(results: dict[str, Any]) -> str:
    """Return the tables of `resolve`: one for runs by themselves, one for those beside a neighbour."""
    kind = results["resolve"]
    groups = [[run for run in kind["runs"] if run["neighbour"] is beside] for beside in (False, True)]
    return "\n\n".join(_group(kind, group) for group in groups if group)


def _group(kind: Record, runs: list[Record]) -> str:
    solves = [one for run in runs for one in run["what_ifs"]]
    rows = []
    for name in unique(one["name"] for one in solves):
        some = [one for one in solves if one["name"] == name]
        nothing, parent = (median(one[way]["seconds"] for one in some) for way in ("from_nothing", "from_parent"))
        rows.append([name, number(nothing), number(parent), _ratio(parent, nothing, float(limits(runs)))])
    beside = " Another process kept one core busy throughout." if runs[0]["neighbour"] else ""
    alone = number(median(run["parent"]["seconds"] for run in runs))
    words = (
        f"What-ifs of `{runs[0]['case']}`: seconds to a gap of {100 * runs[0]['task']['gap']:g} %, at most"
        f" {limits(runs)}, {seeds(runs)}, with building but without reading. The parent took {alone} s. A ratio below"
        f" 1 says that the parent's plan saves time.{beside}"
    )
    return section({**kind, "runs": runs}, words, HEAD, rows)


def _ratio(parent: float | None, nothing: float | None, limit: float) -> str:
    """Return the ratio of both times; where one of them never came, what the limit says of it."""
    if parent is None and nothing is None:
        return number(None)
    if nothing is None and parent is not None:
        return f"< {parent / limit:.2f}"
    if parent is None and nothing is not None:
        return f"> {limit / nothing:.2f}"
    return number(parent / nothing, "{:.2f}") if parent and nothing else number(None)
