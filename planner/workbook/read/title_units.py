"""Titles in another unit than their column is read in: with a new title alone, the values would mean something else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from planner.workbook.contract.allowed import unit_shown
from planner.workbook.contract.columns import Column, Series
from planner.workbook.text.currencies import CODES, SCALES, plain_money

_TOKEN = re.compile(r"[a-z]+[0-9²]?|[$%]")
_FROM_0_TO_1 = re.compile(r"(?<![\d.])0(?:\.0+)?\s*(?:-|–|\.\.+|to|bis)\s*1(?:\.0+)?(?![\d.])")
"""A share whose unit is its range."""
_JOINING = frozenset(("per", "of", "in", "a", "the"))
_LIKE = 0.85
"""How much alike two titles without their units are that mean the same column."""

_SIZES = {
    **dict.fromkeys(("k", "thousand", "thousands", "tsd"), 1e3),
    **dict.fromkeys(("m", "mn", "mm", "mio", "mln", "million", "millions"), 1e6),
    **dict.fromkeys(("bn", "b", "bln", "mrd", "billion", "billions"), 1e9),
    **dict.fromkeys(("tn", "trn", "trillion", "trillions"), 1e12),
    **SCALES,
}
_MEASURES: dict[str, tuple[str, float]] = {
    **{code: (code, 1.0) for code in CODES},
    "$": ("usd", 1.0),
    **dict.fromkeys(("ct", "cent", "cents"), ("usd", 0.01)),
    **dict.fromkeys(("unit", "units", "pcs", "pieces", "packages"), ("units", 1.0)),
    "kunits": ("units", 1e3),
    "munits": ("units", 1e6),
    **dict.fromkeys(("wspm", "wpm", "wafers"), ("wafers", 1.0)),
    **dict.fromkeys(("kwspm", "kwpm"), ("wafers", 1e3)),
    "w": ("watt", 1.0),
    "kw": ("watt", 1e3),
    "mw": ("watt", 1e6),
    "gw": ("watt", 1e9),
    "kwh": ("wh", 1e-3),
    "mwh": ("wh", 1e-6),  # only prices are in them: what a price is divided by
    **dict.fromkeys(("mm2", "mm²"), ("area", 1.0)),
    **dict.fromkeys(("cm2", "cm²"), ("area", 1e2)),
    **dict.fromkeys(("m2", "m²"), ("area", 1e6)),
    **dict.fromkeys(("%", "pct", "percent"), ("share", 0.01)),
    "fraction": ("share", 1.0),
    **{f"{time}{s}": (time, 1.0) for time in ("period", "day", "week", "month", "quarter", "year") for s in ("", "s")},
}
_TIMES = frozenset(("period", "day", "week", "month", "quarter", "year"))
_MEASURES |= {
    word: (code, size) for one, size in _SIZES.items() for code in CODES for word in (f"{one}{code}", f"{code}{one}")
}


@dataclass(frozen=True, slots=True)
class _Title:
    """A title: its words without a unit, what it measures, and the size of its unit; 0 where it states none."""

    stem: str
    measures: frozenset[str]
    size: float


def _title(text: str) -> _Title:
    stem, measures, size, has_unit = [], set(), 1.0, False
    for token in _TOKEN.findall(_FROM_0_TO_1.sub(" fraction ", plain_money(text))):
        if token in _SIZES:
            size, has_unit = size * _SIZES[token], True
        elif token in _MEASURES:
            measure, one = _MEASURES[token]
            measures.add(measure)
            size, has_unit = size * one, True
        elif token not in _JOINING:
            stem.append(token)
    return _Title(" ".join(stem), frozenset(measures), size if has_unit else 0.0)


def unit_fix(text: str, column: Column) -> str | None:
    """Return how to fix a title that names a column in another unit; nothing where it does not."""
    said = _title(text)
    for form in (column.title, column.id):
        due = _title(form)
        if said.size and due.size and SequenceMatcher(None, said.stem, due.stem).ratio() >= _LIKE:
            return _fix(said, due, column)
    return None


def _fix(said: _Title, due: _Title, column: Column) -> str | None:
    change, factor = _change(said, due, unit_shown(column))
    if not change:
        return None
    result = "do not change the title alone"
    if factor:
        wrong = "small" if factor > 1 else "large"
        result = f"with a new title alone they would be {max(factor, 1 / factor):.10g} times too {wrong}"
    return f"{change} and write {column.title!r}; {result}"


def _change(said: _Title, due: _Title, unit: str) -> tuple[str, float]:
    """Return what to do with values to have them in the unit due, and its factor where it is known."""
    factor = said.size / due.size
    if not said.measures <= due.measures:
        return f"convert its values to {unit}", 0.0
    if abs(factor - 1.0) < 1e-9:
        return "", 1.0
    return f"multiply its values by {factor:.10g}" if factor > 1 else f"divide its values by {1 / factor:.10g}", factor


def period_fix(text: str, series: Series) -> str:
    """Return what to do with the values below a period title that states another unit; empty where it does not."""
    said, due = _title(text), _title(series.unit.replace("_", " "))
    is_stated = said.size and said.measures - _TIMES and due.size
    return _change(said, due, unit_shown(series))[0] if is_stated else ""


def other_unit(text: str, columns: Iterable[Column]) -> tuple[Column, str] | None:
    """Return the column that a title names in another unit, and how to fix it; nothing where it names none."""
    return next(((column, fix) for column in columns if (fix := unit_fix(text, column)) is not None), None)
