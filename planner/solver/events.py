"""What a running solve reports: one stream for the terminal, logs and other readers."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Progress:
    """State of a solve. Incumbent and bound in usd_bn, infinite until known; `gap` is a fraction of the incumbent.

    `phase` is warm start, solve and polish, or coverage and cost where coverage comes first; the figures are of that
    phase. After it comes audit. Coverage (in per cent) and undiscounted capex of the incumbent are NaN until known.
    """

    phase: str
    seconds: float
    incumbent: float
    bound: float
    gap: float
    coverage_pct: float = math.nan
    capex_usd_bn: float = math.nan


# A gap below one dollar is closed.
CLOSED_USD_BN = 1e-9

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Incumbent:
    """A better plan than any before, as values of all columns; `bound` is the dual bound at that time."""

    x: npt.NDArray[np.float64]
    bound: float


OnIncumbent = Callable[[Incumbent], None]


def ignore(progress: Progress) -> None:
    """Do nothing."""


def ignore_incumbent(incumbent: Incumbent) -> None:
    """Keep no plan but the last."""


def relative_gap(incumbent: float, bound: float, changeable: float | None = None) -> float:
    """Return (incumbent - bound) / |incumbent|: 0 when closed to a dollar, infinite while either is unknown.

    `changeable` is the part of the incumbent that a plan can change, if it is not to be measured on all of it.
    """
    difference = incumbent - bound
    if difference <= CLOSED_USD_BN:
        return 0.0
    whole = abs(incumbent) if changeable is None else changeable
    return difference / whole if whole > 0.0 and incumbent != float("inf") else float("inf")
