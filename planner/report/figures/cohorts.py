"""Cohorts: phases of a pair that start together, with the periods in which they first make output and full output."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from planner.case.records import Case, Pair
from planner.plan.records import Plan, Start
from planner.shape.tracks import is_brownfield


@dataclass(frozen=True, slots=True)
class Cohort:
    """Phases with one start period and one lead time."""

    site: str
    node: str
    phases: int
    start: int
    first_output: int
    full_output: int


def cohorts(case: Case, plan: Plan) -> tuple[Cohort, ...]:
    """Return the cohorts of a plan by site, node and start.

    The first phase of a greenfield pair takes the pair's lead time, every other phase its expansion lead time.
    """
    starts = sorted(plan.starts, key=lambda start: (start.site, start.node, start.period))
    by_pair = groupby(starts, key=lambda start: (start.site, start.node))
    return tuple(cohort for key, group in by_pair for cohort in _of_pair(case, case.pairs[key], list(group)))


def _of_pair(case: Case, pair: Pair, starts: list[Start]) -> Iterator[Cohort]:
    if not is_brownfield(case, pair):
        first, rest = starts[0], starts[0].phases - 1
        if pair.lead_periods == pair.expansion_lead_periods:
            yield _cohort(pair, first.period, first.phases, pair.lead_periods)
        else:
            yield _cohort(pair, first.period, 1, pair.lead_periods)
            if rest:
                yield _cohort(pair, first.period, rest, pair.expansion_lead_periods)
        starts = starts[1:]
    for start in starts:
        yield _cohort(pair, start.period, start.phases, pair.expansion_lead_periods)


def _cohort(pair: Pair, start: int, phases: int, lead_periods: int) -> Cohort:
    ramped = pair.ramp.index(max(pair.ramp))
    return Cohort(pair.site, pair.node, phases, start, start + lead_periods, start + lead_periods + ramped)
