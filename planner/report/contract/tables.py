"""The plan as tables: the plan sheets of the contract, one fact per row, full precision, periods as labels."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import pandas as pd

from planner.case.records import Case
from planner.plan.records import Plan, Schedule
from planner.report.contract.layout import (
    ALL,
    COST_PREFIX,
    FIRST_PREFIX,
    IRR,
    LOCK_COLUMNS,
    NPV,
    PAID_BACK,
    PERIODS,
    RECORD_SHEETS,
    RETURNS_PREFIX,
    RUN_COLUMNS,
    SCHEDULE_SHEETS,
    SUMMARY_COLUMNS,
    UNAVOIDABLE,
    RecordSheet,
)
from planner.report.figures.headline import figures
from planner.report.figures.value.returns import value
from planner.report.words.phrases import status_sentence
from planner.report.words.returns import line_unit, return_rows

LockCells = tuple[str, str, str, str, str, int, int]
"""A row of the sheet locks."""


def plan_tables(case: Case, plan: Plan) -> dict[str, pd.DataFrame]:
    """Return the plan sheets of the contract by name, in their order in the workbook."""
    records = {sheet.name: _record_table(case, plan, sheet) for sheet in _written(plan)}
    return {
        "summary": pd.DataFrame(list(_summary(case, plan)), columns=list(SUMMARY_COLUMNS), dtype=object),
        "locks": _locks_table(case, plan),
        **records,
        "run": _run_table(plan),
    }


def schedule_tables(case: Case, plan: Plan) -> dict[str, pd.DataFrame]:
    """Return the sheets that hold what a plan decides: enough to start another solve from, or to lock."""
    decided = {
        sheet.name: _record_table(case, plan, sheet) for sheet in _written(plan) if sheet.name in SCHEDULE_SHEETS
    }
    return {"locks": _locks_table(case, plan), **decided, "run": _run_table(plan)}


def _written(plan: Plan) -> Iterator[RecordSheet]:
    """Yield the sheets of records but those that are optional and have no rows."""
    return (sheet for sheet in RECORD_SHEETS if not sheet.is_optional or getattr(plan, sheet.name))


def _locks_table(case: Case, plan: Plan) -> pd.DataFrame:
    return pd.DataFrame(list(short_locks(case, plan)), columns=list(LOCK_COLUMNS))


def _run_table(plan: Plan) -> pd.DataFrame:
    return pd.DataFrame(list(plan.run.items()), columns=list(RUN_COLUMNS), dtype=object)


def _record_table(case: Case, plan: Plan, sheet: RecordSheet) -> pd.DataFrame:
    records = getattr(plan, sheet.name)
    columns = sheet.shown(records)
    rows = [
        [
            case.calendar.label(value) if column.name in PERIODS else value
            for column in columns
            for value in (getattr(record, column.name),)
        ]
        for record in records
    ]
    return pd.DataFrame(rows, columns=[column.header for column in columns])


def _summary(case: Case, plan: Plan) -> Iterator[tuple[str, str | float, str]]:
    headline = figures(case, plan)
    yield "case_name", case.settings.case_name, ""
    yield "first_period", case.calendar.label(0), ""
    yield "periods", case.calendar.periods, "periods"
    yield "status", plan.outcome.status.value, ""
    yield "status_in_words", status_sentence(headline), ""
    yield "objective_kind", case.settings.objective.value, ""
    if headline.profit_of:
        yield "profit_of", headline.profit_of, ""
    yield "objective", plan.outcome.objective, "usd_bn"
    yield "bound", plan.outcome.bound, "usd_bn"
    yield "gap", plan.outcome.gap, "fraction"
    yield "gap_usd_bn", headline.gap_usd_bn, "usd_bn"
    if plan.outcome.unavoidable_usd_bn:
        yield UNAVOIDABLE, plan.outcome.unavoidable_usd_bn, "usd_bn"
    if headline.first_stage is not None:
        yield f"{FIRST_PREFIX}objective", headline.first_stage.objective, "usd_bn"
        yield f"{FIRST_PREFIX}bound", headline.first_stage.bound, "usd_bn"
        yield f"{FIRST_PREFIX}gap", headline.first_stage.gap, "fraction"
    yield "coverage_pct", headline.coverage_pct, "%"
    yield "worst_coverage_pct", headline.worst_coverage_pct, "%"
    yield "demand_kunits", headline.demand_kunits, "kunits"
    yield "shipped_kunits", headline.shipped_kunits, "kunits"
    yield "shortage_kunits", headline.shortage_kunits, "kunits"
    yield "capex_usd_bn", headline.capex_usd_bn, "usd_bn"
    if headline.under_way_usd_bn:
        yield "under_way_usd_bn", headline.under_way_usd_bn, "usd_bn, not in capex_usd_bn"
    yield "credits_usd_bn", headline.credits_usd_bn, "usd_bn"
    yield "drawn_usd_bn", headline.drawn_usd_bn, "usd_bn"
    yield "budget_usd_bn", headline.budget_usd_bn, "usd_bn"
    yield "phases", headline.phases, "phases"
    yield "lumps", headline.lumps, "lumps"
    if headline.retired:
        yield "retired", headline.retired, "fabs"
    if case.shells:
        yield "shells", headline.shells, "shells"
    yield "sites", headline.sites, "sites"
    for line, usd_bn in plan.outcome.cost_usd_bn.items():
        yield f"{COST_PREFIX}{line}", usd_bn, line_unit(case, line)
    worth = value(case, plan)
    for name, npv, rate, back in return_rows(worth) if worth is not None else ():
        yield f"{RETURNS_PREFIX}{name}.{NPV}", npv, "usd_bn"
        yield f"{RETURNS_PREFIX}{name}.{IRR}", rate, "% a year"
        yield f"{RETURNS_PREFIX}{name}.{PAID_BACK}", back, ""


def locks(case: Case, plan: Plan | Schedule, until: int | None = None) -> Iterator[LockCells]:
    """Every decision, and for every listed pair, conversion and shell that no more is started: nothing is left open.

    With `until`, decisions up to that period only; later ones stay open.
    """
    last = case.calendar.last if until is None else until
    decided = defaultdict[tuple[str, str, str], Counter[int]](Counter)
    for start in plan.starts:
        if start.period <= last:
            decided[start.site, start.node, ""][start.period] += start.phases
    for done in plan.converted:
        if done.period <= last:
            decided[done.site, done.node, done.from_node][done.period] += done.lumps
    for built in plan.shells_built:
        if built.period <= last:
            decided[built.site, "", ""][built.period] += built.shells
    for row in plan.retired:
        if row.period <= last:
            decided[row.site, "", row.node][row.period] += 1
    keys = [(site, node, "") for site, node in case.pairs]
    keys += [(c.site, c.to_node, c.from_node) for c in case.conversions]
    keys += [(site, "", "") for site in case.shells]
    keys += dict.fromkeys((row.site, "", row.node) for row in case.committed if row.may_retire)
    label = case.calendar.label
    for site, node, from_node in keys:
        starts = decided[site, node, from_node]
        for period, phases in sorted(starts.items()):
            yield site, node, from_node, label(period), label(period), phases, phases
        # The minimum is left to the rows above: one over the horizon would offer starts that deliver after its end.
        if last > 0 or not starts:
            yield site, node, from_node, label(0), label(last), 0, starts.total()


def short_locks(case: Case, plan: Plan) -> Iterator[LockCells]:
    """The same in fewer rows: all pairs of which nothing is started share one; so do such conversions and shells."""
    rows = list(locks(case, plan))
    yield from (row for row in rows if row[-1])
    label, last = case.calendar.label, case.calendar.last
    stars = {(node and ALL, from_node and ALL) for _, node, from_node, *_, started in rows if not started}
    for node, from_node in sorted(stars, key=lambda star: (not star[0], star)):
        yield ALL, node, from_node, label(0), label(last), 0, 0
