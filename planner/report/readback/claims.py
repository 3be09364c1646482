"""Headline figures and locks of a plan workbook, compared with its records.

The audit recomputes rules and cost from the records; figures edited by hand are found here.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from planner.audit import Finding
from planner.case.records import Case
from planner.plan.records import Plan, Status
from planner.report.contract.layout import LOCK_COLUMNS, SUMMARY_COLUMNS
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
    wrong = list(_status(plan))
    for name, (columns, names) in _SHEETS.items():
        rows = [cells for _, _, cells in sheets[name].select(columns, faults)] if name in sheets else []
        due = tables[name][list(columns)].itertuples(index=False, name=None)
        wrong += _differences(name, columns, names, rows, due)
    return (*wrong, *_twice("binding", plan.binding), *_twice("bans", plan.bans))


def _twice(sheet: str, records: tuple[Any, ...]) -> Iterator[Finding]:
    """Yield rows that are on a sheet more than once; those of decisions and amounts are the audit's."""
    for record, times in Counter(records).items():
        if times > 1:
            message = f"a row is on the sheet {sheet} {times} times: {record}"
            yield Finding(sheet, str(record), None, f"{times} rows", "one", message)


def _differences(sheet: str, columns: tuple[str, ...], names: int, rows: Rows, due_rows: Rows) -> Iterator[Finding]:
    said: dict[str, tuple[Any, ...]] = {}
    due = {_name(row, names): row[names:] for row in due_rows}
    for row in rows:
        name = _name(row, names)
        if name in said:
            yield Finding(sheet, name, None, "two rows", "one", f"{name} is on the sheet {sheet} more than once")
        elif name not in due:
            yield Finding(sheet, name, None, "a row", "none", f"{name} is on the sheet {sheet}, not in the plan")
        said.setdefault(name, row[names:])
    for name, values in due.items():
        if name in _NOT_COMPARED:
            continue
        if name not in said:
            yield Finding(sheet, name, None, "nothing", str(values[0]), f"{name} is not on the sheet {sheet}")
        for column, cell, value in zip(columns[names:], said.get(name, values), values, strict=True):
            if not is_same(cell, value):
                what = name if column == "value" else f"{column} of {name}"
                message = f"{what}: the sheet says {cell}, the records of the plan say {value}"
                yield Finding(sheet, name, None, str(cell), str(value), message)


def _name(row: tuple[Any, ...], names: int) -> str:
    return " ".join(str(cell) for cell in row[:names] if cell not in (None, ""))


def _status(plan: Plan) -> Iterator[Finding]:
    """Yield errors of the status `optimal`: the gap must follow from objective and bound, within the limit."""
    outcome = plan.outcome
    difference = max(0.0, outcome.objective - outcome.bound)
    gap = difference / abs(outcome.objective) if outcome.objective else outcome.gap
    if math.isfinite(gap) and abs(gap - outcome.gap) > _TOLERANCE:
        message = f"gap: the sheet says {outcome.gap:.9g}, objective and bound say {gap:.9g}"
        yield Finding("summary", "gap", None, outcome.gap, gap, message)
    if outcome.status is not Status.OPTIMAL:
        return
    asked = plan.run.get("gap_asked")
    if not isinstance(asked, int | float):
        message = "gap_asked: the sheet has no number for the gap that was requested, so `optimal` means nothing"
        yield Finding("run", "gap_asked", None, str(asked), "a number", message)
    elif not gap <= asked + _TOLERANCE:
        message = f"status: optimal, though the gap of {gap:.9g} is above the requested {asked:.9g}"
        yield Finding("summary", "status", None, outcome.status.value, f"a gap of {asked:.9g}", message)
