"""The plan workbook: what is presented first, then the sheets of the contract."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.contract.tables import plan_tables, schedule_tables
from planner.report.excel.data_sheets import add_tidy_sheet
from planner.report.excel.drawing import Drawing, NoPictures
from planner.report.excel.long_tables import LongRows, filled
from planner.report.excel.plan_file import OnStep, PlanFile, silent
from planner.report.excel.sheets import (
    audit,
    briefing,
    capacity_use,
    contents,
    first_year,
    money,
    power_use,
    schedule,
    supply_demand,
    what_binds,
    who_pays,
)
from planner.report.excel.sheets.losses import BOUND, COVERED, MONEY, NOWHERE, PAYERS, SCHEDULE, Losses
from planner.report.excel.sheets.traces import Traces, in_summary
from planner.report.excel.sheets.value import cash_flow, returns, unit_cost
from planner.report.figures.headline import figures
from planner.report.figures.value.returns import Value, value
from planner.report.words.phrases import has_plan
from planner.workbook.file.saving import book_bytes, write_whole

log = logging.getLogger(__name__)


def write_plan(path: Path, case: Case, plan: Plan, audit_lines: Sequence[str] = ()) -> str:
    """Write the plan workbook, whole or not at all; a file of that name is replaced.

    Return a note on what it had to leave out, empty if nothing. Raises OSError.
    """
    file = plan_file(case, plan, audit_lines)
    write_whole(path, file.content)
    return file.note


def plan_file(
    case: Case,
    plan: Plan,
    audit_lines: Sequence[str] = (),
    drawing: Drawing | None = None,
    on_step: OnStep = silent,
) -> PlanFile:
    """Return the file of the plan workbook. An error in one of the sheets for readers costs that sheet alone.

    Its charts are those of `drawing` if that has been started, for this plan.
    """
    with drawing or Drawing() as drawn:
        if not drawn.is_started and has_plan(figures(case, plan)):
            drawn.start(case, plan)
        try:
            return _with_pictures_or_without(case, plan, audit_lines, drawn, Losses(), on_step)
        except Exception as error:
            log.info("a sheet of the plan workbook cannot be made", exc_info=error)
            return _with_pictures_or_without(case, plan, audit_lines, drawn, Losses(accepted=True), on_step)


def _with_pictures_or_without(
    case: Case, plan: Plan, audit_lines: Sequence[str], drawing: Drawing, losses: Losses, on_step: OnStep
) -> PlanFile:
    """Return the file of the plan workbook; its sheet `run` says too what had to be left out of the pictures."""
    no_pictures = ""
    try:
        laid_out = _laid_out(case, plan, audit_lines, drawing, losses, on_step)
    except NoPictures as error:
        no_pictures = f"The plan workbook has no pictures: {error}."
        message = " ".join(filter(None, (str(plan.run.get("message", "")), no_pictures)))
        plan = replace(plan, run={**plan.run, "message": message})
        laid_out = _laid_out(case, plan, audit_lines, Drawing(), losses, on_step)
    note = " ".join(filter(None, (no_pictures, losses.note)))
    on_step("packing the workbook")
    return PlanFile(_content(*laid_out), note, next(iter(losses.errors.values()), None))


def tables_bytes(case: Case, plan: Plan) -> bytes:
    """Return the file of a workbook with the plan's tables alone, for when the sheets made for readers fail."""
    return _tables_alone(plan_tables(case, plan))


def schedule_bytes(case: Case, plan: Plan) -> bytes:
    """Return the file of a workbook with what a plan decides alone, for when the rest of it is not known."""
    return _tables_alone(schedule_tables(case, plan))


def _tables_alone(tables: Mapping[str, pd.DataFrame]) -> bytes:
    book = _empty()
    return _content(book, [add_tidy_sheet(book, name, table) for name, table in tables.items()])


def plan_workbook(case: Case, plan: Plan, audit_lines: Sequence[str] = ()) -> tuple[Workbook, list[LongRows]]:
    """Return the plan workbook with its sheets in order, and the rows that its contract sheets still lack.

    Raises NoPictures where its charts cannot be drawn.
    """
    with Drawing() as drawing:
        if has_plan(figures(case, plan)):
            drawing.start(case, plan)
        return _laid_out(case, plan, audit_lines, drawing, Losses(), silent)


def reader_sheets(case: Case, plan: Plan, audit_lines: Sequence[str]) -> Workbook:
    """Return the sheets that are presented, without pictures and without the sheets of the contract."""
    book, losses = _empty(), Losses()
    traces = _presented(book, case, plan, plan_tables(case, plan)["summary"], losses)
    _audit(book, audit_lines)
    briefing.add(book, case, plan, audit_lines, traces)
    return book


def _content(book: Workbook, rows: list[LongRows]) -> bytes:
    return filled(book_bytes(book), rows)


def _laid_out(
    case: Case, plan: Plan, audit_lines: Sequence[str], drawing: Drawing, losses: Losses, on_step: OnStep
) -> tuple[Workbook, list[LongRows]]:
    book, tables = _empty(), plan_tables(case, plan)
    traces = _presented(book, case, plan, tables["summary"], losses)
    presented = len(book.sheetnames)
    losses.add(book, audit.NAME, lambda: _audit(book, audit_lines), None)
    rows = [add_tidy_sheet(book, name, table) for name, table in tables.items()]
    # Pictures are added last: they are drawn in the background.
    on_step("adding the charts")
    if shown := drawing.pictures():
        from planner.report.excel.sheets import pictures  # needs the extra `charts`

        losses.add(book, pictures.NAME, lambda: pictures.add(book, presented, shown, traces.pictured()), None)
    losses.add(book, briefing.NAME, lambda: briefing.add(book, case, plan, audit_lines, traces), None)
    contents.add(book, len(book.sheetnames) - len(rows), losses.errors)
    return book, rows


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _presented(book: Workbook, case: Case, plan: Plan, summary: pd.DataFrame, losses: Losses) -> Traces:
    """Append the sheets that are presented; the briefing, which links to all of them, comes last and stands first."""
    add = losses.add
    add(book, first_year.NAME, lambda: first_year.add(book, case, plan), None)
    traces = Traces(
        schedule=add(book, schedule.NAME, lambda: schedule.add(book, case, plan), SCHEDULE),
        capacity=add(book, capacity_use.NAME, lambda: capacity_use.add(book, case, plan), NOWHERE),
        covered=add(book, supply_demand.NAME, lambda: supply_demand.add(book, case, plan), COVERED),
        money=add(book, money.NAME, lambda: money.add(book, case, plan), MONEY),
        payers=add(book, who_pays.NAME, lambda: who_pays.add(book, case, plan), PAYERS),
        bound=add(book, what_binds.NAME, lambda: what_binds.add(book, case, plan), BOUND),
        gap=in_summary(summary, "gap"),
    )
    add(book, power_use.NAME, lambda: power_use.add(book, case, plan), None)
    worth = cache(partial(value, case, plan))
    add(book, returns.NAME, lambda: returns.add(book, plan, worth()), None)
    for sheet in (cash_flow, unit_cost):
        add(book, sheet.NAME, partial(_of_worth, sheet.add, book, worth), None)
    return traces


def _of_worth(add: Callable[[Workbook, Value | None], None], book: Workbook, worth: Callable[[], Value | None]) -> None:
    add(book, worth())


def _audit(book: Workbook, audit_lines: Sequence[str]) -> None:
    if audit_lines:
        audit.add(book, audit_lines)
