"""Phases at every site in every period: online and under construction, and committed capacity."""

from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.cohorts import cohorts


@dataclass(frozen=True, slots=True)
class Standing:
    """New phases of a site in a period, and whether it has committed capacity then."""

    site: str
    period: int
    online: int
    building: int
    committed: bool


def standings(case: Case, plan: Plan) -> list[Standing]:
    """Return every site and period that has anything."""
    online = {(site, t): 0 for site in case.sites for t in case.calendar.horizon}
    building = dict(online)
    for cohort in cohorts(case, plan):
        for period in range(cohort.start, case.calendar.periods):
            (building if period < cohort.first_output else online)[cohort.site, period] += cohort.phases
    until = {(row.site, row.node): row.period for row in plan.retired}
    committed = {
        (row.site, t)
        for row in case.committed
        for t, kwspm in enumerate(row.kwspm)
        if kwspm > 0 and not (row.may_retire and t >= until.get((row.site, row.node), t + 1))
    }
    committed |= {
        (row.site, t) for row in case.under_way for t in range(max(0, row.first_output), case.calendar.periods)
    }
    return [
        Standing(site, period, online[site, period], building[site, period], (site, period) in committed)
        for site, period in online
        if online[site, period] or building[site, period] or (site, period) in committed
    ]
