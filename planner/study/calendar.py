"""Calendar: what has to be approved, ordered and paid in the first periods, and what each delay would cost."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from planner.case.records import Case, Objective
from planner.plan.records import Plan, Start
from planner.report.figures.built import count as counted
from planner.report.figures.first_periods.approvals import Approval, all_starts, approvals, what
from planner.report.figures.first_periods.orders import orders
from planner.report.figures.first_periods.payments import payments
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval, cost_change, rank, shared
from planner.study.answers.measure import measured
from planner.study.answers.ranked import ranked
from planner.study.answers.table import Table
from planner.study.errors import QuestionError
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.edits import AddedRow, Value

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

FIRST_PERIODS = 4
DELAYS = (1, 2, 4)
"""Periods by which each start is delayed by default."""


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
    delays: Sequence[int] = DELAYS,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what must be approved, ordered and paid in the first periods of the plan, and the cost of delays.

    Costs are discounted usd_bn, as intervals: each start of these periods is delayed by one, two and four periods, or
    by other `delays`, and everything else is planned anew. Raises QuestionError for delays below one, InputFaults for a
    workbook with errors, StudyCancelled where `cancel` is set, and OSError or ExecutorError for unusable options.
    """
    tried = tuple(sorted(set(delays)))
    if not tried or tried[0] < 1:
        raise QuestionError("delays are whole numbers of periods from 1 on, such as 1,2,4.")
    base = as_it_stands(source)
    title = f"What to decide first: {base.case.settings.case_name}"
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        planned = session.solve_first(base)
        if not planned.has_plan:
            return Answer("calendar", title, (planned.why_no_plan,))
        starts = [start for start in all_starts(planned.plan) if start.period < periods]
        asked = [
            (start, delay) for start in starts for delay in tried if start.period + delay <= base.case.calendar.last
        ]
        variants = [_delayed(base, planned.plan, start, delay) for start, delay in asked]
        solved = session.solve(variants, planned.plan.schedule)
    costs = list(_delays(planned, asked, solved))
    approved = approvals(base.case, planned.plan, periods)
    tables = (
        _approvals(base.case, approved, costs, tried),
        _payments(base.case, planned.plan, periods),
        _orders(base.case, planned.plan, periods),
    )
    shortest = [one for one in costs if one.periods == tried[0]]
    sentences = tuple(_sentences(base.case, planned, approved, shortest, periods))
    return Answer("calendar", title, sentences, tables, pictures=_pictures(base.case, shortest))


def _delayed(base: Variant, plan: Plan, start: Start, delay: int) -> Variant:
    """Return the case in which no more of a pair, or shells, may start than before this start, until the delay ends."""
    before = sum(
        one.phases
        for one in all_starts(plan)
        if (one.site, one.node) == (start.site, start.node) and one.period < start.period
    )
    values: dict[str, Value] = {"site": start.site, "node": start.node} if start.node else {"site": start.site}
    values |= {"until_period": base.case.calendar.label(start.period + delay - 1), "max_phases": float(before)}
    return base.with_edits(f"{what(start)} at {start.site} {delay} later", [AddedRow("locks", values)])


def _delays(planned: Solved, asked: Sequence[tuple[Start, int]], solved: Sequence[Solved]) -> Iterator[_Delay]:
    """Yield what each delay costs: never less than nothing, nor less than a shorter delay of the same start.

    A delayed plan is one of the case as it stands, and of every shorter delay; bounds hold the other way round.
    """
    best = planned
    for one in solved:
        _, best = shared(one, best)
    for _, group in groupby(zip(asked, solved, strict=True), key=lambda one: one[0][0]):
        of_start = list(group)
        plans = [one for _, one in of_start]
        for at in range(len(plans) - 1, 0, -1):
            _, plans[at - 1] = shared(plans[at], plans[at - 1])
        shorter = best
        for ((start, periods), _), one in zip(of_start, plans, strict=True):
            shorter, _ = shared(one, shorter)
            cost = cost_change(best, shorter)
            yield _Delay(start, periods, Interval(max(0.0, cost.low), max(0.0, cost.high)))


