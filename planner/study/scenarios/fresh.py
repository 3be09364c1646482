"""Fresh futures: what plans cost in futures that they were not made for, compared future by future."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.case.records import Case, Scenario
from planner.plan.records import Plan
from planner.study.answers.interval import Interval
from planner.study.scenarios.futures import cost_usd_bn, decided, without_risk
from planner.study.solves.session import Session
from planner.study.variant import as_it_stands

AT_ONCE = 8
"""Futures of one solve."""
_CONFIDENCE = 0.95
Costs = dict[str, float]
"""What a plan costs by the name of the future; a future in which it breaks a rule is left out."""


@dataclass(frozen=True)
class Fresh:
    """What two plans cost in fresh futures: the one for all futures, and the one for their mean."""

    count: int
    for_all: Costs
    for_mean: Costs

    @property
    def saved(self) -> list[float]:
        """How much less the plan for all costs in each future that both plans can serve."""
        return [self.for_mean[name] - cost for name, cost in self.for_all.items() if name in self.for_mean]

    @property
    def mean_saved(self) -> Interval:
        """The mean of that, with a confidence of 95 %: Student's t on the differences."""
        from scipy.stats import t

        saved, count = self.saved, len(self.saved)
        if count < 2:
            return Interval(-math.inf, math.inf)
        mean = math.fsum(saved) / count
        deviation = math.sqrt(math.fsum((one - mean) ** 2 for one in saved) / (count - 1))
        margin = float(t.ppf((1 + _CONFIDENCE) / 2, count - 1)) * deviation / math.sqrt(count)
        return Interval(mean - margin, mean + margin)


def tried_on(session: Session, drawn: Case, plans: Mapping[str, Plan]) -> Fresh:
    """Return what both plans cost in each of the futures drawn, each operated as well as it can be there."""
    case = without_risk(drawn)
    for_all, for_mean = (_costs(session, case, plan, f"the plan for {name}") for name, plan in plans.items())
    return Fresh(len(case.scenarios), for_all, for_mean)


def _costs(session: Session, case: Case, plan: Plan, name: str) -> Costs:
    groups: list[Sequence[Scenario]] = [
        case.scenarios[at : at + AT_ONCE] for at in range(0, len(case.scenarios), AT_ONCE)
    ]
    costs: Costs = {}
    while groups:
        left: list[Sequence[Scenario]] = []
        for group, part in zip(groups, _together(session, case, plan, name, groups), strict=True):
            if part is not None:
                costs |= part
            elif len(group) > 1:  # a rule is broken in one of them
                left += [(one,) for one in group]
        groups = left
    return costs


def _together(
    session: Session, case: Case, plan: Plan, name: str, groups: Sequence[Sequence[Scenario]]
) -> list[Costs | None]:
    """Return the costs of each group of futures, none where the plan cannot be kept in one of them."""
    parts = [decided(_only(case, group), plan) for group in groups]
    variants = [
        replace(as_it_stands(part), name=f"{name} in fresh futures, {number} of {len(parts)}")
        for number, part in enumerate(parts, start=1)
    ]
    solved = session.solve(variants, plan.schedule)
    return [
        {one.name: cost_usd_bn(part, result.plan, one) for one in part.scenarios} if result.has_plan else None
        for part, result in zip(parts, solved, strict=True)
    ]


def _only(case: Case, group: Sequence[Scenario]) -> Case:
    names = {one.name for one in group}
    futures = tuple(replace(one, probability=1.0 / len(group)) for one in group)
    return replace(case, scenarios=futures, events=tuple(event for event in case.events if event.scenario in names))
