"""The optimum of a case over all its schedules."""

from typing import NamedTuple

from planner.case.records import Case, Objective
from tests.model.brute.money import discount, least_to_build
from tests.model.brute.operations import HOURS, Operations
from tests.model.brute.schedules import Schedule, first_output, schedules, stands

INFINITE = float("inf")


class Best(NamedTuple):
    """The least objective there is, infinite where nothing is allowed; and the least penalty where it comes first."""

    usd_bn: float
    penalty_usd_bn: float | None
    schedules: int


def optimum(case: Case) -> Best:
    """Return the best of all schedules."""
    operations, count = Operations(case), 0
    built: list[tuple[float, Schedule]] = []
    for schedule in schedules(case):
        count += 1
        usd_bn = least_to_build(case, schedule)
        if usd_bn < INFINITE:
            built.append((usd_bn + online_usd_bn(case, schedule), schedule))
    if case.settings.objective is Objective.COVERAGE_FIRST:
        return _coverage_first(operations, built, count)
    share = 1 - case.settings.cvar_weight if case.settings.counts_penalties else 1.0
    return Best(min((share * usd_bn + operations.least(one) for usd_bn, one in built), default=INFINITE), None, count)


def _coverage_first(operations: Operations, built: list[tuple[float, Schedule]], count: int) -> Best:
    penalties = [operations.least_penalty(one) for _, one in built]
    least = min(penalties, default=INFINITE)
    if least == INFINITE:
        return Best(INFINITE, INFINITE, count)
    program = operations.program
    for name in operations.penalties:
        program.costs[name] = 0.0
    program.forget()
    program.at_most(list(operations.penalties.items()), least + 1e-9)
    best = [
        usd_bn + operations.least(one)
        for (usd_bn, one), penalty in zip(built, penalties, strict=True)
        if penalty <= least + 1e-9
    ]
    return Best(min(best), least, count)


def online_usd_bn(case: Case, schedule: Schedule) -> float:
    """Return the expected cost of power and upkeep of phases, from their output on."""
    total = 0.0
    outputs = [(start.site, start.node, 1, [start.output + future.delay_periods for future in case.scenarios])
               for start in schedule if start.node]  # fmt: skip
    outputs += [(row.site, row.node, row.phases, [first_output(row, future.delay_periods) for future in case.scenarios])
                for row in case.under_way]  # fmt: skip
    for at, of, phases, firsts in outputs:
        node, site = case.nodes[of], case.sites[at]
        upkeep = node.fixed_cost_usd_bn_per_phase_year * case.regions[site.region].operating_cost_index
        mwh = node.power_mw_per_phase * node.idle_power * HOURS * node.utilisation
        a_year = upkeep + mwh * 1_000 * site.power_price_usd_kwh * 1e-9
        for future, first in zip(case.scenarios, firsts, strict=True):
            for t in range(max(0, first), case.calendar.periods):
                total += phases * future.probability * a_year * case.calendar.period_years * discount(case, t + 0.5)
    for row in case.committed:
        for t in case.calendar.horizon:
            if row.kwspm[t] > 0 and stands(schedule, row, t):
                a_period = row.fixed_cost_usd_bn_per_year * case.calendar.period_years
                total += a_period * discount(case, t + 0.5)
    return total
