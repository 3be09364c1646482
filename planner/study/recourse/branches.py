"""Branches: the shape of a case in one of its futures, with the index sets of all, so that columns can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from planner.case.records import Case, Scenario
from planner.shape.shape import Shape
from planner.shape.zones import Members


@dataclass(frozen=True)
class Branch(Shape):
    """The shape of a case in which one future is sure to come; regions and markets are merged as in the whole case."""

    whole: Shape

    @cached_property
    def zones(self) -> Members:
        """Regions of each zone."""
        return self.whole.zones

    @cached_property
    def groups(self) -> Members:
        """Markets of each group."""
        return self.whole.groups

    @cached_property
    def split(self) -> frozenset[tuple[str, str]]:
        """Market groups and products whose packages must be shared out."""
        return self.whole.split

    @cached_property
    def output_periods(self) -> Mapping[str, tuple[int, ...]]:
        """Periods in which packages may be finished in any future: wafers from before the horizon are for all."""
        return self.whole.output_periods


def for_certain(case: Case, future: Scenario) -> Case:
    """Return the case in which one scenario is sure to happen."""
    events = tuple(event for event in case.events if event.scenario == future.name)
    return replace(case, scenarios=(replace(future, probability=1.0),), events=events)


def branches(case: Case) -> tuple[Branch, ...]:
    """Return the shape of every future of a case."""
    whole = Shape(case)
    return tuple(Branch(for_certain(case, future), whole) for future in case.scenarios)
