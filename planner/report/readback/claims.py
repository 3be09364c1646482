"""Headline figures and locks of a plan workbook, compared with its records.

The audit recomputes rules and cost from the records; figures edited by hand are found here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from planner.audit import Finding
from planner.case.records import Case
from planner.plan.records import Plan, Status
from planner.report.contract.layout import LOCK_COLUMNS, SUMMARY_COLUMNS
from planner.report.contract.tables import plan_tables
from planner.report.readback.rows import open_sheets
from planner.report.readback.values import Misfit, number, text
from planner.workbook.faults.fault import Fault

# How many columns of a sheet name a row, and the columns with what it says.
_SHEETS = {"summary": (SUMMARY_COLUMNS[:2], 1), "locks": (LOCK_COLUMNS, 5)}
# The title of the case is for display only and may have been changed since.
_NOT_COMPARED = ("case_name",)
_TOLERANCE = 1e-6

Said = Mapping[str, tuple[Any, ...]]


def wrong_claims(path: Path | str, case: Case, plan: Plan) -> tuple[Finding, ...]:
    """Return the figures of a plan workbook's summary and locks that its records do not confirm."""
    faults: list[Fault] = []
    sheets = open_sheets(path, tuple(_SHEETS), faults)
    tables = plan_tables(case, plan)
    wrong = list(_status(plan))
    for name, (columns, names) in _SHEETS.items():
        rows = sheets[name].select(columns, faults) if name in sheets else ()
        said = _by_name((cells for _, _, cells in rows), names)
        due = _by_name(tables[name][list(columns)].itertuples(index=False, name=None), names)
        wrong += _differences(name, said, due)
    return tuple(wrong)


def _by_name(rows: Iterable[tuple[Any, ...]], names: int) -> Said:
    return {" ".join(str(cell) for cell in row[:names] if cell not in (None, "")): row[names:] for row in rows}


def _differences(sheet: str, said: Said, due: Said) -> Iterator[Finding]:
    for name, values in due.items():
        if name in _NOT_COMPARED:
            continue
        if name not in said:
            yield Finding(sheet, name, None, "nothing", str(values[0]), f"{name} is not on the sheet {sheet}")
        for cell, value in zip(said.get(name, values), values, strict=True):
            if not _is_same(cell, value):
                message = f"{name}: the sheet says {cell}, the records of the plan say {value}"
                yield Finding(sheet, name, None, str(cell), str(value), message)


def _is_same(cell: Any, value: Any) -> bool:
    try:
        if isinstance(value, int | float):
            value_in_sheet = number(cell)
            return value_in_sheet == value or math.isclose(
                value_in_sheet, value, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE
            )
        return text(cell) == str(value)
    except Misfit:
        return False


def _status(plan: Plan) -> Iterator[Finding]:
    """Yield errors of the status `optimal`: the gap must follow from objective and bound, within the limit."""
    outcome = plan.outcome
    difference = max(0.0, outcome.objective - outcome.bound)
    gap = difference / abs(outcome.objective) if outcome.objective else outcome.gap
    if math.isfinite(gap) and abs(gap - outcome.gap) > _TOLERANCE:
        message = f"gap: the sheet says {outcome.gap:.9g}, objective and bound say {gap:.9g}"
        yield Finding("summary", "gap", None, outcome.gap, gap, message)
    asked = plan.run.get("gap_asked")
    if outcome.status is Status.OPTIMAL and isinstance(asked, int | float) and gap > asked + _TOLERANCE:
        message = f"status: optimal, though the gap of {gap:.9g} is above the requested {asked:.9g}"
        yield Finding("summary", "status", None, outcome.status.value, f"a gap of {asked:.9g}", message)
