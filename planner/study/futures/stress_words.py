"""The answer of a stress test: sentences and tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.case.records import Case, Measure, Objective
from planner.charts.draw import available
from planner.report.words.formats import percent
from planner.solver.program.matrix import Floats
from planner.study.answers.answer import Answer
from planner.study.answers.interval import rank
from planner.study.answers.table import Cell, Table
from planner.study.futures.draws import default_spread
from planner.study.futures.fans import fans
from planner.study.futures.fixed import Figures
from planner.study.futures.hedges import Hedge
from planner.study.futures.operations import COVERAGE_WEIGHT
from planner.study.futures.outages import Outage

SHARES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
WORST = 0.05
"""The share of futures that is called one in twenty."""
_SHOWN_LOSSES, _SHOWN_PERIODS = 3, 3


@dataclass(frozen=True)
class Verified:
    """A hedge, and what it saves on average in futures that were solved again, with its standard error."""

    hedge: Hedge
    saves_usd_bn: float
    error_usd_bn: float
    futures: int

    @property
    def net_usd_bn(self) -> float:
        """What it saves beyond its cost."""
        return self.saves_usd_bn - self.hedge.cost_usd_bn


@dataclass(frozen=True)
class Stressed:
    """What was found: figures of all futures, of the plan as planned, of each loss, and hedges."""

    figures: Figures
    as_planned: Figures
    losses: Sequence[tuple[Outage, Figures]]
    hedges: Sequence[Verified]


def answer(case: Case, results: Stressed) -> Answer:
    """Return the answer."""
    figures = results.figures
    facts = {
        "futures": figures.objective.size,
        "mean_coverage_pct": float(figures.coverage_pct.mean()),
        "coverage_1_in_20_pct": one_in_twenty(figures.coverage_pct),
        "mean_cash_usd_bn": float(figures.cash.sum(axis=1).mean()),
        "cash_1_in_20_usd_bn": one_in_twenty(figures.cash.sum(axis=1)),
    }
    tables = (distribution(figures), periods(case, figures), _losses(results), _hedges(case, results.hedges))
    title = f"How the plan stands up: {case.settings.case_name}"
    drawn = fans(case, figures) if available() else ()
    return Answer("stress", title, tuple(_sentences(case, results)), tables, facts, pictures=drawn)


def _sentences(case: Case, results: Stressed) -> Iterator[str]:
    figures = results.figures
    coverage, cash = figures.coverage_pct, figures.cash.sum(axis=1)
    mean, low, worst = (percent(float(of(coverage))) for of in (np.mean, one_in_twenty, np.min))
    yield (
        f"In {coverage.size:,} futures the plan covers {mean} of demand on average, in one of twenty less than {low}, "
        f"and at worst {worst}."
    )
    yield (
        f"Cash from sales less operations is {cash.mean():,.1f} bn USD on average over the horizon, undiscounted and "
        f"before construction, and in one of twenty futures less than {one_in_twenty(cash):,.1f}."
    )
    yield from _worst_periods(case, figures)
    yield from _worst_losses(results)
    yield from _best_hedge(case, results.hedges)
    service = [limit.name for limit in case.limits if limit.measure is Measure.SERVICE]
    if service:
        yield f"Limits on service are not kept in these futures, and failures are not counted: {', '.join(service)}."
    yield f"Defaults taken: {default_spread(case)}."


def one_in_twenty(values: Floats) -> float:
    """Return the value that one future of twenty does not reach."""
    return float(np.quantile(values, WORST))


def _worst_periods(case: Case, figures: Figures) -> Iterator[str]:
    low = np.quantile(_coverage_by_period(figures), WORST, axis=0)
    worst = [int(t) for t in np.argsort(low, kind="stable")[:_SHOWN_PERIODS] if low[t] < 100 - 1e-6]
    if worst:
        names = ", ".join(f"{case.calendar.label(t)} ({percent(float(low[t]))})" for t in worst)
        yield f"Worst periods, with the coverage that one future of twenty does not reach: {names}."


def _worst_losses(results: Stressed) -> Iterator[str]:
    before = results.as_planned
    for outage, figures in results.losses[:_SHOWN_LOSSES]:
        more = float(figures.objective[0] - before.objective[0])
        if more > 1e-6:
            yield (
                f"Without the {outage.kind} {outage.name} for the whole horizon, coverage falls from "
                f"{percent(float(before.coverage_pct[0]))} to {percent(float(figures.coverage_pct[0]))}."
            )


def _best_hedge(case: Case, hedges: Sequence[Verified]) -> Iterator[str]:
    if not hedges:
        yield "No pair of a site and a node may have one more phase."
        return
    best = max(hedges, key=lambda one: rank(one.net_usd_bn))
    what = (
        f"one more phase of {best.hedge.track.node} at {best.hedge.track.site}, started in "
        f"{case.calendar.label(best.hedge.start)},"
    )
    figures = f"costs {best.hedge.cost_usd_bn:,.2f} and saves {best.saves_usd_bn:,.2f} bn USD on average"
    if best.net_usd_bn - 2 * best.error_usd_bn > 0:
        yield (
            f"The hedge that would help most: {what} {figures}, discounted, in {best.futures:,} futures solved again. "
            "Money, floor, power and tools for it are not checked: add it as a lock and solve."
        )
    elif best.net_usd_bn + 2 * best.error_usd_bn < 0:
        yield f"No phase more would pay for itself: {what} which comes nearest, {figures}."
    else:
        yield f"Whether one more phase would pay is not distinguishable: {what} {figures}."


def distribution(figures: Figures) -> Table:
    """Return the table of coverage, shortage, cash and cost over all futures."""
    coverage, cash, short = figures.coverage_pct, figures.cash.sum(axis=1), figures.short.sum(axis=1)
    columns = ("futures", "coverage [%]", "shortage [thousand packages]", "cash [bn USD]", "cost [bn USD]")

    def row(name: str, of_good: float, of_bad: float) -> tuple[Cell, ...]:
        good = [float(np.quantile(values, of_good)) for values in (coverage, cash)]
        bad = [float(np.quantile(values, of_bad)) for values in (short, figures.objective)]
        return name, good[0], bad[0], good[1], bad[1]

    rows = [row("worst", 0.0, 1.0), *(row(f"{100 * share:.0f} % are worse", share, 1 - share) for share in SHARES)]
    means = [float(values.mean()) for values in (coverage, short, cash, figures.objective)]
    note = (
        "Each column by itself. Cash is sales less operations and power, undiscounted and before construction; cost is "
        "that of operations with the penalty of what is short, discounted."
    )
    return Table(
        "distribution", "The plan in all futures", columns, (*rows, row("best", 1.0, 0.0), ("mean", *means)), note
    )


def _coverage_by_period(figures: Figures) -> Floats:
    wanted = np.where(figures.demand > 0, figures.demand, 1.0)
    return np.where(figures.demand > 0, 100.0 * (1.0 - figures.short / wanted), 100.0)


def periods(case: Case, figures: Figures) -> Table:
    """Return the table of coverage and cash by period."""
    covered = _coverage_by_period(figures)
    ends = (WORST, 0.5, 1 - WORST)
    of_coverage, of_cash = (np.quantile(values, ends, axis=0) for values in (covered, figures.cash))
    columns = (
        "period", "coverage, 1 in 20 [%]", "median [%]", "19 in 20 [%]", "cash, 1 in 20 [bn USD]", "median [bn USD]",
        "19 in 20 [bn USD]",
    )  # fmt: skip
    rows = tuple(
        (case.calendar.label(t), *of_coverage[:, t].tolist(), *of_cash[:, t].tolist()) for t in case.calendar.horizon
    )
    note = "Coverage and cash that one future of twenty, half of them, and 19 of twenty do not exceed."
    return Table("periods", "Coverage and cash by period", columns, rows, note, brief=columns[:4], shown=12)


def _losses(results: Stressed) -> Table:
    before = results.as_planned
    columns = ("lost", "kind", "coverage [%]", "change [%]", "cost [bn USD]")
    rows = tuple(
        (
            outage.name,
            outage.kind,
            float(figures.coverage_pct[0]),
            float(figures.coverage_pct[0] - before.coverage_pct[0]),
            max(0.0, float(figures.objective[0] - before.objective[0])),  # less is what rounding leaves
        )
        for outage, figures in results.losses
    )
    note = "In the most likely scenario, for the whole horizon; cost is what operations and shortage add, discounted."
    return Table("losses", "One thing lost at a time", columns, rows, note, shown=8)


def _hedges(case: Case, hedges: Sequence[Verified]) -> Table:
    columns = (
        "site", "node", "start", "cost [bn USD]", "saves, estimated [bn USD]", "saves [bn USD]",
        "standard error [bn USD]",
    )  # fmt: skip
    rows = tuple(
        (
            one.hedge.track.site,
            one.hedge.track.node,
            case.calendar.label(one.hedge.start),
            one.hedge.cost_usd_bn,
            one.hedge.saves_usd_bn,
            one.saves_usd_bn,
            one.error_usd_bn if np.isfinite(one.error_usd_bn) else None,
        )
        for one in hedges
    )
    note = (
        "One more phase, on average over all futures, discounted: estimated from duals, then solved again. Cost is "
        "capex net of credits without a cap, fixed cost and power, less the end value. Whether it fits is not checked."
    )
    if case.settings.objective is Objective.COVERAGE_FIRST:
        note += f" Coverage comes first: a USD of shortage counts {COVERAGE_WEIGHT:,.0f} times."
    return Table("hedges", "One more phase", columns, rows, note)