def _approvals(case: Case, approved: Sequence[Approval], delays: Sequence[_Delay], tried: Sequence[int]) -> Table:
    label = case.calendar.label
    rows = []
    for one in approved:
        start = one.start
        costs: dict[int, Interval] = {delay.periods: delay.cost for delay in delays if delay.start == start}
        free = [periods for periods, cost in costs.items() if not cost.is_distinct]
        rows.append(
            (
                label(start.period),
                start.site,
                what(start),
                one.count,
                one.capex_usd_bn,
                label(one.ready),
                _slip(case, start, tuple(costs), free),
                *(costs.get(delay) for delay in tried),
            )
        )
    columns = (
        *("approve by", "site", "node", "phases", "capex [bn USD]", "output from", "may slip to"),
        *(f"{delay} later [bn USD]" for delay in tried),
    )
    brief = ("approve by", "site", "node", "phases", "capex [bn USD]", "may slip to", f"{tried[0]} later [bn USD]")
    moves = "reduces" if case.settings.objective is Objective.PROFIT else "raises"
    note = (
        "May slip to: the last of the periods tried for which no loss is proven; or later, where none was proven; "
        "blank where the horizon is too short for any delay that was tried. "
        f"{tried[0]} later{' and so on' if len(tried) > 1 else ''}: by how much that delay "
        f"{moves} the {measured(case)}."
    )
    if len({one.start for one in approved}) < len(approved):
        note += " Phases that start together are delayed together: their rows have the same costs."
    return Table("approve", "To approve, and what a delay costs", columns, tuple(rows), note, brief=brief)


def _slip(case: Case, start: Start, tried: Sequence[int], free: Sequence[int]) -> str | None:
    """Return the last period for which no loss is proven, of the delays tried for this start; nothing without any."""
    if not tried:
        return None
    if not free:
        return "not at all" if min(tried) == 1 else f"less than {min(tried)} periods"
    last = case.calendar.label(start.period + max(free))
    return f"{last} or later" if max(free) == max(tried) else last


def _counted(periods: int) -> str:
    return "one period" if periods == 1 else f"{periods} periods"


def _pictures(case: Case, shortest: Sequence[_Delay]) -> "tuple[Charted, ...]":
    first = sorted(shortest, key=lambda one: -rank(one.cost.low))
    rows = [
        (
            f"{one.start.phases} {what(one.start)} at {one.start.site}, {case.calendar.label(one.start.period)}",
            one.cost,
        )
        for one in first
    ]
    axis = f"{measured(case)} {'lost' if case.settings.objective is Objective.PROFIT else 'added'} [bn USD]"
    words = "Each start by itself, everything else planned anew; a faint bar is what the gaps leave open."
    delay = _counted(first[0].periods) if first else ""
    return ranked("delays", f"What {delay} of delay costs", axis, rows, words)


def _payments(case: Case, plan: Plan, periods: int) -> Table:
    shown = range(min(periods, case.calendar.periods))
    rows = tuple((fund, *paid, sum(paid)) for fund, paid in payments(case, plan, periods).items())
    columns = ("fund", *(f"{case.calendar.label(t)} [bn USD]" for t in shown), "sum [bn USD]")
    return Table("pay", "To pay", columns, rows)


def _orders(case: Case, plan: Plan, periods: int) -> Table:
    label = case.calendar.label
    needed = orders(case, plan, periods)
    rows = tuple((label(one.needed_by), one.what, one.quantity, one.site, one.node) for one in needed)
    columns = ("needed by", "what", "quantity", "site", "for node")
    shells = ", shells started" if case.shells else ""
    return Table("order", f"To order: tools on site{shells} and power connected by", columns, rows)


def _sentences(
    case: Case, planned: Solved, approved: Sequence[Approval], shortest: Sequence[_Delay], periods: int
) -> Iterator[str]:
    figures = planned.figures(case)
    span = f"{case.calendar.label(0)} to {case.calendar.label(min(periods, case.calendar.periods) - 1)}"
    if not approved:
        yield f"Nothing has to start in {span}."
        return
    capex = sum(one.capex_usd_bn for one in approved)
    drawn = sum(draw.usd_bn for draw in planned.plan.draws if draw.period < periods)
    count = sum(one.count for one in approved if one.start.node)
    shells = sum(one.count for one in approved if not one.start.node)
    beside = f" and {counted(shells, 'shell')}" if shells else ""
    yield (
        f"In {span} the plan starts {count} of its {figures.phases} phases{beside}: {capex:.1f} bn USD to approve, "
        f"of which {drawn:.1f} bn are paid in these periods."
    )
    of = " of shortage penalty" if case.settings.objective is Objective.COVERAGE_FIRST else ""
    first = sorted(shortest, key=lambda one: -rank(one.cost.low))
    proven = [one for one in first if one.cost.is_distinct]
    for at, one in enumerate(proven[:3]):
        start = (
            f"{one.start.phases} of {what(one.start)} at {one.start.site}, from {case.calendar.label(one.start.period)}"
        )
        yield f"{'Then' if at else 'Most urgent'}: {start}: {_counted(one.periods)} later costs {one.cost} bn USD{of}."
    open_ones = len(first) - len(proven)
    if open_ones:
        yield f"{open_ones} of {len(first)} starts may wait {_counted(first[0].periods)} without proven loss."
