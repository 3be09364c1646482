"""One figure of a row far above or below all others of it: a slip of the decimal point, or one cell in another unit."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import Budget, Demand
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.units.placeholder import is_placeholder
from planner.case.records import Committed, Tool

_MIN_FIGURES = 6
_BESIDE, _OTHERS = 7.0, 2.5
"""How far a figure stands above both beside it, and above all others of its row."""
_AT_AN_END, _LUMPY = 50.0, 300.0
"""How far above all others the first or last figure does, and any where money or machines come in lumps."""
_BELOW = 20.0


@dataclass(frozen=True, slots=True)
class _Field:
    kind: type[Any]
    name: str
    is_lumpy: bool


_FIELDS = (
    _Field(Demand, "kunits", False),
    _Field(Committed, "kwspm", False),
    _Field(Budget, "budget_usd_bn", True),
    _Field(Tool, "deliveries", True),
)


def spike_problems(draft: Draft) -> Iterator[Problem]:
    """Return a warning for the first figure of each sheet that stands out of its row."""
    for field in _FIELDS:
        strays = (
            (entry, at)
            for entry in draft.entries(field.kind, field.name)
            if (at := spike(getattr(entry.record, field.name), field.is_lumpy)) is not None
        )
        for entry, at in strays:
            values = getattr(entry.record, field.name)
            others = [value for t, value in enumerate(values) if value > 0 and t != at]
            yield entry.problem(
                codes.WIDE_RANGE,
                field.name,
                period=at,
                found=f"{plain(values[at])}, beside {plain(min(others))} to {plain(max(others))} in its row",
                expected="a figure like the others of its row",
                fix=f"{_meant(values[at], others)} if the point has slipped or this one is in another unit, otherwise "
                "ignore this",
            )
            break


def spike(values: Sequence[float], is_lumpy: bool) -> int | None:
    """Return the position of the figure that stands out of a row, or nothing.

    Money and machines may all be there at the start, and without a limit: neither stands out.
    """
    figures = [(value, at) for at, value in enumerate(values) if value > 0]
    if len(figures) < _MIN_FIGURES:
        return None
    ordered = sorted(figures)
    (highest, at), (next_highest, _) = ordered[-1], ordered[-2]
    beside = _beside(values, at)
    if is_lumpy or beside is None:
        is_high = highest > (_LUMPY if is_lumpy else _AT_AN_END) * next_highest
    else:
        is_high = highest > _BESIDE * max(beside) and highest > _OTHERS * next_highest
    if is_high and not (is_lumpy and (at == 0 or is_placeholder(highest))):
        return at
    (lowest, at), (next_lowest, _) = ordered[0], ordered[1]
    return at if not is_lumpy and _beside(values, at) and lowest * _BELOW < next_lowest else None


def _beside(values: Sequence[float], at: int) -> tuple[float, float] | None:
    """Return the figures before and after one, or nothing where it is the first or last or beside a zero."""
    if not 0 < at < len(values) - 1 or not values[at - 1] > 0 or not values[at + 1] > 0:
        return None
    return values[at - 1], values[at + 1]


def _meant(value: float, others: Sequence[float]) -> str:
    """Return what to do: write so many times ten more or less, where that is another figure and like the others."""
    middle = math.exp(sum(map(math.log, others)) / len(others))
    meant = float(f"{value * 10.0 ** round(math.log10(middle / value)):.10g}")
    return f"write {plain(meant)}" if meant != value and min(others) <= meant <= max(others) else "correct it"
