"""What a running solve tells: one stream that the terminal, logs and other readers share."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """State of a solve. Incumbent and bound in usd_bn, infinite until known; `gap` is a fraction of the incumbent."""

    phase: str
    seconds: float
    incumbent: float
    bound: float
    gap: float


Listener = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """Listen to nothing."""


def relative_gap(incumbent: float, bound: float) -> float:
    """Return (incumbent - bound) / |incumbent|: 0 when closed, infinite while either is unknown."""
    difference = incumbent - bound
    if difference <= 0:
        return 0.0
    return difference / abs(incumbent) if incumbent not in (0.0, float("inf")) else float("inf")
