"""Sense of sizes: a value far from all others of its field, or from anything planned, has a wrong unit."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.problem import Problem
from planner.case.checks.structure.fields import FIELDS, SHARE, Number, Series

_WIDE = 1e8
_ABSURD = {"usd_bn": 1e7, "kwspm": 1e5, "kunits": 1e8, "usd": 1e11, "usd/wafer": 1e8, "tools": 1e7}


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value that stands out of its field; `place` is whatever the source says of where it stands."""

    place: Any
    value: str
    expected: str = ""


def outlier(sizes: list[tuple[float, Any]], unit: str, shown: str = "") -> Outlier | None:
    """Return the value that stands out of the positive values of a field, if one does. `shown` is the unit's title."""
    if not sizes:
        return None
    ordered = sorted(sizes, key=lambda size: size[0])
    (smallest, at_smallest), (largest, at_largest) = ordered[0], ordered[-1]
    middle = math.log(ordered[len(ordered) // 2][0])
    if largest >= _ABSURD.get(unit, math.inf):
        return Outlier(at_largest, f"{largest:g}", f"less than {_ABSURD[unit]:g} {shown or unit}")
    if largest < _WIDE * smallest:
        return None
    if math.log(largest) - middle > middle - math.log(smallest):
        return Outlier(at_largest, f"{largest:g}, beside {smallest:g}")
    return Outlier(at_smallest, f"{smallest:g}, beside {largest:g}")


def size_problems(draft: Draft) -> Iterator[Problem]:
    """Return one warning a field at most, at the value that stands out."""
    for kind, rules in FIELDS.items():
        for name, rule in rules.items():
            if isinstance(rule, Series):
                sizes = list(_series_sizes(draft, kind, name))
            elif isinstance(rule, Number) and not rule.whole and rule.maximum != SHARE.maximum:
                sizes = list(_sizes(draft, kind, name))
            else:
                continue
            stray = outlier(sizes, unit_of(name))
            if stray is not None:
                entry, period = stray.place
                yield entry.problem(codes.WIDE_RANGE, name, found=stray.value, expected=stray.expected, period=period)


def _sizes(draft: Draft, kind: type[Any], name: str) -> Iterator[tuple[float, tuple[Entry[Any], int | None]]]:
    for entry in draft.entries(kind, name):
        value = getattr(entry.record, name)
        if value and not math.isinf(value):
            yield abs(value), (entry, None)


def _series_sizes(draft: Draft, kind: type[Any], name: str) -> Iterator[tuple[float, tuple[Entry[Any], int | None]]]:
    """Yield the largest and the smallest value of every series."""
    for entry in draft.entries(kind, name):
        values = getattr(entry.record, name)
        for pick in (max(values), min(filter(None, values), default=0.0)):
            if pick:
                yield pick, (entry, values.index(pick))


def unit_of(field: str) -> str:
    """Return the unit that the name of a field ends with, empty where it has none that is known here."""
    if field == "deliveries":
        return "tools"
    if field == "wafer_cost_usd":
        return "usd/wafer"
    amount, _, per = field.partition("_per_")
    units = (unit for unit in ("usd_bn", "kwspm", "kunits", "usd") if amount.endswith(unit))
    return next(units, "") if per != "phase_year" else ""
