"""A plan workbook back to a Plan: all faults are collected with their cells and reported in one error."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.case.records import Case
from planner.plan.records import Outcome, Plan, Schedule, Shortage, Stage, Status
from planner.report.contract.layout import (
    COST_PREFIX,
    FIRST_PREFIX,
    OPTIONAL_SHEETS,
    RECORD_SHEETS,
    RUN_COLUMNS,
    SCHEDULE_SHEETS,
    SUMMARY_COLUMNS,
    UNAVOIDABLE,
    RecordSheet,
)
from planner.report.readback.rows import SheetRows, open_sheets
from planner.report.readback.values import Misfit, Names, finite, known_names, number, text, value
from planner.workbook.edit.of_file import SEPARATOR
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, InputFaults, Severity, fault
from planner.workbook.text.values import Value

# What is paid for the site itself, its opening and its shells, names no node; a ban leaves the same fields blank as its
# lane row. Bought units in stock have no node.
_MAY_BE_BLANK = {
    "draws": ("node",),
    "credits": ("node",),
    "part_stock": ("node",),
    "bans": ("from_region", "to_region", "to_market", "node", "product", "from_bloc", "to_bloc"),
}
_NO_PLAN = (codes.COLUMN_MISSING.id, codes.SHEET_MISSING.id)
_COLUMN = re.compile(r"(?<=!)[A-Z]+")
_PROVEN = ("objective", "bound", "gap")


def read_plan(path: Path | str, case: Case) -> Plan:
    """Return the plan that a plan workbook holds, values exact.

    Raises InputFaults with every fault where the file is not a plan workbook for this case.
    """
    faults: list[Fault] = []
    sheets = open_sheets(path, ("summary", *(sheet.name for sheet in RECORD_SHEETS), "run"), faults)
    names = known_names(case)
    records = {
        layout.name: tuple(_records(case, names, layout, sheets[layout.name], faults))
        for layout in RECORD_SHEETS
        if layout.name in sheets
    }
    outcome = _outcome(sheets["summary"], faults) if "summary" in sheets else None
    run = dict(_run(sheets["run"], faults)) if "run" in sheets else {}
    if outcome is None or any(fault_.severity is Severity.ERROR for fault_ in faults):
        raise InputFaults(tuple(faults))
    return Plan(outcome=outcome, run=run, **records)


def read_schedule(path: Path | str, case: Case) -> tuple[Schedule, int]:
    """Return the decisions of a plan workbook that exist in this case, and the number of rows that do not.

    The plan may be of another case: one with other sites, less money, a later first period. Raises InputFaults where
    the file is not a plan workbook.
    """
    faults: list[Fault] = []
    wanted = {sheet.name: sheet for sheet in RECORD_SHEETS if sheet.name in SCHEDULE_SHEETS}
    sheets = open_sheets(path, tuple(wanted), faults)
    names = known_names(case)
    unread: list[Fault] = []
    records = {
        name: tuple(_records(case, names, layout, sheets[name], unread))
        for name, layout in wanted.items()
        if name in sheets
    }
    unfit = [fault_ for fault_ in (*faults, *unread) if fault_.code in _NO_PLAN]
    if unfit or len(records) < len(wanted.keys() - OPTIONAL_SHEETS):
        raise InputFaults(tuple(unfit or faults))
    return Schedule(**records), len({(fault_.sheet, _COLUMN.sub("", fault_.cell)) for fault_ in unread})


def read_run(path: Path | str) -> dict[str, str | int | float]:
    """Return the run record of a plan workbook, of whatever case; empty where the file does not say."""
    sheets = open_sheets(path, ("run",), [])
    return dict(_run(sheets["run"], [])) if "run" in sheets else {}


def read_edits(path: Path | str) -> tuple[str, ...]:
    """Return the edits of its case that a plan was solved with, as for `--set`; none where the file does not say."""
    edits = read_run(path).get("edits")
    return tuple(str(edits).split(SEPARATOR)) if edits else ()


def _records(case: Case, names: Names, layout: RecordSheet, sheet: SheetRows, faults: list[Fault]) -> Iterator[Any]:
    blank = _MAY_BE_BLANK.get(layout.name, ())
    names = {**names, **{name: names[name] | {""} for name in blank}}
    if layout.record is Shortage:
        names["product"] |= frozenset(case.classes)
    known = layout.under(sheet.header)
    for row, columns, cells in sheet.select([column.header for column in known], faults):
        values = {}
        for place, column, cell in zip(columns, known, cells, strict=True):
            try:
                values[column.name] = value(case, names, column, cell)
            except Misfit as misfit:
                faults.append(_at(misfit, layout.name, row, place, cell))
        if len(values) == len(known):
            yield layout.record(**values)


def _outcome(sheet: SheetRows, faults: list[Fault]) -> Outcome | None:
    status: Status | None = None
    figures: dict[str, float] = {}
    seen: set[str] = set()
    for row, columns, (key, cell, _) in sheet.select(SUMMARY_COLUMNS, faults):
        try:
            name = _new_key(key, seen)
            if name == "status":
                status = _status(cell)
            elif name.startswith(COST_PREFIX):
                figures[name] = finite(cell)
            elif name in (*_PROVEN, UNAVOIDABLE) or name.startswith(FIRST_PREFIX):
                figures[name] = number(cell)
        except Misfit as misfit:
            faults.append(_at(misfit, sheet.name, row, columns[1], cell))
    missing = [key for key in ("status", *_PROVEN) if key not in seen]
    if missing:
        faults.append(fault(codes.BLANK_REQUIRED, sheet.name, expected=f"the keys {', '.join(missing)} with values"))
    if status is None or not all(key in figures for key in _PROVEN):
        return None
    costs = {key.removeprefix(COST_PREFIX): usd for key, usd in figures.items() if key.startswith(COST_PREFIX)}
    first = [figures.get(f"{FIRST_PREFIX}{key}") for key in _PROVEN]
    stage = Stage(*(value for value in first if value is not None)) if None not in first else None
    return Outcome(
        status, figures["objective"], figures["bound"], figures["gap"], costs, stage, figures.get(UNAVOIDABLE, 0.0)
    )


def _status(cell: Value) -> Status:
    try:
        return Status(text(cell))
    except ValueError:
        raise Misfit(codes.NOT_A_CHOICE, f"one of {', '.join(Status)}") from None


def _run(sheet: SheetRows, faults: list[Fault]) -> Iterator[tuple[str, str | int | float]]:
    seen: set[str] = set()
    for row, columns, (key, cell) in sheet.select(RUN_COLUMNS, faults):
        try:
            yield _new_key(key, seen), cell if isinstance(cell, int | float) else text(cell)
        except Misfit as misfit:
            faults.append(_at(misfit, sheet.name, row, columns[1], cell))


def _new_key(cell: Value, seen: set[str]) -> str:
    """Return the key of a row, which no row above has. Raises Misfit."""
    key = text(cell)
    if key.strip().casefold() in seen:
        raise Misfit(codes.KEY_TWICE, f"one row with the key {key}", "delete the row that does not belong to the plan")
    seen.add(key.strip().casefold())
    return key


def _at(misfit: Misfit, sheet: str, row: int, column: int, cell: Value) -> Fault:
    return fault(misfit.code, sheet, row, column, found=cell, expected=misfit.expected, fix=misfit.fix)
