"""Sparse linear expressions from lists of (coefficient, variable), with zero coefficients left out."""

from collections.abc import Callable, Iterable
from typing import Any

from pyomo.core.expr.numeric_expr import LinearExpression

from planner.shape.tracks import FIRST, Track

Terms = list[tuple[float, Any]]


def linear(terms: Iterable[tuple[float, Any]], constant: float = 0.0) -> Any:
    """Return the Pyomo expression constant + sum of coefficient x variable."""
    kept = [(coefficient, variable) for coefficient, variable in terms if coefficient != 0.0]
    return LinearExpression(
        constant=constant,
        linear_coefs=[coefficient for coefficient, _ in kept],
        linear_vars=[variable for _, variable in kept],
    )


def scaled(factor: float, terms: Iterable[tuple[float, Any]]) -> Terms:
    """Return the terms times a factor."""
    return [(factor * coefficient, variable) for coefficient, variable in terms]


def cumulative(m: Any, track: Track, period: int) -> Terms:
    """Return the phases of a track started by the end of a period."""
    if period < track.first_start:
        return []
    container = m.first if track.name == FIRST else m.more
    return [(1.0, container[track.site, track.node, min(period, track.last_start)])]


def by_start(m: Any, track: Track, weight: Callable[[int], float], until: int | None = None) -> Terms:
    """Return sum over start periods u of weight(u) x phases started in u, on the cumulative variables.

    A start is the difference of two cumulative variables, so that coefficients are differences of weights, mostly zero.
    Weights after `until` count as zero.
    """
    container = m.first if track.name == FIRST else m.more
    last = track.last_start if until is None else min(until, track.last_start)
    terms = []
    after = 0.0
    for u in range(last, track.first_start - 1, -1):
        now = weight(u)
        if now != after:
            terms.append((now - after, container[track.site, track.node, u]))
        after = now
    return terms
