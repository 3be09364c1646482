"""A plan workbook back to a Plan: every fault is collected, with its sheet and cell, and told in one error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.case.records import Case
from planner.plan.records import Outcome, Plan, Status
from planner.report.layout import COST_PREFIX, RECORD_SHEETS, RUN_COLUMNS, SUMMARY_COLUMNS, RecordSheet
from planner.report.rows import Cell, SheetRows, open_sheets
from planner.report.values import Names, known_names, number, text, value

MAX_LINES = 50
"""Faults told at most; a wrong file has thousands, and the first ones say why."""


def read_plan(path: Path, case: Case) -> Plan:
    """Return the plan that a plan workbook holds, values exact.

    Raises ValueError, with one line per fault, where the file is not a plan workbook for this case.
    """
    problems: list[str] = []
    sheets = open_sheets(path, ("summary", *(sheet.name for sheet in RECORD_SHEETS), "run"), problems)
    names = known_names(case)
    records = {
        layout.name: tuple(_records(case, names, layout, sheets[layout.name], problems))
        for layout in RECORD_SHEETS
        if layout.name in sheets
    }
    outcome = _outcome(sheets["summary"], problems) if "summary" in sheets else None
    run = dict(_run(sheets["run"], problems)) if "run" in sheets else {}
    if problems or outcome is None:
        more = [f"and {len(problems) - MAX_LINES} more"] if len(problems) > MAX_LINES else []
        raise ValueError("\n  ".join([f"{path} is not a plan of this case:", *problems[:MAX_LINES], *more]))
    return Plan(outcome=outcome, run=run, **records)


def _records(case: Case, names: Names, layout: RecordSheet, sheet: SheetRows, problems: list[str]) -> Iterator[Any]:
    if layout.name == "draws":  # a draw for opening a site names no node
        names = {**names, "node": names["node"] | {""}}
    for places, cells in sheet.select([column.header for column in layout.columns], problems):
        values = []
        for place, column, cell in zip(places, layout.columns, cells, strict=True):
            try:
                values.append(value(case, names, column, cell))
            except ValueError as error:
                problems.append(f"{place}: {error}")
        if len(values) == len(layout.columns):
            yield layout.record(*values)


def _outcome(sheet: SheetRows, problems: list[str]) -> Outcome | None:
    cells: dict[str, tuple[str, Cell]] = {}
    for places, (key, cell, _) in sheet.select(SUMMARY_COLUMNS, problems):
        cells[text(key)] = (places[1], cell)
    needed = ("status", "objective", "bound", "gap")
    missing = [key for key in needed if key not in cells]
    if missing:
        problems.append(f"summary: {', '.join(missing)} is missing")
        return None
    status = text(cells["status"][1])
    if status not in set(Status):
        problems.append(f"{cells['status'][0]}: {status!r} is no status; expected one of {', '.join(Status)}")
        return None
    figures: dict[str, float] = {}
    for key, (place, cell) in cells.items():
        if key in needed[1:] or key.startswith(COST_PREFIX):
            try:
                figures[key] = number(cell)
            except ValueError as error:
                problems.append(f"{place}: {error}")
                figures[key] = 0.0
    costs = {key.removeprefix(COST_PREFIX): usd for key, usd in figures.items() if key.startswith(COST_PREFIX)}
    return Outcome(Status(status), figures["objective"], figures["bound"], figures["gap"], costs)


def _run(sheet: SheetRows, problems: list[str]) -> Iterator[tuple[str, str | int | float]]:
    for _, (key, cell) in sheet.select(RUN_COLUMNS, problems):
        yield text(key), "" if cell is None else cell
