"""A unit stated above a table, such as `All figures in USD million`: the figures below it may be in that one."""

import re
from collections.abc import Iterator

from planner.workbook.layout.units_row import is_unit
from planner.workbook.text.values import Value

_A_YEAR = re.compile(
    r"\bannuali[sz]ed\b|\bannual (?:run[- ]?)?rate|\bper annum\b|(?<!\w)p\.\s?a\.|\b(?:per|a) (?:calendar )?year\b"
    r"|/\s?(?:year|yr|a)\b|\bpro jahr\b|\bim jahr\b|\bpar an\b|\bannualisé\w*|\bal año\b|年間|年率|每年|毎年",
    re.IGNORECASE,
)
_ANNUALISED = re.compile(
    r"\bannuali[sz]ed\b|\bannual run[- ]?rate|\bannualisé\w*|\bauf jahresbasis\b|年率|年換算|年化", re.IGNORECASE
)
_YEAR_MONTHS = 12
_LEVELS = ("", "MW")
_BRACKETS = re.compile(r"[(\[]([^)\]]+)[)\]]")
_BEFORE_A_UNIT = re.compile(r"\b(?:in|en|units?|einheit|unités?|unidad|unità|birim)\b:?|[:,;–]|\s-\s", re.IGNORECASE)


def unit_above(cell: Value) -> str | None:
    """Return the unit that a text above a table states: alone, in brackets, or behind a word or mark before it."""
    if not isinstance(cell, str):
        return None
    return next((part for part in _parts(cell) if is_unit(part)), None)


def years_share(due: str, period_months: int) -> int | None:
    """Return by what figures for a year are divided to be in the unit due; nothing where they are no sums over time."""
    months = 1 if due == "kwspm" else period_months
    return _YEAR_MONTHS // months if due not in _LEVELS and 0 < months < _YEAR_MONTHS else None


def a_year_above(cell: Value) -> str | None:
    """Return the words of a text above a table that say that its figures are for a year."""
    match = _A_YEAR.search(cell) if isinstance(cell, str) else None
    return match[0].strip() if match else None


def annualised(cell: Value) -> str | None:
    """Return the word of a remark that says that the figures of its row are rates of a year."""
    match = _ANNUALISED.search(cell) if isinstance(cell, str) else None
    return match[0].strip() if match else None


def _parts(text: str) -> Iterator[str]:
    yield from (match[1].strip() for match in _BRACKETS.finditer(text))
    yield from (text[match.end() :].strip() for match in _BEFORE_A_UNIT.finditer(text))
    yield text.strip()
