"""What was planned: one plan for all futures, for their mean, for each alone, and with later starts by future."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.case.records import Case, Scenario
from planner.plan.records import Plan
from planner.study.answers.interval import Interval
from planner.study.scenarios.decisions import Decision, decisions
from planner.study.scenarios.futures import cost_usd_bn, possible
from planner.study.solves.solved import Solved


@dataclass(frozen=True)
class Adapted:
    """The plan whose starts after a period follow the future: what is decided for all, and the plan of each future."""

    until: int
    futures: tuple[Scenario, ...]
    solved: Solved

    @property
    def by_future(self) -> dict[str, Plan]:
        """The plan of each future by its name."""
        return dict(zip((one.name for one in self.futures), self.solved.by_future, strict=True))


@dataclass(frozen=True)
class Planned:
    """The plan for all futures, the one for their mean, that one in all futures, and the best for each alone."""

    case: Case
    base: Solved
    mean: Solved
    kept_mean: Solved | None
    own: Mapping[str, Solved]
    adapted: Adapted | None = None

    @cached_property
    def costs_usd_bn(self) -> dict[str, float]:
        """What the plan for all futures costs in each of them."""
        return {one.name: cost_usd_bn(self.case, self.base.plan, one) for one in possible(self.case)}

    @cached_property
    def alone(self) -> dict[str, Interval]:
        """What the best plan for each future alone costs: no more than the plan for all costs there."""
        return {
            name: Interval(min(own.bound, self.costs_usd_bn[name]), min(own.objective, self.costs_usd_bn[name]))
            for name, own in self.own.items()
        }

    @cached_property
    def knowing(self) -> Interval:
        """The expected cost where the future is known before anything is decided."""
        weights = {one.name: one.probability for one in possible(self.case)}
        low, high = (
            math.fsum(weights[name] * getattr(one, end) for name, one in self.alone.items()) for end in ("low", "high")
        )
        return Interval(low, high)

    @cached_property
    def for_all(self) -> Interval:
        """The expected cost of the best plan for all futures: it cannot be less than where they are known."""
        objective = self.base.objective
        if self.kept_mean is not None and self.kept_mean.has_plan:
            objective = min(objective, self.kept_mean.objective)
        return Interval(min(objective, max(self.base.bound, self.knowing.low)), objective)

    @property
    def value_of_knowing(self) -> Interval:
        """The expected value of perfect information."""
        return _saved(self.for_all, self.knowing)

    @property
    def value_of_planning(self) -> Interval | None:
        """The value of the stochastic solution; none where the plan for the mean cannot be kept in all futures."""
        if self.kept_mean is None or not self.kept_mean.has_plan:
            return None
        return _saved(Interval(self.kept_mean.bound, self.kept_mean.objective), self.for_all)

    @property
    def following(self) -> Interval | None:
        """The expected cost where later starts follow the future: between knowing it at first and never."""
        if self.adapted is None or not self.adapted.solved.has_plan:
            return None
        solved = self.adapted.solved
        objective = min(solved.objective, self.for_all.high)
        return Interval(min(objective, max(solved.bound, self.knowing.low)), objective)

    @property
    def value_of_following(self) -> Interval | None:
        """What it is worth that later starts follow the future."""
        return None if self.following is None else _saved(self.for_all, self.following)

    def regret(self, name: str) -> Interval:
        """Return how much more the plan for all costs in a future than the best plan for it alone."""
        cost, alone = self.costs_usd_bn[name], self.alone[name]
        return Interval(max(0.0, cost - alone.high), max(0.0, cost - alone.low))

    @cached_property
    def decisions(self) -> list[Decision]:
        """What the plan for all futures and the best plans for each alone decide."""
        return decisions(self.base.plan, {name: own.plan for name, own in self.own.items() if own.has_plan})


def _saved(dear: Interval, cheap: Interval) -> Interval:
    """Return by how much the optimum of a case is below that of one that can be no cheaper."""
    return Interval(max(0.0, dear.low - cheap.high), max(0.0, dear.high - cheap.low))
