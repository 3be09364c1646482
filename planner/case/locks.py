"""Decisions that stand before a plan is made: those that a planner fixes, and those of the last plan."""

from dataclasses import dataclass

from planner.case.calendar import NO_END


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision fixed by the planner: phases (or lumps, where `from_node` is given) started inside a window.

    Without a node it is about the shells of the site, with a `from_node` alone about the capacity of that node that is
    retired.
    """

    site: str
    node: str
    from_node: str = ""
    from_period: int = 0
    until_period: int = NO_END
    min_phases: int = 0
    max_phases: float = float("inf")

    @property
    def is_of_retirement(self) -> bool:
        """Whether it is about capacity that stands already and is given up."""
        return bool(self.from_node) and not self.node


@dataclass(frozen=True, slots=True)
class PlannedStart:
    """Phases started in a period by the last plan; without a node, shells."""

    site: str
    node: str
    period: int
    phases: int
