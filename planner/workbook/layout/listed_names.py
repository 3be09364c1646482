"""Lists of names in a cell, where a name may hold a separator itself: Korea, Republic of."""

import re
from collections.abc import Mapping

from planner.workbook.contract.columns import Column, Type
from planner.workbook.text.words import fold

_SEPARATORS = re.compile(r"[;,/|&+\n；，、／]|\band\b|\bund\b|\bet\b|\by\b|\bve\b", re.IGNORECASE)
_SEMICOLON = re.compile(";")


def names_within(text: str, names: Mapping[str, str], separators: re.Pattern[str] = _SEPARATORS) -> tuple[str, ...]:
    """Return the listed names that a text holds, whatever separates them; none where something else is left.

    `names` holds the listed names by their folded form. The longest name that fits is taken.
    """
    cuts = [(match.start(), match.end()) for match in separators.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    held: list[str] = []
    at = 0
    while at < len(starts):
        last = next((to for to in range(len(ends) - 1, at - 1, -1) if fold(text[starts[at] : ends[to]]) in names), None)
        if last is None:
            return ()
        held.append(names[fold(text[starts[at] : ends[last]])])
        at = last + 1
    return tuple(held)


def rejoined(listed: tuple[str, ...], column: Column, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return a list in which names that hold a semicolon are whole again, where all of it is then listed."""
    if column.type is not Type.NAMES or len(listed) < 2 or all(fold(name) in names for name in listed):
        return listed
    return names_within("; ".join(listed), names, _SEMICOLON) or listed
