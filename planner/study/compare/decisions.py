"""The decisions in which two plans differ: phases matched one by one in the order of their starts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby, zip_longest
from typing import Any

Decision = tuple[str, str, int, str | None, str | None]
"""Site, what is built there, phases, and the period of their start in each plan; nothing where only one has them."""


def moved(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Decision]:
    """Yield what starts at another time, or in one of the plans only. Both are tables of plan workbooks by name."""
    starts = _starts(first), _starts(second)
    for place in sorted({*starts[0], *starts[1]}):
        pairs = [
            (before, after)
            for before, after in zip_longest(starts[0].get(place, []), starts[1].get(place, []))
            if before != after
        ]
        for (before, after), alike in groupby(pairs):
            yield *place, len(list(alike)), before, after


def _starts(tables: Mapping[str, Any]) -> dict[tuple[str, str], list[str]]:
    """Return the period of each phase, shell, lump and opening by place, in order."""
    starts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in tables["starts"].itertuples():
        starts[row.site, row.node] += [row.period] * int(row.phases)
    for row in tables["shells_built"].itertuples() if "shells_built" in tables else ():
        starts[row.site, "shell"] += [row.period] * int(row.shells)
    for row in tables["converted"].itertuples():
        starts[row.site, f"{row.from_node} to {row.to_node}"] += [row.period] * int(row.lumps)
    for row in tables["retired"].itertuples() if "retired" in tables else ():
        starts[row.site, f"{row.node} retired"].append(row.period)
    for row in tables["openings"].itertuples():
        starts[row.site, "(site opened)"].append(row.period)
    return {place: sorted(periods) for place, periods in starts.items()}
