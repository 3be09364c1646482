"""Calendar: what has to be approved, ordered and paid in the first periods, and what each delay would cost."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.case.money import phase_capex_usd_bn
from planner.case.records import Case, Objective
from planner.plan.records import Plan, Start
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval, cost_change, shared
from planner.study.answers.measure import measured
from planner.study.answers.table import Cell, Table
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.edits import AddedRow

FIRST_PERIODS = 4
DELAYS = (1, 2, 4)
"""Periods by which each start is delayed."""


@dataclass(frozen=True, slots=True)
class _Delay:
    start: Start
    periods: int
    cost: Interval


def calendar(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    periods: int = FIRST_PERIODS,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what must be approved, ordered and paid in the first periods of the plan, and the cost of delays.

    Costs are discounted usd_bn, as intervals: each start of these periods is delayed by one, two and four periods, and
    everything else is planned anew. Raises InputFaults for a workbook with errors, StudyCancelled where `cancel` is
    set, OSError and ExecutorError for options that cannot be used.
    """
    base = as_it_stands(source)
    title = f"What to decide first: {base.case.settings.case_name}"
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        (planned,) = session.solve([base])
        if not planned.has_plan:
            return Answer("calendar", title, (planned.why_no_plan,))
        starts = [start for start in planned.plan.starts if start.period < periods]
        asked = [
            (start, delay) for start in starts for delay in DELAYS if start.period + delay <= base.case.calendar.last
        ]
        variants = [_delayed(base, planned.plan, start, delay) for start, delay in asked]
        solved = session.solve(variants, planned.plan.schedule)
    delays = [_delay(planned, start, delay, one) for (start, delay), one in zip(asked, solved, strict=True)]
    tables = (
        _approvals(base.case, planned.plan, starts, delays),
        _payments(base.case, planned.plan, periods),
        _orders(base.case, starts),
    )
    return Answer("calendar", title, tuple(_sentences(base.case, planned, starts, delays, periods)), tables)


def _delayed(base: Variant, plan: Plan, start: Start, delay: int) -> Variant:
    """Return the case in which no more phases of a pair may start than before this start, until the delay is over."""
    before = sum(
        one.phases
        for one in plan.starts
        if (one.site, one.node) == (start.site, start.node) and one.period < start.period
    )
    lock = AddedRow(
        "locks",
        {
            "site": start.site,
            "node": start.node,
            "until_period": base.case.calendar.label(start.period + delay - 1),
            "max_phases": float(before),
        },
    )
    return base.with_edits(f"{start.node} at {start.site} {delay} later", [lock])


def _delay(planned: Solved, start: Start, periods: int, delayed: Solved) -> _Delay:
    """Return what a delay costs: never less than nothing, since the plan without it has more freedom."""
    later, base = shared(delayed, planned)
    cost = cost_change(base, later)
    return _Delay(start, periods, Interval(max(0.0, cost.low), max(0.0, cost.high)))


def _approvals(case: Case, plan: Plan, starts: Sequence[Start], delays: Sequence[_Delay]) -> Table:
    label = case.calendar.label
    rows = []
    for start in sorted(starts, key=lambda one: (one.period, one.site, one.node)):
        pair = case.pairs[start.site, start.node]
        is_first = not any(
            (one.site, one.node) == (start.site, start.node) and one.period < start.period for one in plan.starts
        )
        ready = start.period + (pair.lead_periods if is_first else pair.expansion_lead_periods)
        costs: dict[int, Interval] = {one.periods: one.cost for one in delays if one.start is start}
        free = [periods for periods, cost in costs.items() if not cost.is_distinct]
        rows.append(
            (
                label(start.period),
                start.site,
                start.node,
                start.phases,
                start.phases * phase_capex_usd_bn(case, pair),
                label(ready),
                label(start.period + max(free)) if free else "not at all",
                *(costs.get(delay) for delay in DELAYS),
            )
        )
    columns = (
        *("approve by", "site", "node", "phases", "capex [bn USD]", "output from", "may slip to"),
        *(f"{delay} later [bn USD]" for delay in DELAYS),
    )
    brief = ("approve by", "site", "node", "phases", "capex [bn USD]", "may slip to", "1 later [bn USD]")
    moves = "reduces" if case.settings.objective is Objective.PROFIT else "raises"
    note = (
        "May slip to: the last of the periods tried for which no loss is proven. Later: by how much that delay "
        f"{moves} the {measured(case)}."
    )
    return Table("approve", "To approve, and what a delay costs", columns, tuple(rows), note, brief=brief)


def _payments(case: Case, plan: Plan, periods: int) -> Table:
    funds = list(case.funds)
    shown = range(min(periods, case.calendar.periods))
    rows: list[tuple[Cell, ...]] = []
    for fund in funds:
        paid = [sum(draw.usd_bn for draw in plan.draws if draw.fund == fund and draw.period == t) for t in shown]
        if sum(paid) > 0:
            rows.append((fund, *paid, sum(paid)))
    columns = ("fund", *(f"{case.calendar.label(t)} [bn USD]" for t in shown), "sum [bn USD]")
    return Table("pay", "To pay", columns, tuple(rows))


def _orders(case: Case, starts: Sequence[Start]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for start in starts:
        node, ready = case.nodes[start.node], start.period + case.pairs[start.site, start.node].lead_periods
        kwspm = start.phases * node.phase_kwspm
        for tool in case.tools.values():
            for use in tool.uses:
                if use.node == start.node and use.tools_per_kwspm > 0:
                    needed = case.calendar.label(max(0, ready - use.periods_before_output))
                    rows.append((needed, tool.name, use.tools_per_kwspm * kwspm, start.site, start.node))
        if node.power_mw_per_phase > 0:
            megawatts = node.power_mw_per_phase * start.phases
            rows.append((case.calendar.label(ready), "power [MW]", megawatts, start.site, start.node))
    rows.sort(key=lambda row: (str(row[0]), str(row[1]), str(row[3])))
    columns = ("needed by", "what", "quantity", "site", "for node")
    return Table("order", "To order: tools on site and power connected by", columns, tuple(rows))


def _sentences(
    case: Case, planned: Solved, starts: Sequence[Start], delays: Sequence[_Delay], periods: int
) -> Iterator[str]:
    figures = planned.figures(case)
    span = f"{case.calendar.label(0)} to {case.calendar.label(min(periods, case.calendar.periods) - 1)}"
    if not starts:
        yield f"Nothing has to start in {span}."
        return
    capex = sum(start.phases * phase_capex_usd_bn(case, case.pairs[start.site, start.node]) for start in starts)
    drawn = sum(draw.usd_bn for draw in planned.plan.draws if draw.period < periods)
    count = sum(start.phases for start in starts)
    yield (
        f"In {span} the plan starts {count} of its {figures.phases} phases: {capex:.1f} bn USD to approve, of which "
        f"{drawn:.1f} bn are paid in these periods."
    )
    of = " of shortage penalty" if case.settings.objective is Objective.COVERAGE_FIRST else ""
    first = sorted((one for one in delays if one.periods == DELAYS[0]), key=lambda one: -one.cost.low)
    proven = [one for one in first if one.cost.is_distinct]
    for one in proven[:3]:
        what = (
            f"{one.start.phases} of {one.start.node} at {one.start.site}, from {case.calendar.label(one.start.period)}"
        )
        yield f"Most urgent: {what}: one period later costs {one.cost} bn USD{of}."
    open_ones = len(first) - len(proven)
    if open_ones:
        yield f"{open_ones} of {len(first)} starts may wait one period without proven loss."
