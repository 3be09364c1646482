"""Two plans drawn side by side: construction in the same rows, coverage and cash by year."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.case.calendar import Calendar, months_of_label
from planner.case.records import Case
from planner.charts.draw import available
from planner.plan.records import Plan
from planner.report.figures.phase_stages import staged
from planner.study.compare.figures import by_year

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

STARTED = "started"
"""The only stage of a plan whose case is not known."""
BEFORE, AFTER = "before", "after"
_MAX_ROWS, _MAX_FUNDS = 40, 9
Bars = tuple[tuple[str, int, int], ...]
"""What a phase does: a stage, the period in which it begins, and the one before which it ends, from year 0 on."""
Places = Mapping[tuple[str, str], list[Bars]]


@dataclass(frozen=True, slots=True)
class Side:
    """A plan as its tables, and with its case where that is known."""

    tables: Mapping[str, Any]
    case: Case | None = None
    plan: Plan | None = None

    @property
    def calendar(self) -> Calendar:
        """The horizon of the plan."""
        summary = {row.key: row.value for row in self.tables["summary"].itertuples()}
        first = str(summary["first_period"])
        return Calendar.starting(first, int(summary["periods"]), months_of_label(first))

    def phases(self) -> Places:
        """Return the bars of each phase by site and node, in the order of the starts."""
        places: dict[tuple[str, str], list[Bars]] = defaultdict(list)
        calendar = self.calendar
        if self.case is not None and self.plan is not None:
            for row in staged(self.case, self.plan):
                bars = tuple(
                    (span.stage, calendar.first + span.start, calendar.first + span.until) for span in row.spans
                )
                places[row.cohort.site, row.cohort.node] += [bars] * row.cohort.phases
        else:
            for start in self.tables["starts"].itertuples():
                bar = (STARTED, calendar.first + calendar.ordinal(start.period))
                places[start.site, start.node] += [((*bar, calendar.first + calendar.periods),)] * int(start.phases)
        return {place: sorted(phases, key=_start) for place, phases in places.items()}


def pictures(first: Side, second: Side) -> "tuple[Charted, ...]":
    """Return the charts of two plans, as far as they can be drawn here and have something to show."""
    if not available():
        return ()
    drawn = (_gantt(first, second), _coverage(first, second), _cash(first, second))
    return tuple(chart for chart in drawn if chart is not None)


def _gantt(first: Side, second: Side) -> "Charted | None":
    from planner.charts import gantt_pair  # needs the extra `charts`, as does what declares them
    from planner.report.plan_charts import Charted

    rows = list(_rows(first.phases(), second.phases()))
    if not rows or first.calendar.period_months != second.calendar.period_months:
        return None
    largest = sorted(rows, key=lambda row: (row[2][0] == row[2][1], -row[3]))[:_MAX_ROWS]
    shown = [row for row in rows if row in largest]
    lines = [
        (plan, order, label, numbers, *_bar(first.calendar, *bar), phases)
        for order, (label, numbers, pair, phases) in enumerate(shown)
        for plan, bars in zip((BEFORE, AFTER), pair, strict=True)
        for bar in bars or ()
    ]
    columns = ["plan", "order", "label", "numbers", "stage", "from_year", "until_year", "from", "until", "phases"]
    left = len(rows) - len(shown)
    words = "A row for phases that start together in both plans, their numbers in brackets" + (
        f"; {left} rows of fewer phases are left out." if left else "."
    )
    table = pd.DataFrame(sorted(lines, key=lambda line: line[0] != BEFORE), columns=columns)
    return Charted("gantt", words, gantt_pair.declare(table, words))


def _bar(calendar: Calendar, stage: str, start: int, until: int) -> tuple[str, float, float, str, str]:
    years = start / calendar.periods_per_year, until / calendar.periods_per_year
    return stage, *years, calendar.label(start - calendar.first), calendar.label(until - 1 - calendar.first)


def _rows(first: Places, second: Places) -> Iterator[tuple[str, str, tuple[Bars | None, Bars | None], int]]:
    """Yield the name of a pair, the numbers of phases that are alike, what they do in each plan, and how many."""
    for site, node in sorted({*first, *second}):
        number = 1
        matched = zip_longest(first.get((site, node), []), second.get((site, node), []))
        for pair, alike in groupby(matched):
            count = len(list(alike))
            numbers = f"{number}" if count == 1 else f"{number}–{number + count - 1}"
            yield f"{site} · {node}", numbers, pair, count
            number += count


def _start(bars: Bars) -> int:
    return bars[0][1] if bars else 0


def _coverage(first: Side, second: Side) -> "Charted | None":
    from planner.charts import coverage_pair
    from planner.report.plan_charts import Charted

    lines = [
        (plan, year, covered)
        for year, before, after, _ in by_year(first.tables, second.tables, (first.case, second.case))
        for plan, covered in ((BEFORE, before), (AFTER, after))
    ]
    if not lines:
        return None
    words = "Share of demand that is served in each year; all scenarios count alike."
    table = pd.DataFrame(lines, columns=["plan", "year", "coverage_pct"])
    return Charted("coverage", words, coverage_pair.declare(table, words))


def _cash(first: Side, second: Side) -> "Charted | None":
    from planner.charts import cash_pair
    from planner.report.plan_charts import Charted

    drawn: dict[tuple[str, str, str], float] = defaultdict(float)
    for plan, side in ((BEFORE, first), (AFTER, second)):
        for row in side.tables["draws"].itertuples():
            drawn[row.fund, row.period[:4], plan] += float(row.usd_bn)
    funds: dict[str, float] = defaultdict(float)
    for (fund, _, _), usd_bn in drawn.items():
        funds[fund] += usd_bn
    shown = sorted(funds, key=lambda fund: -funds[fund])[:_MAX_FUNDS]
    years = sorted({year for _, year, _ in drawn})
    lines = [
        (plan, fund, year, drawn.get((fund, year, plan), 0.0))
        for plan in (BEFORE, AFTER)
        for fund in shown
        for year in years
    ]
    if not lines:
        return None
    left = len(funds) - len(shown)
    words = "bn USD that each fund pays in a year" + (f"; {left} smaller funds are left out." if left else ".")
    table = pd.DataFrame(lines, columns=["plan", "fund", "year", "drawn_usd_bn"])
    return Charted("cash", words, cash_pair.declare(table, words))
