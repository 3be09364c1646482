"""Phases or shells of a track as expressions: built by a period, started in it, and weighed by when they started."""

from collections.abc import Callable
from typing import Any

from planner.model.equations import NOTHING, Linear
from planner.model.pyomo_model import Model
from planner.registry.variables import FIRST, MORE, SHELLS
from planner.shape.tracks import Track


def built(m: Model, track: Track, period: int) -> Linear:
    """Return the phases or shells of a track started by the end of a period."""
    return NOTHING if period < track.first_start else _count(m, track, min(period, track.last_start))


def _count(m: Model, track: Track, period: int) -> Linear:
    """Return the variable of a period in which the track may start."""
    if track.is_shell:
        return m[SHELLS][track.site, period]
    return m[FIRST if track.is_first else MORE][track.site, track.node, period]


def started(m: Model, track: Track, period: int) -> Linear:
    """Return the phases or shells of a track started in a period."""
    return built(m, track, period) - built(m, track, period - 1)


def by_start(m: Model, track: Track, weight: Callable[[int], float], until: int | None = None) -> Linear:
    """Return sum over start periods u of weight(u) x what is started in u, on the cumulative variables.

    A start is the difference of two cumulative variables, so that coefficients are differences of weights, mostly zero.
    Weights after `until` count as zero.
    """
    last = track.last_start if until is None else min(until, track.last_start)
    coefficients: list[float] = []
    variables: list[Any] = []
    after = 0.0
    for u in range(last, track.first_start - 1, -1):
        now = weight(u)
        if now != after:
            coefficients.append(now - after)
            variables += _count(m, track, u).variables
        after = now
    return Linear(coefficients, variables)
