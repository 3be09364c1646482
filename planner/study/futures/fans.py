"""Fans of a plan over many futures: coverage and cash by year, from one future in twenty to nineteen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from planner.case.records import Case
from planner.report.figures.service import years
from planner.solver.program.matrix import Floats
from planner.study.futures.fixed import Figures

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

ENDS = (0.05, 0.95)


def fans(case: Case, figures: Figures) -> "tuple[Charted, ...]":
    """Return the fans of coverage and of cash."""
    import pandas as pd

    from planner.charts import fan as chart
    from planner.report.plan_charts import Charted

    words = (
        f"{figures.objective.size:,} futures: of twenty one is below the band and one above it; the line is the mean"
    )
    of_cash = f"{words}. Sales less operations and power, before construction."
    covered = pd.DataFrame(_rows(case, coverage_by_year_pct(case, figures)), columns=chart.COLUMNS)
    cash = pd.DataFrame(_rows(case, by_year(case, figures.cash)), columns=chart.COLUMNS)
    return (
        Charted("coverage_fan", f"{words}.", chart.declare(covered, "Coverage by year", "%", f"{words}.")),
        Charted("cash_fan", of_cash, chart.declare(cash, "Cash by year", "bn USD", of_cash)),
    )


def by_year(case: Case, amounts: Floats) -> Floats:
    """Return the sums of each year of amounts by future and period."""
    of = np.array([case.calendar.year(t) for t in case.calendar.horizon])
    return np.stack([amounts[:, of == year].sum(axis=1) for year in years(case)], axis=1)


def coverage_by_year_pct(case: Case, figures: Figures) -> Floats:
    """Return the share of demand that is served by future and year; nothing wanted is covered."""
    wanted, short = by_year(case, figures.demand), by_year(case, figures.short)
    return np.where(wanted > 0, 100.0 * (1.0 - short / np.where(wanted > 0, wanted, 1.0)), 100.0)


def _rows(case: Case, values: Floats) -> Iterator[tuple[str, float, float, float]]:
    low, high = np.quantile(values, ENDS, axis=0)
    for at, year in enumerate(years(case)):
        yield str(year), float(low[at]), float(values[:, at].mean()), float(high[at])
