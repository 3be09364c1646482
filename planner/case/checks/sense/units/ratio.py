"""A ratio of quantities, with the range that it may lie in."""

from collections.abc import Callable
from dataclasses import dataclass

from planner.case.checks.sense.units.quantities import Key, Quantities


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio in words, its range, the quantities in it, and how it is computed; 0 where it is not known."""

    words: str
    low: float
    high: float
    keys: tuple[Key, ...]
    value: Callable[[Quantities], float]
    or_else: str = ""
    """What else may be done, where a column in another unit is not the only reason."""

    def is_out(self, known: Quantities) -> bool:
        """Whether the ratio lies out of its range."""
        value = self.value(known)
        return value > 0 and not self.low <= value <= self.high


def per(first: str, second: str, row: str) -> Callable[[Quantities], float]:
    """Return what divides one field of a row by another; 0 where that is not known."""

    def value(known: Quantities) -> float:
        below = known.of(second, row)
        return known.of(first, row) / below if below else 0.0

    return value


def over(field: str, row: str, below: Callable[[Quantities], float]) -> Callable[[Quantities], float]:
    """Return what divides a field of a row by something; 0 where that is 0."""

    def value(known: Quantities) -> float:
        divisor = below(known)
        return known.of(field, row) / divisor if divisor else 0.0

    return value
