"""Headline figures and locks of a plan workbook, compared with its records.

The audit recomputes rules and cost from the records; figures edited by hand are found here.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.audit import Finding
from planner.case.records import Case
from planner.plan.records import Outcome, Plan, Status
from planner.report.contract.layout import FIRST_PREFIX, LOCK_COLUMNS, SUMMARY_COLUMNS, UNAVOIDABLE
from planner.report.contract.tables import plan_tables
from planner.report.readback.rows import open_sheets
from planner.report.readback.values import is_same
from planner.workbook.faults.fault import Fault

# How many columns of a sheet name a row, and all of its columns.
_SHEETS = {"summary": (SUMMARY_COLUMNS, 1), "locks": (LOCK_COLUMNS, 5)}
# The title of the case is for display only and may have been changed since.
_NOT_COMPARED = ("case_name",)
_TOLERANCE = 1e-6

Rows = Iterable[tuple[Any, ...]]


def wrong_claims(path: Path | str, case: Case, plan: Plan) -> tuple[Finding, ...]:
    """Return the figures of a plan workbook's summary and locks that its records do not confirm."""
    faults: list[Fault] = []
    sheets = open_sheets(path, tuple(_SHEETS), faults)
    tables = plan_tables(case, plan)
    wrong = list(wrong_remarks(plan, case))
    for name, (columns, names) in _SHEETS.items():
        rows = [cells for _, _, cells in sheets[name].select(columns, faults)] if name in sheets else []
        due = tables[name][list(columns)].itertuples(index=False, name=None)
        wrong += _differences(name, columns, names, rows, due)
    return tuple(wrong)


def wrong_remarks(plan: Plan, case: Case) -> Iterator[Finding]:
    """Yield what is wrong with what a plan says beside its decisions and amounts, which are the audit's."""
    yield from _status(plan)
    yield from _unavoidable(case, plan.outcome)
    yield from (*_twice("binding", plan.binding), *_twice("bans", plan.bans))
    for row in plan.binding:
        if row.period not in case.calendar.horizon or not math.isfinite(row.slack):
            message = f"a row of the sheet binding has a period or slack that cannot be: {row}"
            yield Finding("binding", row.where, None, row.rule, "a period of the horizon, and a number", message)
    for ban in plan.bans:
        if not (math.isfinite(ban.usd_bn) and 0 <= ban.kunits < math.inf):
            message = f"a row of the sheet bans has a figure that cannot be: {ban}"
            yield Finding("bans", str(ban), None, ban.kunits, "finite figures of 0 or more", message)


def _twice(sheet: str, records: tuple[Any, ...]) -> Iterator[Finding]:
    """Yield rows that are on a sheet more than once."""
    for record, times in Counter(records).items():
        if times > 1:
            message = f"a row is on the sheet {sheet} {times} times: {record}"
            yield Finding(sheet, str(record), None, f"{times} rows", "one", message)


def _differences(sheet: str, columns: tuple[str, ...], names: int, rows: Rows, due_rows: Rows) -> Iterator[Finding]:
    said: dict[tuple[str, ...], tuple[Any, ...]] = {}
    due = {_key(row, names): row[names:] for row in due_rows}
    for row in rows:
        key = _key(row, names)
        name = _name(key)
        if key in said:
            yield Finding(sheet, name, None, "two rows", "one", f"{name} is on the sheet {sheet} more than once")
        elif key not in due:
            yield Finding(sheet, name, None, "a row", "none", f"{name} is on the sheet {sheet}, not in the plan")
        said.setdefault(key, row[names:])
    for key, values in due.items():
        name = _name(key)
        if name in _NOT_COMPARED:
            continue
        if key not in said:
            yield Finding(sheet, name, None, "nothing", str(values[0]), f"{name} is not on the sheet {sheet}")
        for column, cell, value in zip(columns[names:], said.get(key, values), values, strict=True):
            if not is_same(cell, value):
                what = name if column == "value" else f"{column} of {name}"
                message = f"{what}: the sheet says {cell}, the records of the plan say {value}"
                yield Finding(sheet, name, None, str(cell), str(value), message)


def _key(row: tuple[Any, ...], names: int) -> tuple[str, ...]:
    """Return the cells that name a row: a node that is built and one that is retired stand in different columns."""
    return tuple("" if cell is None else str(cell) for cell in row[:names])


def _name(key: tuple[str, ...]) -> str:
    return " ".join(filter(None, key))


def _status(plan: Plan) -> Iterator[Finding]:
    """Yield what contradicts the status: a plan where there is none, and `optimal` above the gap that was asked."""
    outcome, first = plan.outcome, plan.outcome.first_stage
    difference = max(0.0, outcome.objective - outcome.bound)
    gap = difference / abs(outcome.objective) if outcome.objective else outcome.gap
    if math.isfinite(gap) and not abs(gap - outcome.gap) <= _TOLERANCE:
        message = f"gap: the sheet says {outcome.gap:.9g}, objective and bound say {gap:.9g}"
        yield Finding("summary", "gap", None, outcome.gap, gap, message)
    if first is not None and not first.gap >= 0:
        message = f"{FIRST_PREFIX}gap: the sheet says {first.gap:.9g}, which is no share"
        yield Finding("summary", f"{FIRST_PREFIX}gap", None, first.gap, "0 or more", message)
    has_plan = replace(plan, run={}) != Plan(outcome)
    if has_plan and outcome.status in (Status.INFEASIBLE, Status.NO_PLAN):
        message = f"status: {outcome.status.value} means that there is no plan, and here is one"
        yield Finding("summary", "status", None, outcome.status.value, "a status of a plan", message)
    if outcome.status is not Status.OPTIMAL:
        return
    asked = plan.run.get("gap_asked")
    if not isinstance(asked, int | float):
        message = "gap_asked: the sheet has no number for the gap that was requested, so `optimal` means nothing"
        yield Finding("run", "gap_asked", None, str(asked), "a number", message)
    elif not gap <= asked + _TOLERANCE:
        message = f"status: optimal, though the gap of {gap:.9g} is above the requested {asked:.9g}"
        yield Finding("summary", "status", None, outcome.status.value, f"a gap of {asked:.9g}", message)


def _unavoidable(case: Case, outcome: Outcome) -> Iterator[Finding]:
    """Yield a penalty that no plan can avoid which is more than this plan has; with risk it is of other lines, too."""
    unavoidable, penalty = outcome.unavoidable_usd_bn, outcome.cost_usd_bn.get("shortage_penalty", 0.0)
    if not 0 <= unavoidable < math.inf or (
        not case.settings.cvar_weight and unavoidable > penalty + _TOLERANCE * (1 + penalty)
    ):
        message = f"{UNAVOIDABLE}: the sheet says {unavoidable:.9g}, and shortage costs {penalty:.9g}"
        yield Finding("summary", UNAVOIDABLE, None, unavoidable, f"0 to {penalty:.9g}", message)
