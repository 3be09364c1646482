"""Fans: how far coverage and money go apart over the futures, by year."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.service import Service, services, summed, years
from planner.study.scenarios.futures import possible

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted


def pictures(case: Case, plan: Plan, own: Mapping[str, Plan]) -> "tuple[Charted, ...]":
    """Return the fans of coverage and of money drawn."""
    import pandas as pd

    from planner.charts import fan as chart
    from planner.report.plan_charts import Charted

    covered = pd.DataFrame(_coverage(case, plan), columns=chart.COLUMNS)
    drawn = pd.DataFrame(_drawn(case, plan, own), columns=chart.COLUMNS)
    words = f"{len(possible(case))} futures"
    of_coverage = f"{words}: the worst to the best, and the mean, with the plan for all of them."
    of_money = f"{words}: the least to the most that the best plan for one of them draws, and the plan for all."
    return (
        Charted("coverage_fan", of_coverage, chart.declare(covered, "Coverage by year", "%", of_coverage)),
        Charted("cash_fan", of_money, chart.declare(drawn, "Money drawn by year", "bn USD", of_money)),
    )


def _coverage(case: Case, plan: Plan) -> Iterator[tuple[str, float, float, float]]:
    weights = {one.name: one.probability for one in possible(case)}
    by_future = {name: summed(services(case, plan, name), lambda key: case.calendar.year(key[2])) for name in weights}
    for year in years(case):
        served = {name: of.get(year, Service()) for name, of in by_future.items()}
        covered = {name: one.coverage_pct for name, one in served.items() if one.settled_kunits > 0}
        if covered:
            whole = math.fsum(weights[name] for name in covered)
            mean = math.fsum(weights[name] * pct for name, pct in covered.items()) / whole
            yield str(year), min(covered.values()), mean, max(covered.values())


def _drawn(case: Case, plan: Plan, own: Mapping[str, Plan]) -> Iterator[tuple[str, float, float, float]]:
    def by_year(one: Plan, year: int) -> float:
        return math.fsum(draw.usd_bn for draw in one.draws if case.calendar.year(draw.period) == year)

    for year in years(case):
        alone = [by_year(one, year) for one in own.values()] or [by_year(plan, year)]
        yield str(year), min(alone), by_year(plan, year), max(alone)
