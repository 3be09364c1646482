"""The answer for many futures: sentences, tables and fans."""

from collections.abc import Iterator

import numpy as np

from planner.case.records import Measure
from planner.charts.draw import available
from planner.report.figures.built import count
from planner.report.words.formats import percent
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.answers.measure import measured
from planner.study.answers.table import Cell, Table
from planner.study.futures.draws import default_spread
from planner.study.futures.fans import fans
from planner.study.futures.stress_words import distribution, one_in_twenty, periods
from planner.study.scenarios.answer import of_fresh, title
from planner.study.scenarios.decisions import Decision, decisions
from planner.study.scenarios.many import Together
from planner.study.scenarios.tables import fresh_table, in_measure

MEAN = "mean"
BOTH, MORE, LESS = "both", "for all", "for the mean"


def answer_of_many(planned: Together) -> Answer:
    """Return the answer."""
    case = planned.case
    rows = decisions(planned.plan, {MEAN: planned.mean.plan} if planned.mean.has_plan else {})
    tables = [
        _values(planned),
        _decisions(planned, rows),
        distribution(planned.figures),
        periods(case, planned.figures),
    ]
    if planned.tried is not None:
        tables.append(fresh_table(case, planned.tried))
    facts = {
        "futures": len(case.scenarios),
        "expected_usd_bn": in_measure(case, planned.for_all),
        "gap_pct": 100.0 * planned.decomposed.gap,
        "rounds": planned.decomposed.rounds,
        "cuts": planned.decomposed.cuts,
    }
    drawn = fans(case, planned.figures) if available() else ()
    sentences = tuple(_sentences(planned, rows))
    return Answer("scenarios", title(case), sentences, tuple(tables), facts, pictures=drawn)


def _sentences(planned: Together, rows: list[Decision]) -> Iterator[str]:
    case, what, futures = planned.case, measured(planned.case), len(planned.case.scenarios)
    gap = percent(100.0 * planned.decomposed.gap)
    band = in_measure(case, planned.for_all)
    yield f"The best plan for all {futures:,} futures has an expected {what} of {band} bn USD: {gap} is left open."
    value = planned.value_of_planning
    if value is not None:
        yield (
            f"Planning for all of them instead of for their mean is worth {value} bn USD."
            if value.is_distinct
            else f"Planning for all of them is not distinguishable from planning for their mean: {value} bn USD."
        )
    knowing = planned.value_of_knowing
    if knowing is not None:
        yield f"Knowing the future before deciding is worth {knowing.high:.2f} bn USD at most, and so is any forecast."
    coverage = planned.figures.coverage_pct
    yield (
        f"The plan covers {percent(float(coverage.mean()))} of demand on average, in one of twenty futures less than "
        f"{percent(one_in_twenty(coverage))}, and at worst {percent(float(np.min(coverage)))}."
    )
    if planned.mean.has_plan:
        yield from _of_decisions(rows)
    else:
        yield "The plan for the mean future was not found in its time: give a longer --time-limit or --total-time."
    service = [limit.name for limit in case.limits if limit.measure is Measure.SERVICE]
    if service:
        yield (
            "Limits on service hold where demand is as expected; no future drawn around it has to keep them: "
            f"{', '.join(service)}."
        )
    if planned.tried is not None:
        yield of_fresh(case, planned.tried)
    yield f"Defaults taken: {default_spread(planned.draws.case)}."


def _of_decisions(rows: list[Decision]) -> Iterator[str]:
    totals = {kind: sum(row.phases for row in rows if _in(row) == kind) for kind in (BOTH, MORE, LESS)}
    noun = "start" if any(not row.node for row in rows) else "phase"
    yield f"The two plans have {count(totals[BOTH], noun)} in common."
    if totals[MORE]:
        yield f"The plan for all has {count(totals[MORE], noun)} more, which the plan for the mean does without."
    if totals[LESS]:
        yield f"It leaves out {count(totals[LESS], noun)} of the plan for the mean."


def _in(row: Decision) -> str:
    if row.planned is None:
        return LESS
    return BOTH if row.own.get(MEAN) is not None else MORE


def _values(planned: Together) -> Table:
    case, what = planned.case, measured(planned.case)
    of_mean = planned.for_mean
    rows: list[tuple[Cell, ...]] = [
        (f"expected {what}, one plan for all futures", in_measure(case, planned.for_all)),
        (
            f"expected {what}, the plan for the mean future",
            None if of_mean is None else in_measure(case, Interval(of_mean, of_mean)),
        ),
        ("value of knowing the future (EVPI)", planned.value_of_knowing),
        ("value of planning for all futures (VSS)", planned.value_of_planning),
    ]
    note = "Intervals from both bounds, discounted. The mean future has the mean demand."
    return Table("value", "What it is worth", ("what", "bn USD"), tuple(rows), note)


def _decisions(planned: Together, rows: list[Decision]) -> Table:
    label = planned.case.calendar.label

    def shown(period: int | None) -> str | None:
        return None if period is None else label(period)

    cells = tuple(
        (_in(row), row.site, row.node or "(shells)", row.phases, shown(row.planned), shown(row.own.get(MEAN)))
        for row in rows
    )
    columns = ("in", "site", "node", "phases", "start in the plan", "start in the plan for the mean")
    note = "Both: in the plan for all futures and in the plan for the mean future, at the dates given."
    return Table("decisions", "What is started", columns, cells, note, shown=30)
