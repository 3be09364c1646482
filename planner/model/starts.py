"""Phases of a track as expressions: built by a period, started in a period, and weighed by when they started."""

from collections.abc import Callable
from typing import Any

from planner.model.equations import NOTHING, Linear
from planner.model.pyomo_model import Model
from planner.registry.variables import FIRST, MORE
from planner.shape.tracks import Track


def built(m: Model, track: Track, period: int) -> Linear:
    """Return the phases of a track started by the end of a period."""
    if period < track.first_start:
        return NOTHING
    counts = m[FIRST if track.is_first else MORE]
    return counts[track.site, track.node, min(period, track.last_start)]


def started(m: Model, track: Track, period: int) -> Linear:
    """Return the phases of a track started in a period."""
    return built(m, track, period) - built(m, track, period - 1)


def by_start(m: Model, track: Track, weight: Callable[[int], float], until: int | None = None) -> Linear:
    """Return sum over start periods u of weight(u) x phases started in u, on the cumulative variables.

    A start is the difference of two cumulative variables, so that coefficients are differences of weights, mostly zero.
    Weights after `until` count as zero.
    """
    counts = m[FIRST if track.is_first else MORE]
    last = track.last_start if until is None else min(until, track.last_start)
    coefficients: list[float] = []
    variables: list[Any] = []
    after = 0.0
    for u in range(last, track.first_start - 1, -1):
        now = weight(u)
        if now != after:
            coefficients.append(now - after)
            variables += counts[track.site, track.node, u].variables
        after = now
    return Linear(coefficients, variables)
