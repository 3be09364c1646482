"""Curves by age: ramps, spend profiles, defect learning and the good units of a wafer.

Formulas: gross dies per wafer with edge loss, and the Poisson, Murphy, Seeds and negative binomial yield models, as
collected in de Vries, "Investigation of gross die per wafer formulas", IEEE Trans. Semicond. Manuf. 18 (2005), and
Stapper, "Defect density distribution for LSI yield calculations", IEEE Trans. Electron Devices 20 (1973).
"""

import math
from dataclasses import dataclass
from enum import StrEnum

WAFER_DIAMETER_MM = 300.0


class YieldModel(StrEnum):
    """How defects turn into yield; A is the die area in cm2 and D the defects per cm2."""

    POISSON = "poisson"
    MURPHY = "murphy"
    SEEDS = "seeds"
    NEGATIVE_BINOMIAL = "negative_binomial"


@dataclass(frozen=True, slots=True)
class DefectLearning:
    """Defect density of a node by calendar age: mature + (start - mature) exp(-age / learning_periods)."""

    model: YieldModel = YieldModel.NEGATIVE_BINOMIAL
    start_per_cm2: float = 0.0
    mature_per_cm2: float = 0.0
    learning_periods: float = 4.0
    cluster_alpha: float = 3.0

    def density_per_cm2(self, age_periods: float) -> float:
        """Return the defects per cm2 at an age in periods; an age below 0 counts as 0."""
        decay = math.exp(-max(0.0, age_periods) / self.learning_periods)
        return self.mature_per_cm2 + (self.start_per_cm2 - self.mature_per_cm2) * decay

    def die_yield(self, area_mm2: float, density_per_cm2: float) -> float:
        """Return the share of good dies of an area at a defect density."""
        defects = area_mm2 / 100.0 * density_per_cm2
        if defects <= 0.0:
            return 1.0
        match self.model:
            case YieldModel.POISSON:
                return math.exp(-defects)
            case YieldModel.MURPHY:
                return math.pow(-math.expm1(-defects) / defects, 2)
            case YieldModel.SEEDS:
                return 1.0 / (1.0 + defects)
            case YieldModel.NEGATIVE_BINOMIAL:
                return math.pow(1.0 + defects / self.cluster_alpha, -self.cluster_alpha)


def gross_dies_per_wafer(area_mm2: float, diameter_mm: float = WAFER_DIAMETER_MM) -> float:
    """Return whole-wafer die sites with edge loss: pi (d/2)^2 / S - pi d / sqrt(2 S)."""
    return math.pi * (diameter_mm / 2) ** 2 / area_mm2 - math.pi * diameter_mm / math.sqrt(2 * area_mm2)


def by_age(curve: tuple[float, ...], age_periods: int) -> float:
    """Return the value of a step curve at an age: 0 before it, the last value for ever after it."""
    if age_periods < 0:
        return 0.0
    return curve[min(age_periods, len(curve) - 1)]


def steps(curve: tuple[float, ...]) -> tuple[tuple[int, float], ...]:
    """Return (age, increase) for every age at which a curve moves, so that its value is the sum of steps so far."""
    before = (0.0, *curve)
    return tuple((age, now - then) for age, (then, now) in enumerate(zip(before, curve, strict=False)) if now != then)
