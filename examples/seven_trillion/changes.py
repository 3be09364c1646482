"""What the study changes in a case, each as a function from a case to a case that keeps everything else."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce

from planner.case.records import Case, Objective


def at_least_cost(case: Case) -> Case:
    """Return the case with plans made for least cost, so that plans of different cases compare in usd_bn."""
    return replace(case, settings=replace(case.settings, objective=Objective.LEAST_COST))


def total_budget_usd_bn(case: Case) -> float:
    """Return all the money of a case."""
    return math.fsum(usd_bn for fund in case.funds.values() for usd_bn in fund.budget_usd_bn)


def with_budget(case: Case, total_usd_bn: float) -> Case:
    """Return the case with all budgets times one factor, to a total. Raises ValueError where there is no money."""
    total = total_budget_usd_bn(case)
    if total <= 0:
        raise ValueError("a case without money has no budgets to scale")
    scale = total_usd_bn / total
    funds = {
        name: replace(fund, budget_usd_bn=tuple(scale * usd_bn for usd_bn in fund.budget_usd_bn))
        for name, fund in case.funds.items()
    }
    return replace(case, funds=funds)


def without_tool_limits(case: Case) -> Case:
    """Return the case with as many scarce machines as are wanted."""
    return replace(case, tools={})


def without_crew_limits(case: Case) -> Case:
    """Return the case with builders for any number of phases a year."""
    regions = {name: replace(region, max_phase_starts_per_year=math.inf) for name, region in case.regions.items()}
    return replace(case, regions=regions)


def with_half_the_lead_times(case: Case) -> Case:
    """Return the case in which every phase is built, and paid, in half the time, rounded up to whole periods."""
    pairs = {
        key: replace(
            pair,
            lead_periods=_half(pair.lead_periods),
            spend=_squeezed(pair.spend),
            expansion_lead_periods=_half(pair.expansion_lead_periods),
            expansion_spend=_squeezed(pair.expansion_spend),
        )
        for key, pair in case.pairs.items()
    }
    return replace(case, pairs=pairs)


def with_twice_the_room(case: Case) -> Case:
    """Return the case with twice the floor at every site, and twice the phases of every pair."""
    return replace(
        case,
        sites={name: replace(site, floor_units=2 * site.floor_units) for name, site in case.sites.items()},
        pairs={key: replace(pair, max_phases=2 * pair.max_phases) for key, pair in case.pairs.items()},
    )


def without_bans(case: Case) -> Case:
    """Return the case without the lane rows that close a lane; freight, tariffs and limits of the others stay."""
    return replace(case, lanes=tuple(lane for lane in case.lanes if lane.allowed))


def without_policy_limits(case: Case) -> Case:
    """Return the case without bounds on shares and counts."""
    return replace(case, limits=())


def _half(periods: int) -> int:
    return math.ceil(periods / 2)


def _squeezed(spend: tuple[float, ...]) -> tuple[float, ...]:
    """Return a spend profile in half the time: two periods of the old one fall into one of the new."""
    return tuple(sum(spend[at : at + 2]) for at in range(0, len(spend), 2))


@dataclass(frozen=True, slots=True)
class Change:
    """A named change of a case: what would be so, and what has to be done to a case for it.

    Where it `relaxes`, it only takes rules away: every plan stays a plan, so that no best plan gets dearer.
    """

    name: str
    words: str
    steps: tuple[Callable[[Case], Case], ...]
    relaxes: bool = True

    def __call__(self, case: Case) -> Case:
        """Return the changed case."""
        return reduce(lambda changed, step: step(changed), self.steps, case)


_ONE_BY_ONE = (
    Change("scanners", "scanners without limit", (without_tool_limits,)),
    Change("crews", "crews without limit", (without_crew_limits,)),
    Change("lead times", "lead times halved", (with_half_the_lead_times,), relaxes=False),
    Change("room", "room doubled", (with_twice_the_room,)),
)
CHANGES = (
    *_ONE_BY_ONE,
    Change("all four", "all four together", tuple(s for change in _ONE_BY_ONE for s in change.steps), relaxes=False),
    Change("bans", "export bans lifted", (without_bans,)),
    Change("policies", "policy limits lifted", (without_policy_limits,)),
)
