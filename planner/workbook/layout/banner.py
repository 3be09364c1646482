"""A unit stated above a table, such as `All figures in USD million`: the figures below it may be in that one."""

import re
from collections.abc import Iterator

from planner.workbook.layout.units_row import is_unit
from planner.workbook.text.values import Value

_BRACKETS = re.compile(r"[(\[]([^)\]]+)[)\]]")
_BEFORE_A_UNIT = re.compile(r"\b(?:in|en|units?|einheit|unités?|unidad|unità|birim)\b:?|[:,;–]|\s-\s", re.IGNORECASE)


def unit_above(cell: Value) -> str | None:
    """Return the unit that a text above a table states: alone, in brackets, or behind a word or mark before it."""
    if not isinstance(cell, str):
        return None
    return next((part for part in _parts(cell) if is_unit(part)), None)


def _parts(text: str) -> Iterator[str]:
    yield from (match[1].strip() for match in _BRACKETS.finditer(text))
    yield from (text[match.end() :].strip() for match in _BEFORE_A_UNIT.finditer(text))
    yield text.strip()
