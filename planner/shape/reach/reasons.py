"""Reasons: why a phase of a pair is out of reach, and the field of the case that says so."""

from dataclasses import dataclass

from planner.case.checks.codes import ProblemCode
from planner.case.records import Case, Pair

Starts = tuple[int, ...]
"""The periods in which a phase may still start."""


@dataclass(frozen=True, slots=True)
class Where:
    """A field of a record: its kind, the names that are its key (its number where it has none), and the field.

    `period` is given where one period of a series is meant.
    """

    kind: type
    key: tuple[str | int, ...]
    field: str
    period: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing comes of a pair. The fix is text with places in it; whoever reports it writes their addresses.

    A switch is a zero that a planner writes on purpose; alone it is nothing to warn about.
    """

    code: ProblemCode
    where: Where
    value: str
    expected: str
    fix: tuple[str | Where, ...]
    sentence: str
    is_switch: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A pair whose starts are narrowed down, rule by rule."""

    case: Case
    pair: Pair

    @property
    def phase(self) -> str:
        """One phase of the pair in words."""
        return f"one phase of {self.pair.node} at {self.pair.site}"

    @property
    def key(self) -> tuple[str, str]:
        """Site and node."""
        return self.pair.site, self.pair.node


Step = tuple[Starts, Reason | None]
"""The starts that remain after a rule, and the reason where none do."""
