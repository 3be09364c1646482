"""Cohorts: phases of a pair that start together, with the periods in which they first make output and full output."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from planner.case.money import capex_usd_bn
from planner.case.records import Case, Pair
from planner.plan.records import Plan, Schedule, Start
from planner.shape.tracks import expansion_terms, is_brownfield


@dataclass(frozen=True, slots=True)
class Cohort:
    """Phases with one start period, lead time and capex."""

    site: str
    node: str
    phases: int
    start: int
    first_output: int
    full_output: int
    is_first: bool


def cohorts(case: Case, plan: Plan | Schedule) -> tuple[Cohort, ...]:
    """Return the cohorts of a plan by site, node and start.

    The first phase of a greenfield pair takes the pair's lead time and capex, every other phase those of an expansion.
    """
    starts = sorted(plan.starts, key=lambda start: (start.site, start.node, start.period))
    by_pair = groupby(starts, key=lambda start: (start.site, start.node))
    return tuple(cohort for key, group in by_pair for cohort in _of_pair(case, case.pairs[key], list(group)))


def cohort_capex_usd_bn(case: Case, cohort: Cohort) -> float:
    """Return the undiscounted capex of the phases of a cohort, before credits."""
    return cohort.phases * capex_usd_bn(case, cohort, cohort.start)


def _of_pair(case: Case, pair: Pair, starts: list[Start]) -> Iterator[Cohort]:
    later_lead, _ = expansion_terms(case, pair)
    if not is_brownfield(case, pair):
        first, rest = starts[0], starts[0].phases - 1
        if (pair.lead_periods, 1) == (later_lead, pair.expansion_capex_factor):
            yield _cohort(pair, first.period, first.phases, pair.lead_periods, is_first=True)
        else:
            yield _cohort(pair, first.period, 1, pair.lead_periods, is_first=True)
            if rest:
                yield _cohort(pair, first.period, rest, later_lead)
        starts = starts[1:]
    for start in starts:
        yield _cohort(pair, start.period, start.phases, later_lead)


def _cohort(pair: Pair, start: int, phases: int, lead_periods: int, *, is_first: bool = False) -> Cohort:
    ramped = pair.ramp.index(max(pair.ramp))
    output = start + lead_periods
    return Cohort(pair.site, pair.node, phases, start, output, output + ramped, is_first)
